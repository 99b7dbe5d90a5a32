"""Both transports send the same requests and raise the same errors."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from ivk_core import FilePart, Request
from ivk_core.errors import (
    APIError,
    ConfigurationError,
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    OutcomeUnknownError,
    OutcomeUnknownTimeoutError,
    RateLimitError,
    ServerError,
    TimeoutError,
    TransferError,
    UnsupportedCapabilityError,
)
from ivk_core.timeouts import Timeout

READ = Request("GET", "/boards/", operation="list_boards")
WRITE = Request("POST", "/boards/", operation="create_board")


def parts_of(exchange: Any) -> dict[str, tuple[str | None, str, bytes]]:
    """Read a multipart body: field name -> (file name, media type, bytes)."""
    head = f"Content-Type: {exchange.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + exchange.body)
    return {
        part.get_param("name", header="content-disposition"): (  # type: ignore[misc]
            part.get_filename(),
            part.get_content_type(),
            part.get_payload(decode=True),
        )
        for part in message.get_payload()
    }


def drop_connection(exchange: Any) -> None:
    exchange.drop_connection()


def wait(seconds: float) -> Callable[[Any], None]:
    def answer(exchange: Any) -> None:
        time.sleep(seconds)
        exchange.reply(200, {})

    return answer


def drip(drops: int) -> Callable[[Any], None]:
    def answer(exchange: Any) -> None:
        exchange.send_response(200)
        exchange.send_header("Content-Length", str(drops))
        exchange.end_headers()
        for _ in range(drops):
            exchange.wfile.write(b"1")
            exchange.wfile.flush()
            time.sleep(0.04)

    return answer


def truncate(exchange: Any) -> None:
    exchange.send_response(200)
    exchange.send_header("Content-Length", "1000000")
    exchange.end_headers()
    exchange.wfile.write(b"x" * 600_000)
    exchange.wfile.flush()
    exchange.drop_connection()


class TestEncoding:
    def test_the_prefix_is_part_of_every_address(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        client = connect(f"{server.url}/invoke")
        for api in ("v1", "v2", ""):
            client.send(Request("GET", "/x", api=api))  # type: ignore[arg-type]
        paths = [exchange.path for exchange in server.received]
        assert paths == ["/invoke/api/v1/x", "/invoke/api/v2/x", "/invoke/x"]

    def test_a_query_leaves_none_out_and_repeats_lists(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        query = {"a": None, "b": [1, 2], "c": True, "d": "x y&ü", "e": ""}
        connect(server.url).send(Request("GET", "/x", query=query))
        assert server.received[0].path == "/api/v1/x?b=1&b=2&c=true&d=x+y%26%C3%BC&e="

    def test_quoted_path_values_stay_quoted(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url).send(Request("GET", "/b/{id}", path={"id": "a/b c%20+?"}))
        assert server.received[0].path == "/api/v1/b/a%2Fb%20c%2520%2B%3F"

    def test_json_is_sent_as_json(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url).send(Request("POST", "/x", json={"ü": [1, None]}))
        exchange = server.received[0]
        assert (exchange.headers["Content-Type"], exchange.body) == (
            "application/json",
            b'{"\\u00fc": [1, null]}',
        )

    def test_json_null_is_a_body(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url).send(Request("POST", "/x", json=None))
        assert server.received[0].body == b"null"

    @pytest.mark.parametrize("value", [float("nan"), object()])
    def test_a_value_that_json_does_not_have_is_rejected(
        self, server: Any, connect: Any, value: object
    ) -> None:
        with pytest.raises(ConfigurationError):
            connect(server.url).send(Request("POST", "/x", json=value))
        assert server.received == []

    def test_a_form_without_files_is_urlencoded(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url).send(Request("POST", "/x", form={"a": 1, "b": None, "c": {"k": 2}}))
        assert server.received[0].body == b"a=1&c=%7B%22k%22%3A+2%7D"

    def test_bytes_are_sent_as_they_are(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect(server.url).send(Request("POST", "/x", content=b"\x00\xff"))
        assert server.received[0].body == b"\x00\xff"

    def test_headers_of_client_and_request_are_sent(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        client = connect(server.url, headers={"X-Team": "blue", "X-Way": "client"})
        client.send(Request("GET", "/x", headers={"x-way": "request"}))
        headers = server.received[0].headers
        assert (headers["X-Team"], headers.get_all("X-Way")) == ("blue", ["request"])

    def test_an_invalid_header_is_rejected(self, server: Any, connect: Any) -> None:
        with pytest.raises(InvokeAIError) as caught:
            connect(server.url, api_key="ключ").send(READ)
        assert isinstance(caught.value, ConfigurationError)
        assert "ключ" not in str(caught.value)


class TestUploads:
    @pytest.mark.parametrize("kind", ["path", "bytes", "file", "pipe"])
    def test_a_file_is_sent_as_a_part(self, server: Any, connect: Any, tmp_path: Path, kind: str) -> None:
        server.respond_with_bodies({})
        data = bytes(range(256)) * 3000
        path = tmp_path / "an image.png"
        path.write_bytes(data)
        source: Any = {"path": path, "bytes": data, "file": io.BytesIO(data), "pipe": Pipe(data)}[kind]
        part = FilePart(source, filename="an image.png")
        connect(server.url).send(Request("POST", "/x", files={"file": part}, form={"metadata": {"a": "ü"}}))
        assert parts_of(server.received[0]) == {
            "metadata": (None, "text/plain", b'{"a": "\\u00fc"}'),
            "file": ("an image.png", "image/png", data),
        }
        assert ("Content-Length" in server.received[0].headers) is (kind != "pipe")

    def test_an_open_file_is_sent_from_its_position_and_stays_open(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        file = io.BytesIO(b"skipped, sent")
        file.seek(9)
        client = connect(server.url)
        for _ in range(2):
            client.send(Request("POST", "/x", files={"file": FilePart(file, filename="a.txt")}))
        assert [parts_of(exchange)["file"][2] for exchange in server.received] == [b"sent", b"sent"]
        assert not file.closed

    def test_quotes_in_a_file_name_are_escaped(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        part = FilePart(b"x", filename='a"\r\nX-Evil: 1.png')
        connect(server.url).send(Request("POST", "/x", files={"file": part}))
        assert parts_of(server.received[0])["file"][2] == b"x"
        assert b"\r\nX-Evil" not in server.received[0].body

    def test_a_missing_file_is_an_error_before_anything_is_sent(self, server: Any, connect: Any) -> None:
        with pytest.raises(FileNotFoundError):
            connect(server.url).send(Request("POST", "/x", files={"file": FilePart("no/such.png")}))
        assert server.received == []


class Pipe(io.RawIOBase):
    """A source that is not seekable."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._data.readinto(buffer)


class TestDownloads:
    GET = Request("GET", "/images/i/a.png/full", operation="get_image_full")

    def saving_to(self, target: Any) -> Request:
        return Request("GET", "/images/i/a.png/full", operation="get_image_full", save_to=target)

    def test_a_download_is_written_to_its_path(self, server: Any, connect: Any, tmp_path: Path) -> None:
        data = b"png" * 300_000
        server.respond_with_bodies(data)
        response = connect(server.url).send(self.saving_to(tmp_path / "a.png"))
        assert ((tmp_path / "a.png").read_bytes(), response.content) == (data, b"")
        assert server.received[0].headers["Accept-Encoding"] == "identity"

    def test_a_download_is_written_to_an_open_file(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies(b"png")
        file = io.BytesIO()
        connect(server.url).send(self.saving_to(file))
        assert file.getvalue() == b"png"

    def test_a_truncated_download_keeps_no_file(self, server: Any, connect: Any, tmp_path: Path) -> None:
        server.respond_with(truncate)
        with pytest.raises((ConnectionError, TransferError)):
            connect(server.url).send(self.saving_to(tmp_path / "a.png"))
        assert list(tmp_path.iterdir()) == []

    def test_a_truncated_download_does_not_change_an_existing_file(
        self, server: Any, connect: Any, tmp_path: Path
    ) -> None:
        (tmp_path / "a.png").write_bytes(b"old")
        server.respond_with(truncate)
        with pytest.raises((ConnectionError, TransferError)):
            connect(server.url).send(self.saving_to(tmp_path / "a.png"))
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]

    def test_a_truncated_download_is_retried(self, server: Any, connect: Any) -> None:
        server.respond_with(truncate, lambda exchange: exchange.reply(200, b"whole"))
        file = io.BytesIO(b"before ")
        file.seek(0, io.SEEK_END)
        connect(server.url, max_retries=1).send(self.saving_to(file))
        assert file.getvalue() == b"before whole"

    def test_a_refused_download_writes_nothing(self, server: Any, connect: Any, tmp_path: Path) -> None:
        server.respond_with(lambda exchange: exchange.reply(404, {"detail": "no image"}))
        with pytest.raises(APIError, match="no image"):
            connect(server.url).send(self.saving_to(tmp_path / "a.png"))
        assert list(tmp_path.iterdir()) == []

    def test_a_truncated_response_is_an_error(self, server: Any, connect: Any) -> None:
        server.respond_with(truncate)
        with pytest.raises(ConnectionError):
            connect(server.url).send(READ)


class TestFaults:
    @pytest.mark.parametrize("request_", [READ, WRITE])
    def test_a_refused_connection_is_a_connection_error(
        self, unused_url: str, connect: Any, request_: Request
    ) -> None:
        with pytest.raises(ConnectionError, match="refused") as caught:
            connect(unused_url).send(request_)
        assert not isinstance(caught.value, OutcomeUnknownError)
        assert unused_url in str(caught.value)

    def test_a_host_that_does_not_exist_is_a_connection_error(self, connect: Any) -> None:
        with pytest.raises(ConnectionError) as caught:
            connect("http://no-such-host.invalid").send(WRITE)
        assert not isinstance(caught.value, OutcomeUnknownError)

    def test_a_lost_response_to_a_read_is_a_connection_error(self, server: Any, connect: Any) -> None:
        server.respond_with(drop_connection)
        with pytest.raises(ConnectionError) as caught:
            connect(server.url).send(READ)
        assert not isinstance(caught.value, OutcomeUnknownError)

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_a_change_has_an_unknown_outcome_after_a_lost_response(
        self, server: Any, connect: Any, method: str
    ) -> None:
        server.respond_with(drop_connection)
        with pytest.raises(OutcomeUnknownError, match="change_it") as caught:
            connect(server.url, max_retries=3).send(Request(method, "/x", operation="change_it"))
        assert len(server.received) == 1
        assert not isinstance(caught.value, TimeoutError)

    def test_slow_headers_are_a_timeout(self, server: Any, connect: Any) -> None:
        server.respond_with(wait(1))
        with pytest.raises(TimeoutError, match="list_boards"):
            connect(server.url, timeout=0.1).send(READ)

    def test_a_change_has_an_unknown_outcome_after_a_timeout(self, server: Any, connect: Any) -> None:
        server.respond_with(wait(1))
        with pytest.raises(OutcomeUnknownTimeoutError):
            connect(server.url, timeout=0.1).send(WRITE)

    def test_a_slow_body_is_read_while_data_arrives(self, server: Any, connect: Any) -> None:
        server.respond_with(drip(40))
        assert len(connect(server.url, timeout=1).send(READ).content) == 40

    @pytest.mark.parametrize("save", [False, True])
    def test_a_slow_body_is_limited_by_the_total_timeout(self, server: Any, connect: Any, save: bool) -> None:
        server.respond_with(drip(500))
        began = time.monotonic()
        request = Request("GET", "/x", save_to=io.BytesIO() if save else None)
        with pytest.raises(TimeoutError):
            connect(server.url, timeout=Timeout(5, 5, total=0.3)).send(request)
        assert time.monotonic() - began < 5

    def test_the_total_timeout_includes_the_time_until_the_response_begins(
        self, server: Any, connect: Any
    ) -> None:
        def late(exchange: Any) -> None:
            time.sleep(0.8)
            drip(500)(exchange)

        server.respond_with(late)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            connect(server.url, timeout=Timeout(5, 5, total=1)).send(READ)
        assert time.monotonic() - began < 5

    def test_a_body_that_stops_is_a_timeout(self, server: Any, connect: Any) -> None:
        def stall(exchange: Any) -> None:
            exchange.send_response(200)
            exchange.send_header("Content-Length", "100")
            exchange.end_headers()
            exchange.wfile.write(b"1")
            time.sleep(1)

        server.respond_with(stall)
        with pytest.raises(TimeoutError):
            connect(server.url, timeout=0.1).send(READ)

    def test_one_call_may_wait_longer_than_the_client(self, server: Any, connect: Any) -> None:
        server.respond_with(wait(0.4))
        connect(server.url, timeout=0.1).send(Request("GET", "/x", timeout=5))

    def test_a_read_is_retried_when_the_server_is_busy(self, server: Any, connect: Any) -> None:
        server.respond_with(
            lambda exchange: exchange.reply(503),
            lambda exchange: exchange.reply(503),
            lambda exchange: exchange.reply(200, {"ok": 1}),
        )
        assert connect(server.url, max_retries=3).send(READ).json == {"ok": 1}

    def test_the_pause_is_the_one_that_the_server_asks_for(self, server: Any, connect: Any) -> None:
        server.respond_with(
            lambda exchange: exchange.reply(429, {"detail": "slow down"}, Retry_After="1"),
            lambda exchange: exchange.reply(200, {}),
        )
        began = time.monotonic()
        connect(server.url, max_retries=1).send(READ)
        assert 1 <= time.monotonic() - began < 10

    def test_a_busy_server_is_an_error_after_all_retries(self, server: Any, connect: Any) -> None:
        server.respond_with(lambda exchange: exchange.reply(429, {"detail": "slow down"}, Retry_After="0"))
        with pytest.raises(RateLimitError, match="slow down"):
            connect(server.url, max_retries=2).send(READ)
        assert len(server.received) == 3

    def test_a_change_is_never_sent_twice(self, server: Any, connect: Any) -> None:
        server.respond_with(lambda exchange: exchange.reply(503))
        with pytest.raises(ServerError):
            connect(server.url, max_retries=3).send(WRITE)
        assert len(server.received) == 1

    def test_a_web_page_of_another_server_is_an_error(self, server: Any, connect: Any) -> None:
        server.respond_with(lambda exchange: exchange.reply(200, b"<html>", Content_Type="text/html"))
        with pytest.raises(NotAnInvokeAIError, match="not an InvokeAI"):
            connect(server.url).send(READ)

    @pytest.mark.parametrize("status", [200, 405])
    def test_an_unsupported_operation_is_named(self, server: Any, connect: Any, status: int) -> None:
        server.respond_with(
            lambda exchange: exchange.reply(status, b"<html>", Content_Type="text/html"),
            lambda exchange: exchange.reply(200, {"version": "5.0.0"}),
        )
        with pytest.raises(
            UnsupportedCapabilityError, match=r"InvokeAI 5\.0\.0 has no operation list_boards"
        ):
            connect(server.url).send(READ)


class TestRedirects:
    def to(self, location: str, status: int = 307) -> Callable[[Any], None]:
        return lambda exchange: exchange.reply(status, b"", Location=location)

    def test_a_missing_slash_is_followed(self, server: Any, connect: Any) -> None:
        server.respond_with(self.to("/api/v1/models/?a=1"), lambda exchange: exchange.reply(200, {"ok": 1}))
        sent = Request("POST", "/models", query={"a": 1}, json={"b": 2})
        assert connect(server.url).send(sent).json == {"ok": 1}
        assert [(exchange.command, exchange.path) for exchange in server.received] == [
            ("POST", "/api/v1/models?a=1"),
            ("POST", "/api/v1/models/?a=1"),
        ]
        assert server.received[1].body == b'{"b": 2}'

    def test_a_redirect_to_another_address_is_not_followed(self, server: Any, connect: Any) -> None:
        server.respond_with(self.to("https://elsewhere.invalid/login", 302))
        with pytest.raises(APIError, match=r"elsewhere\.invalid") as caught:
            connect(server.url, api_key="hush").send(READ)
        assert caught.value.status_code == 302
        assert len(server.received) == 1

    def test_a_change_is_not_turned_into_a_read(self, server: Any, connect: Any) -> None:
        server.respond_with(self.to("/api/v1/other", 302))
        with pytest.raises(APIError):
            connect(server.url).send(WRITE)
        assert len(server.received) == 1

    def test_a_redirect_loop_is_an_error(self, server: Any, connect: Any) -> None:
        server.respond_with(self.to("/api/v1/boards/"))
        with pytest.raises(APIError):
            connect(server.url).send(READ)
        assert len(server.received) < 10


class TestProxies:
    """The local server is the proxy: it receives whole URLs instead of paths."""

    def test_requests_are_sent_through_a_proxy(self, server: Any, connect: Any) -> None:
        server.respond_with_bodies({})
        connect("http://far.invalid", proxies={"http": server.url}).send(READ)
        assert server.received[0].path == "http://far.invalid/api/v1/boards/"

    def test_the_environment_may_name_a_proxy(
        self, server: Any, connect: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", server.url)
        server.respond_with_bodies({})
        connect("http://far.invalid").send(READ)
        assert server.received[0].path.startswith("http://far.invalid/")

    def test_the_settings_take_precedence_over_the_environment(
        self, server: Any, unused_url: str, connect: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", unused_url)
        server.respond_with_bodies({})
        connect("http://far.invalid", proxies={"http": server.url}).send(READ)
        assert len(server.received) == 1

    def test_no_proxy_is_used_for_a_server_in_no_proxy(
        self, server: Any, unused_url: str, connect: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", unused_url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        server.respond_with_bodies({})
        assert connect(server.url).send(READ).status_code == 200

    def test_nothing_is_sent_if_the_proxy_is_down(self, unused_url: str, connect: Any) -> None:
        with pytest.raises(ConnectionError) as caught:
            connect("http://far.invalid", proxies={"http": unused_url}).send(WRITE)
        assert not isinstance(caught.value, OutcomeUnknownError)


@pytest.mark.parametrize("size", [20, 2_000_000])
def test_the_connection_of_a_server_error_is_not_reused(server: Any, connect: Any, size: int) -> None:
    # Servers may close it soon after, without notice, and a change that is sent at that moment would be lost.
    server.respond_with(
        lambda exchange: exchange.reply(500, b"x" * size), lambda exchange: exchange.reply(200, {})
    )
    client = connect(server.url)
    with pytest.raises(ServerError) as raised:
        client.send(WRITE)
    client.send(WRITE)
    client.send(WRITE)

    failed, *others = [exchange.client_address for exchange in server.received]
    assert len(raised.value.response.content) == size
    assert failed not in others
    assert others[0] == others[1]
