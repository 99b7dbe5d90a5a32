"""Arguments are bound to an operation by the OpenAPI document; wrong ones are rejected before sending."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from ivk_core import FilePart, Request
from ivk_core.errors import ArgumentError, UnsupportedCapabilityError
from ivk_core.flow import UNSET
from ivk_core.operations import Document
from ivk_core.operations.binding import request_for


def parameter(name: str, place: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"}}


def body(schema: dict[str, Any], media_type: str = "application/json", *, required: bool = True) -> Any:
    return {"required": required, "content": {media_type: {"schema": schema}}}


BINARY = {"type": "string", "format": "binary"}
OPENAPI: dict[str, Any] = {
    "paths": {
        "/api/v1/boards/{board_id}": {
            "parameters": [parameter("board_id", "path", required=True)],
            "get": {"operationId": "get_board", "responses": {"200": {"content": {"application/json": {}}}}},
            "patch": {
                "operationId": "update_board",
                "requestBody": body({"$ref": "#/components/schemas/Changes"}),
            },
        },
        "/api/v1/images/upload": {
            "post": {
                "operationId": "upload_image",
                "parameters": [parameter("image_category", "query", required=True)],
                "requestBody": body(
                    {
                        "properties": {
                            "file": BINARY,
                            "thumbnail": {"anyOf": [BINARY, {"type": "null"}]},
                            "metadata": {"type": "object"},
                        },
                        "required": ["file"],
                    },
                    "multipart/form-data",
                ),
            }
        },
        "/api/v2/models/install": {
            "post": {
                "operationId": "install_model",
                "parameters": [parameter("source", "query", required=True)],
                "requestBody": body({"properties": {"name": {}, "source": {}}}),
            },
        },
        "/api/v1/images/i/{image_name}/full": {
            "get": {
                "operationId": "get_image_full",
                "parameters": [
                    parameter("image_name", "path", required=True),
                    parameter("X-Trace-Id", "header"),
                    parameter("media_token", "cookie"),
                ],
                "responses": {"200": {"content": {"image/png": {}}}},
            }
        },
        "/api/v1/workflows/i/{workflow_id}": {"patch": {"operationId": "update_workflow"}},
        "/api/v1/state": {
            "post": {"operationId": "set_state", "requestBody": body({"type": "string"})},
            "put": {
                "operationId": "maybe_state",
                "requestBody": body(
                    {"anyOf": [{"$ref": "#/components/schemas/Changes"}, {"type": "null"}]}, required=False
                ),
            },
        },
        "/api/v1/raw": {
            "post": {
                "operationId": "send_raw",
                "requestBody": body({"type": "string"}, "application/octet-stream"),
            }
        },
        "/api/v1/auth/login": {"post": {"operationId": "login_api_v1_auth_login_post"}},
    },
    "components": {
        "schemas": {
            "Changes": {
                "properties": {"board_name": {"type": "string"}, "archived": {"type": "boolean"}},
                "required": ["board_name"],
            }
        }
    },
}
DOCUMENT = Document(OPENAPI)


def placed(operation: str, /, **arguments: Any) -> Request:
    return request_for(DOCUMENT.get(operation), arguments)


def test_all_operations_are_read() -> None:
    assert len(DOCUMENT.operations) == 10


def test_path_parameters_fill_the_path() -> None:
    request = placed("get_board", board_id="b/1")
    assert (request.method, request.api, request.target) == ("GET", "v1", "/boards/b%2F1")


def test_query_parameters_and_body_fields_with_the_same_name_are_separate() -> None:
    request = placed("install_model", source="hf/model", name="Mine")
    assert (request.api, request.query, request.json) == ("v2", {"source": "hf/model"}, {"name": "Mine"})


def test_header_and_cookie_parameters_are_headers() -> None:
    request = placed("get_image_full", image_name="a", X_Trace_Id=7, media_token="t")
    assert request.headers == {"X-Trace-Id": "7", "Cookie": "media_token=t", "Accept-Encoding": "identity"}


def test_a_body_is_passed_by_fields_or_as_a_whole() -> None:
    fields = placed("update_board", board_id="b", board_name="n", archived=True)
    whole = placed("update_board", board_id="b", body={"board_name": "n", "archived": True})
    assert fields == whole
    assert fields.json == {"board_name": "n", "archived": True}


def test_a_body_without_fields_is_passed_as_a_whole() -> None:
    assert placed("set_state", body="text").json == "text"


def test_an_optional_body_is_left_out() -> None:
    assert placed("maybe_state").json is UNSET
    assert placed("maybe_state", body=None).json is None
    assert placed("maybe_state", board_name="n").json == {"board_name": "n"}


def test_a_required_body_of_optional_fields_is_empty() -> None:
    assert placed("install_model", source="x").json == {}


def test_files_are_sent_as_parts_and_other_fields_as_a_form() -> None:
    request = placed("upload_image", image_category="user", file=b"png", metadata={"a": 1}, thumbnail=None)
    assert (request.query, request.form) == ({"image_category": "user"}, {"metadata": {"a": 1}})
    assert request.files == {"file": FilePart(b"png")}


def test_a_raw_body_is_streamed_from_a_path_or_sent_from_memory() -> None:
    assert placed("send_raw", body=b"x").content == b"x"
    request = placed("send_raw", body=Path("big.bin"))
    assert request.content == FilePart(Path("big.bin"))
    assert request.headers["Content-Type"] == "application/octet-stream"


def test_an_undeclared_placeholder_is_required() -> None:
    with pytest.raises(ArgumentError, match="needs workflow_id"):
        placed("update_workflow")
    assert placed("update_workflow", workflow_id="w").target == "/workflows/i/w"


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("get_board", {"bord_id": "b"}, "Did you mean 'board_id'"),
        ("get_board", {}, "needs board_id"),
        ("update_board", {"board_id": "b", "archived": True}, "needs board_name"),
        ("update_board", {"board_id": "b", "board_nam": "n"}, "Did you mean 'board_name'"),
        ("update_board", {"board_id": "b", "body": {}, "archived": True}, "either body= or its fields"),
        ("update_board", {"body": {}}, "needs board_id"),
        ("get_board", {"board_id": "b", "body": {}}, "takes no 'body'"),
        ("upload_image", {"image_category": "user"}, "needs file"),
        ("set_state", {}, "needs body"),
        ("maybe_state", {"archived": True}, "needs board_name"),
    ],
)
def test_wrong_arguments_are_rejected_with_a_suggestion(
    name: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message) as caught:
        placed(name, **arguments)
    assert isinstance(caught.value, TypeError)


def test_the_error_of_an_unknown_operation_suggests_similar_names() -> None:
    with pytest.raises(UnsupportedCapabilityError, match="get_board"):
        DOCUMENT.get("get_bord")


def test_a_generated_name_has_a_short_form() -> None:
    assert DOCUMENT.get("login") is DOCUMENT.get("login_api_v1_auth_login_post")


def test_an_operation_is_shown_as_a_call() -> None:
    assert str(DOCUMENT.get("update_board")) == "update_board(board_id, board_name, archived=…)"
    assert str(DOCUMENT.get("set_state")) == "set_state(body)"


class TestRequests:
    def call(self, client: Any, *arguments: Any, **named: Any) -> Any:
        if client.runner is None:
            return client.blocking.call(*arguments, **named)
        return client.runner.run(client.aio.call(*arguments, **named))

    def connected(self, server: Any, connect: Any, answer: Any) -> Any:
        def serve(exchange: Any) -> None:
            if exchange.path == "/openapi.json":
                exchange.reply(200, OPENAPI, Content_Type="application/json")
            elif exchange.path == "/api/v1/app/version":
                exchange.reply(200, {"version": "6.14.2"})
            else:
                answer(exchange)

        server.respond_with(serve)
        return connect(server.url)

    @pytest.mark.parametrize(
        ("status", "content", "kind", "result"),
        [
            (200, b'{"a": 1}', "application/json", {"a": 1}),
            (200, b"null", "application/json", None),
            (200, b"\x89PNG", "image/png", b"\x89PNG"),
            (200, b"", "application/json", None),
        ],
    )
    def test_the_result_is_decoded_by_the_media_type(
        self, server: Any, connect: Any, status: int, content: bytes, kind: str, result: object
    ) -> None:
        client = self.connected(
            server, connect, lambda exchange: exchange.reply(status, content, Content_Type=kind)
        )
        assert self.call(client, "get_board", board_id="b") == result

    def test_the_openapi_document_is_downloaded_once(self, server: Any, connect: Any) -> None:
        client = self.connected(server, connect, lambda exchange: exchange.reply(200, {}))
        for _ in range(3):
            self.call(client, "get_board", board_id="b")
        fetched = [each for each in server.received if each.path == "/openapi.json" and each.command == "GET"]
        assert len(fetched) == 1

    def test_a_call_may_save_its_response(self, server: Any, connect: Any, tmp_path: Path) -> None:
        client = self.connected(server, connect, lambda exchange: exchange.reply(200, b"png"))
        for target in (tmp_path / "a.png", str(tmp_path / "b.png"), io.BytesIO()):
            self.call(client, "get_image_full", image_name="a", save_to=target)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
            "a.png": b"png",
            "b.png": b"png",
        }

    def test_a_raw_body_is_streamed(self, server: Any, connect: Any, tmp_path: Path) -> None:
        (tmp_path / "big.bin").write_bytes(b"x" * 700_000)
        client = self.connected(server, connect, lambda exchange: exchange.reply(200, {}))
        self.call(client, "send_raw", body=tmp_path / "big.bin")
        assert server.received[-1].body == b"x" * 700_000

    def test_operations_are_listed_and_searched(self, server: Any, connect: Any) -> None:
        client = self.connected(server, connect, lambda exchange: exchange.reply(200, {}))
        listed = client.blocking.operations("board")
        if client.runner is not None:
            listed = client.runner.run(client.aio.operations("board"))
        assert [operation.name for operation in listed] == ["get_board", "update_board"]
