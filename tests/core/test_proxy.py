"""Behind a proxy with TLS and a path of its own: REST, uploads, downloads and events all get through."""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from struct import pack
from typing import Any
from urllib.parse import urlsplit

import pytest

from ivk_core import Client, FilePart, Request
from ivk_core.events import Room

REAL = os.environ.get("INVOKEAI_URL")
PREFIX = b"/studio/invoke"


class Proxy:
    """Ends TLS, takes its own path off, and passes on whatever comes."""

    def __init__(self, target: str, context: ssl.SSLContext) -> None:
        self._target = urlsplit(target)
        self._context = context
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._served(), self._loop).result(5)

    @property
    def url(self) -> str:
        port = self._server.sockets[0].getsockname()[1]
        return f"https://127.0.0.1:{port}{PREFIX.decode()}"

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
            head = await reader.readuntil(b"\r\n\r\n")
            there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        except (asyncio.IncompleteReadError, OSError):
            writer.close()
            return
        back.write(self._rewritten(head))
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    def _rewritten(self, head: bytes) -> bytes:
        method, path, rest = head.split(b" ", 2)
        path = path.removeprefix(PREFIX) if path.startswith(PREFIX + b"/") else b"/outside"
        if b"upgrade: websocket" not in rest.lower():
            # One request for each connection, so that only its head has to be read.
            first, _, fields = rest.partition(b"\r\n")
            kept = [line for line in fields.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            rest = b"\r\n".join([first, b"Connection: close", *kept])
        return b" ".join([method, path, rest])

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
def proxied(target: str, authority: Any) -> Iterator[str]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*authority.sign("proxy"))
    proxy = Proxy(target, context)
    yield proxy.url
    proxy.close()


@pytest.fixture
def client(proxied: str, authority: Any) -> Iterator[Client]:
    with Client(proxied, verify=authority.file) as client:
        yield client


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


def test_events_get_through(client: Client) -> None:
    with client.events.listening([Room.queue()], timeout=30) as events:
        enqueue(client)
        assert any(event.name == "invocation_complete" for event in events)


async def test_events_get_through_to_the_async_client(client: Client) -> None:
    async with client.aio as aio, aio.events.listening([Room.queue()], timeout=30) as events:
        await asyncio.to_thread(enqueue, client)
        async for event in events:
            if event.name == "invocation_complete":
                break


def test_all_of_it_is_healthy(client: Client) -> None:
    health = client.server.health()
    assert health.is_ok, str(health)
    assert client.doctor().is_ok
