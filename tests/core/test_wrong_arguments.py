"""A wrong argument is an error of this library, raised before anything is sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_core import (
    AsyncClient,
    AsyncRepository,
    BasicAuth,
    BearerAuth,
    CallableAuth,
    Client,
    FilePart,
    HeaderAuth,
    LoginAuth,
    Pause,
    PluginManager,
    Request,
    Secret,
    hookimpl,
)
from ivk_core.errors import ArgumentError, ConfigurationError, InvokeAIError, PluginError
from ivk_core.events import Room

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


def effects(effect: Any) -> Iterator[Any]:
    yield effect


class Misspelled:
    @hookimpl
    def ivk_find_secrt(self) -> None: ...


async def awaited(event: object) -> None: ...


CALLS: list[Callable[[Client], object]] = [
    lambda client: client.run(5),  # type: ignore[arg-type]
    lambda client: client.run(None),  # type: ignore[arg-type]
    lambda client: client.run(lambda: 1),  # type: ignore[arg-type]
    lambda client: client.run(effects(5)),  # type: ignore[arg-type]
    lambda client: client.send(None),  # type: ignore[arg-type]
    lambda client: client.send(Request("GET", "/app/version", headers={"X": 5})),  # type: ignore[dict-item]
    lambda client: client.send(Request("GET", "/app/version", headers={"a b": "c"})),
    lambda client: client.send(Request("GET", "/boards/", query={"all": object()})),
    lambda client: client.repository(5),  # type: ignore[arg-type]
    lambda client: client.repository(None),  # type: ignore[arg-type]
    lambda client: client.repository(int),
    lambda client: client.repository([]),  # type: ignore[arg-type]
    lambda client: client.repository(AsyncRepository),
    lambda client: client.call(5),  # type: ignore[call-overload]
    lambda client: client.call("get_board"),
    lambda client: client.call("get_board", bord_id="a"),
    lambda client: client.call("get_board", board_id=None),
    lambda client: client.call("get_board", board_id=""),
    lambda client: client.call("get_board", board_id=".."),
    lambda client: client.call("delete_board", board_id=["a"]),
    lambda client: client.call("list_boards", all=object()),
    lambda client: client.call("update_board", board_id="a", board_name=object()),
    lambda client: client.call("upload_image", file=5, image_category="user", is_intermediate=True),
    lambda client: client.call("upload_image", file=["a"], image_category="user", is_intermediate=True),
    lambda client: client.call("upload_image", body=5, image_category="user", is_intermediate=True),
    lambda client: client.call("app_version", timeout=-1),
    lambda client: client.call("app_version", timeout="x"),  # type: ignore[call-overload]
    lambda client: client.call("app_version", save_to=5),  # type: ignore[call-overload]
    lambda client: client.call("app_version", save_to="/tmp"),
    lambda client: client.call("app_version", save_to=io.StringIO()),  # type: ignore[call-overload]
    lambda client: client.operations(5),  # type: ignore[arg-type]
    lambda client: client.server.supports(None),  # type: ignore[arg-type]
    lambda client: client.server.wait_ready("x"),  # type: ignore[arg-type]
    lambda client: client.server.wait_ready(-1),
    lambda client: client.events.subscribe(None),  # type: ignore[arg-type]
    lambda client: client.events.subscribe(awaited),
    lambda client: client.events.subscribe(print, "default"),  # type: ignore[arg-type]
    lambda client: client.events.subscribe(print, ["default"]),  # type: ignore[list-item]
    lambda client: client.events.subscribe(print, Room.queue()),  # type: ignore[arg-type]
    lambda client: client.events.subscribe(print, 5),  # type: ignore[arg-type]
    lambda client: client.events.subscribe(print, [Room.queue()], timeout=-1),
    lambda client: client.events.subscribe(print, [Room.queue()], batch_id=5),  # type: ignore[arg-type]
    lambda client: client.events.observe(5),  # type: ignore[arg-type]
    lambda client: client.events.listening("x").__enter__(),  # type: ignore[arg-type]
    lambda client: client.events.listening([Room.queue()], timeout=0).__enter__(),
    lambda client: client.auth.login(5, 6),  # type: ignore[arg-type]
    lambda client: client.auth.login("", "x"),
    lambda client: client.auth.setup(None, None),  # type: ignore[arg-type]
    lambda client: client.auth.users.get(""),
    lambda client: client.auth.users.get(None),  # type: ignore[arg-type]
    lambda client: client.auth.users.delete(""),
    lambda client: client.auth.users.create(5, 6),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_argument_is_an_error_before_anything_is_sent(
    client: Client, call: Callable[[Client], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.server.document  # noqa: B018  (read before, so that nothing is sent later)
    monkeypatch.setattr(client._transport.session, "send", lambda *_, **__: pytest.fail("a request was sent"))
    with pytest.raises((ArgumentError, ConfigurationError)) as caught:
        call(client)
    assert isinstance(caught.value, InvokeAIError)


@pytest.mark.parametrize("plugin", [None, 5, "x", dict, Misspelled()])
def test_what_is_no_plugin_is_refused(client: Client, plugin: object) -> None:
    with pytest.raises(PluginError, match=r"marked by hookimpl|Did you mean 'ivk_find_secret'|are marked"):
        client.plugins.add(plugin)


def test_a_hook_of_a_package_that_is_added_later_is_accepted(server_url: str) -> None:
    class Other:
        @hookimpl
        def paint_the_bikeshed(self) -> None: ...

    PluginManager().add(Other())


MAKE: list[Callable[[], object]] = [
    lambda: Request("GET", "app/version"),
    lambda: Request("GET", 5),  # type: ignore[arg-type]
    lambda: Request("GET", "/app/version", api="v9"),  # type: ignore[arg-type]
    lambda: Request("GET", "/boards/{board_id}", path={"bord_id": "a"}),
    lambda: Request("GET", "/boards/{board_id}", path={"board_id": " ".strip()}),
    lambda: Pause(-1),
    lambda: Pause("x"),  # type: ignore[arg-type]
    lambda: Room("que", "x"),
    lambda: Room.queue(None),  # type: ignore[arg-type]
    lambda: Room.bulk_download(""),
    lambda: FilePart(5),  # type: ignore[arg-type]
    lambda: FilePart(io.StringIO("a")),  # type: ignore[arg-type]
    lambda: LoginAuth(None, "x"),  # type: ignore[arg-type]
    lambda: LoginAuth("a@b", 5),  # type: ignore[arg-type]
    lambda: BearerAuth(None),  # type: ignore[arg-type]
    lambda: BearerAuth(""),
    lambda: BasicAuth(None, "x"),  # type: ignore[arg-type]
    lambda: BasicAuth("a:b", "x"),
    lambda: HeaderAuth([1]),  # type: ignore[arg-type]
    lambda: HeaderAuth({"a": None}),  # type: ignore[dict-item]
    lambda: CallableAuth("token"),  # type: ignore[arg-type]
    lambda: CallableAuth(lambda: None).headers(),  # type: ignore[arg-type, return-value]
]


@pytest.mark.parametrize("make", MAKE)
def test_an_object_with_a_wrong_argument_cannot_be_made(server_url: str, make: Callable[[], object]) -> None:
    with pytest.raises(ArgumentError):
        make()


def test_raw_returns_the_response_without_credentials(server_url: str) -> None:
    with Client(server_url, api_key="hush") as client:
        response = client.call("app_version", raw=True)
        assert (response.status_code, response.body) == (200, {"version": client.server.version})
        assert response.headers["content-type"] == "application/json"
        assert response.request is not None
        assert "hush" not in repr(vars(response.request))
        board = client.call("create_board", board_name="raw", raw=True)
        assert board.status_code == 201
        deleted = client.call("delete_board", board_id=board.json["board_id"], raw=True)
        assert deleted.json["board_id"] == board.json["board_id"]


def test_raw_returns_responses_that_are_not_json(client: Client) -> None:
    image = client.call("upload_image", file=PNG, image_category="user", is_intermediate=True)
    response = client.call("get_image_full", image_name=image["image_name"], raw=True)
    client.call("delete_image", image_name=image["image_name"])
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Content-Type"] == "image/png"
    target = io.BytesIO()
    assert client.call("app_version", save_to=target, raw=True).status_code == 200
    assert b"version" in target.getvalue()


async def test_raw_is_the_same_for_the_asynchronous_client(server_url: str) -> None:
    async with AsyncClient(server_url) as client:
        response = await client.call("app_version", raw=True)
        assert (response.status_code, response.body) == (200, {"version": await client.server.version()})


def test_secrets_are_not_in_errors_for_wrong_credentials(server_url: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        HeaderAuth({"X-Key": ["hush"]})  # type: ignore[dict-item]
    assert "hush" not in str(caught.value)
    assert repr(Secret("hush")) == "Secret('…')"


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
