"""Behind a proxy with TLS and a path of its own, or by way of one: requests and events all get through."""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha1
from pathlib import Path
from struct import pack
from typing import Any
from urllib.parse import urlsplit

import pytest

from ivk_core import Client, FilePart, Request
from ivk_core.events import Room, socketio_client

REAL = os.environ.get("INVOKEAI_URL")
PREFIX = b"/studio/invoke"
FAR = "http://far.invalid"


REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
GOODBYE = b"\x88\x02\x03\xe8"
"""The frame that closes a websocket."""


def is_websocket(head: bytes) -> bool:
    return b"upgrade: websocket" in head.lower()


def acceptance(head: bytes) -> bytes:
    """Accept a websocket as RFC 6455 has it."""
    fields = {
        name.lower(): value for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n"))
    }
    key = fields[b"sec-websocket-key"] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    digest = b64encode(sha1(key, usedforsecurity=False).digest())
    switching = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return switching + b"Sec-WebSocket-Accept: " + digest + b"\r\n\r\n"


class Proxy:
    """Passes on whatever comes.

    With a context it ends TLS in front of a server, and takes its own path off; without one it is a proxy
    on the way to any server, with or without a tunnel. Websockets are passed on as well, or refused, or
    accepted and then closed at once, or left without a word.
    """

    def __init__(
        self, target: str, context: ssl.SSLContext | None = None, *, websockets: str = "pass"
    ) -> None:
        self.heads: list[bytes] = []
        self._target = urlsplit(target)
        self._context = context
        self._websockets = websockets
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._served(), self._loop).result(5)

    @property
    def url(self) -> str:
        port = self._server.sockets[0].getsockname()[1]
        return f"https://127.0.0.1:{port}{PREFIX.decode()}" if self._context else f"http://127.0.0.1:{port}"

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _end(self) -> None:
        self._server.close()
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _served(self) -> asyncio.Server:
        return await asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=self._context)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await self._head_from(reader, writer)
            there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        except (asyncio.IncompleteReadError, OSError):
            writer.close()
            return
        back.write(self._rewritten(head))
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _head_from(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        if head.startswith(b"CONNECT "):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            return await self._head_from(reader, writer)
        if is_websocket(head) and self._websockets != "pass":
            writer.write(REFUSAL if self._websockets == "refused" else acceptance(head))
            if self._websockets == "silent":
                await reader.read()
            elif self._websockets == "closed":
                writer.write(GOODBYE)
            raise ConnectionError("no websockets here")
        return head

    def _rewritten(self, head: bytes) -> bytes:
        method, path, rest = head.split(b" ", 2)
        if not is_websocket(head):
            # One request for each connection, so that only its head has to be read.
            first, _, fields = rest.partition(b"\r\n")
            kept = [line for line in fields.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            rest = b"\r\n".join([first, b"Connection: close", *kept])
        return b" ".join([method, self._path_there(path), rest])

    def _path_there(self, path: bytes) -> bytes:
        if self._context is None:
            return path.removeprefix(FAR.encode())
        return path.removeprefix(PREFIX) if path.startswith(PREFIX + b"/") else b"/outside"

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()


@pytest.fixture(params=["embedded", pytest.param("live", marks=pytest.mark.live)])
def target(request: pytest.FixtureRequest) -> str:
    if request.param == "embedded":
        return str(request.getfixturevalue("embedded_url"))
    return REAL or pytest.skip("INVOKEAI_URL names no server")


@pytest.fixture
def context(authority: Any) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*authority.sign("proxy"))
    return context


@pytest.fixture
def proxied(target: str, context: ssl.SSLContext) -> Iterator[str]:
    proxy = Proxy(target, context)
    yield proxy.url
    proxy.close()


@pytest.fixture
def client(proxied: str, authority: Any) -> Iterator[Client]:
    with Client(proxied, verify=authority.file) as client:
        yield client


@pytest.fixture(params=["refused", "closed", "silent"])
def polling_client(
    request: pytest.FixtureRequest,
    target: str,
    context: ssl.SSLContext,
    authority: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Client]:
    """A client behind a proxy that takes no websockets."""
    monkeypatch.setattr(socketio_client, "SECONDS_TO_ANSWER", 4)
    proxy = Proxy(target, context, websockets=request.param)
    with Client(proxy.url, verify=authority.file) as client:
        yield client
    proxy.close()


@pytest.fixture
def on_the_way(target: str) -> Iterator[Proxy]:
    proxy = Proxy(target)
    yield proxy
    proxy.close()


@pytest.fixture
def other_surroundings(authority: Any, nowhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that would go another way, trusts others, and has credentials of its own."""
    other = authority.folder / "other"
    other.mkdir()
    (tmp_path / "netrc").write_text("default login x password y")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", type(authority)(other).file)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", nowhere)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def picture(side: int = 64) -> bytes:
    """Draw a grey square, without a library for pictures."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * side) * side)
    header = pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def upload() -> Request:
    part = FilePart(picture(), filename="a.png")
    query = {"image_category": "user", "is_intermediate": True}
    return Request("POST", "/images/upload", query=query, files={"file": part}, operation="upload_image")


def test_both_versions_of_the_api_are_under_the_path(client: Client) -> None:
    assert client.server.version
    assert "models" in client.send(Request("GET", "/models/", api="v2")).json
    assert client.call("app_version")["version"] == client.server.version


def test_pictures_go_up_and_come_down(client: Client, tmp_path: Path) -> None:
    name = client.send(upload()).json["image_name"]
    full = Request("GET", "/images/i/{name}/full", path={"name": name}, save_to=tmp_path / "a.png")
    client.send(full)
    client.send(Request("DELETE", "/images/i/{name}", path={"name": name}))
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


async def test_the_async_client_gets_through_as_well(client: Client, tmp_path: Path) -> None:
    async with client.aio as aio:
        name = (await aio.send(upload())).json["image_name"]
        full = Request("GET", "/images/i/{name}/full", path={"name": name}, save_to=tmp_path / "a.png")
        await aio.send(full)
        await aio.send(Request("DELETE", "/images/i/{name}", path={"name": name}))
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def graph() -> dict[str, Any]:
    adding = {"id": "a", "type": "add", "a": 1, "b": 2, "use_cache": False, "is_intermediate": True}
    return {"id": "g", "nodes": {"a": adding}, "edges": []}


def enqueue(client: Client) -> None:
    client.call("enqueue_batch", queue_id="default", batch={"graph": graph(), "runs": 1})


def hear_one_complete(client: Client) -> None:
    with client.events.listening([Room.queue()], timeout=30) as events:
        enqueue(client)
        assert any(event.name == "invocation_complete" for event in events)


async def hear_one_complete_async(client: Client) -> None:
    async with client.aio as aio, aio.events.listening([Room.queue()], timeout=30) as events:
        await asyncio.to_thread(enqueue, client)
        async for event in events:
            if event.name == "invocation_complete":
                break


def test_events_get_through(client: Client) -> None:
    hear_one_complete(client)


async def test_events_get_through_to_the_async_client(client: Client) -> None:
    await hear_one_complete_async(client)


@pytest.mark.usefixtures("other_surroundings")
class TestOtherSurroundings:
    """What the program says wins over the environment, for the socket as for requests."""

    def test_events_get_through_without_websockets(self, polling_client: Client) -> None:
        hear_one_complete(polling_client)

    async def test_they_do_so_for_the_async_client(self, polling_client: Client) -> None:
        await hear_one_complete_async(polling_client)

    def test_events_come_by_way_of_a_proxy(self, on_the_way: Proxy) -> None:
        with Client(FAR, api_key="k", proxies={"http": on_the_way.url}) as client:
            hear_one_complete(client)
        assert any(map(is_websocket, on_the_way.heads))
        assert not any(b"Authorization: Basic" in head for head in on_the_way.heads)

    def test_they_come_the_way_that_was_set_on_the_session(self, on_the_way: Proxy) -> None:
        with Client(FAR) as client:
            client.session.proxies["http"] = on_the_way.url
            client.session.headers["X-Team"] = "blue"
            hear_one_complete(client)
        sockets = [head for head in on_the_way.heads if is_websocket(head)]
        assert sockets
        assert all(b"X-Team: blue" in head for head in sockets)

    async def test_they_do_so_to_the_async_client(self, on_the_way: Proxy) -> None:
        with Client(FAR, api_key="k", proxies={"http": on_the_way.url}) as client:
            await hear_one_complete_async(client)
        assert any(map(is_websocket, on_the_way.heads))
        assert not any(b"Authorization: Basic" in head for head in on_the_way.heads)


def test_all_of_it_is_healthy(client: Client) -> None:
    health = client.server.health()
    assert health.is_ok, str(health)
    report = client.doctor()
    assert report.is_ok, str(report)
