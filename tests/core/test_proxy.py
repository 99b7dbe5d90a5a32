"""Requests and events through a reverse proxy with TLS and a path prefix, and through a forward proxy."""

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
FAR_SERVER = "http://far.invalid"


REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CLOSE_FRAME = b"\x88\x02\x03\xe8"
"""The frame that closes a websocket."""


def is_websocket(head: bytes) -> bool:
    return b"upgrade: websocket" in head.lower()


def acceptance(head: bytes) -> bytes:
    """Return the response that accepts a websocket (RFC 6455)."""
    fields = {
        name.lower(): value for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n"))
    }
    key = fields[b"sec-websocket-key"] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    digest = b64encode(sha1(key, usedforsecurity=False).digest())
    switching = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return switching + b"Sec-WebSocket-Accept: " + digest + b"\r\n\r\n"


class Proxy:
    """A reverse proxy or a forward proxy.

    With a TLS context it is a reverse proxy that removes its path prefix. Without one it is a forward proxy,
    with or without a tunnel. `websockets` says what it does with websockets: ``"pass"``, ``"refused"``,
    ``"closed"`` (accepted and then closed) or ``"silent"`` (accepted, and nothing is sent).
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
                writer.write(CLOSE_FRAME)
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
            return path.removeprefix(FAR_SERVER.encode())
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
    """Return a client behind a proxy without websockets."""
    monkeypatch.setattr(socketio_client, "SECONDS_TO_ANSWER", 4)
    proxy = Proxy(target, context, websockets=request.param)
    with Client(proxy.url, verify=authority.file) as client:
        yield client
    proxy.close()


@pytest.fixture
def forward_proxy(target: str) -> Iterator[Proxy]:
    proxy = Proxy(target)
    yield proxy
    proxy.close()


@pytest.fixture
def other_environment(
    authority: Any, unused_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set an environment with another proxy, another CA bundle and other credentials."""
    other = authority.folder / "other"
    other.mkdir()
    (tmp_path / "netrc").write_text("default login x password y")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", type(authority)(other).file)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", unused_url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def png_image(side: int = 64) -> bytes:
    """Return a PNG image of a grey square, without an image library."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * side) * side)
    header = pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def upload() -> Request:
    part = FilePart(png_image(), filename="a.png")
    query = {"image_category": "user", "is_intermediate": True}
    return Request("POST", "/images/upload", query=query, files={"file": part}, operation="upload_image")


def test_both_versions_of_the_api_work_under_a_path_prefix(client: Client) -> None:
    assert client.server.version
    assert "models" in client.send(Request("GET", "/models/", api="v2")).json
    assert client.call("app_version")["version"] == client.server.version


def test_images_can_be_uploaded_and_downloaded(client: Client, tmp_path: Path) -> None:
    name = client.send(upload()).json["image_name"]
    full = Request("GET", "/images/i/{name}/full", path={"name": name}, save_to=tmp_path / "a.png")
    client.send(full)
    client.send(Request("DELETE", "/images/i/{name}", path={"name": name}))
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


async def test_the_async_client_can_upload_and_download_images(client: Client, tmp_path: Path) -> None:
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


def receive_one_complete(client: Client) -> None:
    with client.events.listening([Room.queue()], timeout=30) as events:
        enqueue(client)
        assert any(event.name == "invocation_complete" for event in events)


async def receive_one_complete_async(client: Client) -> None:
    async with client.aio as aio, aio.events.listening([Room.queue()], timeout=30) as events:
        await asyncio.to_thread(enqueue, client)
        async for event in events:
            if event.name == "invocation_complete":
                break


def test_events_are_received(client: Client) -> None:
    receive_one_complete(client)


async def test_the_async_client_receives_events(client: Client) -> None:
    await receive_one_complete_async(client)


@pytest.mark.usefixtures("other_environment")
class TestOtherEnvironment:
    """The client's settings take precedence over the environment, for the socket too."""

    def test_events_are_received_without_websockets(self, polling_client: Client) -> None:
        receive_one_complete(polling_client)

    async def test_the_async_client_receives_events_without_websockets(self, polling_client: Client) -> None:
        await receive_one_complete_async(polling_client)

    def test_events_are_received_through_a_forward_proxy(self, forward_proxy: Proxy) -> None:
        with Client(FAR_SERVER, api_key="k", proxies={"http": forward_proxy.url}) as client:
            receive_one_complete(client)
        assert any(map(is_websocket, forward_proxy.heads))
        assert not any(b"Authorization: Basic" in head for head in forward_proxy.heads)

    def test_the_socket_uses_the_settings_of_the_session(self, forward_proxy: Proxy) -> None:
        with Client(FAR_SERVER) as client:
            client.session.proxies["http"] = forward_proxy.url
            client.session.headers["X-Team"] = "blue"
            receive_one_complete(client)
        sockets = [head for head in forward_proxy.heads if is_websocket(head)]
        assert sockets
        assert all(b"X-Team: blue" in head for head in sockets)

    async def test_the_async_client_receives_events_through_a_forward_proxy(
        self, forward_proxy: Proxy
    ) -> None:
        with Client(FAR_SERVER, api_key="k", proxies={"http": forward_proxy.url}) as client:
            await receive_one_complete_async(client)
        assert any(map(is_websocket, forward_proxy.heads))
        assert not any(b"Authorization: Basic" in head for head in forward_proxy.heads)


def test_health_and_doctor_find_no_problems(client: Client) -> None:
    health = client.server.health()
    assert health.is_ok, str(health)
    report = client.doctor()
    assert report.is_ok, str(report)
