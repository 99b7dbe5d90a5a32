"""One socket for a client: listeners share it, it is reconnected, and lost events are reported."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from ivk_core import AsyncClient
from ivk_core.auth import CallableAuth
from ivk_core.client import Client
from ivk_core.errors import ConnectionError, TimeoutError
from ivk_core.events.hub_async import AsyncEventHub
from ivk_core.events.rooms import Room
from ivk_core.events.types import ConnectionLost, ConnectionRestored, Event

pytest.importorskip("ivk_devserver", reason="its faults are set in this process")

from ivk_devserver.server import DevServer

QUEUE = [Room.queue()]


@pytest.fixture
def server() -> Iterator[DevServer]:
    with DevServer() as server:
        yield server


def enqueue(server: DevServer, queue_id: str = "default", **settings: str) -> None:
    node = {"id": "a", "type": "add", "a": 1, "b": 2}
    batch = {"graph": {"id": "g", "nodes": {"a": node}, "edges": []}, "runs": 1, **settings}
    url = f"{server.url}/api/v1/queue/{queue_id}/enqueue_batch"
    requests.post(url, json={"batch": batch}, timeout=60).raise_for_status()


def names_until_the_end(events: Iterator[Event]) -> list[str]:
    names = []
    for event in events:
        names.append(event.name)
        if event.get("status") == "completed":
            return names
    return names


def test_events_of_a_queue_are_received_in_order(server: DevServer) -> None:
    with Client(server.url) as client, client.events.listening(QUEUE, timeout=60) as events:
        enqueue(server)
        names = names_until_the_end(events)

    assert names[0] == "batch_enqueued"
    assert names.index("invocation_started") < names.index("invocation_complete")


def test_non_ascii_text_is_received_unchanged(server: DevServer) -> None:
    name = "Größe 火 \N{FOX FACE} " * 1000
    with Client(server.url) as client, client.events.listening(QUEUE, timeout=60) as events:
        enqueue(server, origin=name)

        assert next(event for event in events if event.name == "batch_enqueued")["origin"] == name


def test_the_server_confirms_a_subscription_before_subscribe_returns(server: DevServer) -> None:
    with Client(server.url) as client:
        for _ in range(20):
            received: list[str] = []
            with client.events.subscribe(lambda event, received=received: received.append(event.name), QUEUE):
                enqueue(server)
                until(lambda received=received: "batch_enqueued" in received)


def event_threads(before: list[threading.Thread]) -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "ivk-events" and one not in before]


def test_listeners_share_one_thread_and_one_socket(server: DevServer) -> None:
    before = threading.enumerate()
    with Client(server.url) as client:
        received: list[int] = []
        subscriptions = [
            client.events.subscribe(lambda event, number=number: received.append(number), QUEUE)
            for number in range(5)
        ]
        enqueue(server)
        until(lambda: set(received) == set(range(5)))

        assert len(event_threads(before)) == 1
        assert all(subscription.is_live for subscription in subscriptions)


def test_a_closed_subscription_receives_no_events(server: DevServer) -> None:
    with Client(server.url) as client:
        received: list[Event] = []
        client.events.subscribe(received.append, QUEUE).close()
        with client.events.listening(QUEUE, timeout=60) as events:
            enqueue(server)
            names_until_the_end(events)

        assert received == []


def test_a_lost_connection_is_replaced_and_listeners_are_notified_of_both(server: DevServer) -> None:
    with Client(server.url) as client:
        received: list[Event] = []
        subscription = client.events.subscribe(received.append, QUEUE)
        server.faults.close_sockets()
        until(lambda: any(isinstance(event, ConnectionRestored) for event in received))

        assert isinstance(received[0], ConnectionLost)
        assert subscription.is_live
        enqueue(server)
        until(lambda: any(event.get("status") == "completed" for event in received))


def test_events_are_received_again_after_a_restart_of_the_server(server: DevServer) -> None:
    with Client(server.url) as client:
        received: list[Event] = []
        subscription = client.events.subscribe(received.append, QUEUE)
        server.restart()
        until(lambda: subscription.is_live, seconds=20)
        enqueue(server)
        until(lambda: any(event.get("status") == "completed" for event in received))


def test_without_a_server_a_subscription_is_not_live_until_the_server_is_up(
    server: DevServer,
) -> None:
    server.stop()
    with Client(server.url, max_retries=0) as client:
        subscription = client.events.subscribe(lambda event: None, QUEUE)
        assert not subscription.is_live
        with pytest.raises(ConnectionError, match="socket"), client.events.listening(QUEUE):
            pass

        server.start()
        until(lambda: subscription.is_live, seconds=20)


def test_iterating_raises_a_timeout_error_if_no_event_arrives(server: DevServer) -> None:
    with (
        Client(server.url) as client,
        client.events.listening(QUEUE, timeout=0.1) as events,
        pytest.raises(TimeoutError, match=r"no event for 0\.1 seconds"),
    ):
        next(events)


def test_a_closed_hub_leaves_no_thread_and_opens_again(server: DevServer) -> None:
    client = Client(server.url)
    before = threading.enumerate()
    for _ in range(2):
        assert client.events.subscribe(lambda event: None, QUEUE).is_live
        client.close()
        until(lambda: not event_threads(before))


async def test_the_async_hub_receives_the_same_events(server: DevServer) -> None:
    pytest.importorskip("aiohttp")
    async with AsyncClient(server.url) as client, client.events.listening(QUEUE, timeout=60) as events:
        await asyncio.to_thread(enqueue, server)
        names = []
        async for event in events:
            names.append(event.name)
            if event.get("status") == "completed":
                break

    assert names[0] == "batch_enqueued"
    assert "invocation_complete" in names


async def test_the_async_hub_replaces_a_lost_connection(server: DevServer) -> None:
    pytest.importorskip("aiohttp")
    async with AsyncClient(server.url) as client:
        received: list[Event] = []
        restored = asyncio.Event()

        def receive(event: Event) -> None:
            received.append(event)
            if isinstance(event, ConnectionRestored):
                restored.set()

        subscription = await client.events.subscribe(receive, QUEUE)
        server.faults.close_sockets()
        await asyncio.wait_for(restored.wait(), 60)

        assert isinstance(received[0], ConnectionLost)
        assert subscription.is_live


async def test_the_async_hub_works_without_a_server() -> None:
    pytest.importorskip("aiohttp")
    async with AsyncClient("http://127.0.0.1:9", max_retries=0) as client:
        assert not (await client.events.subscribe(lambda event: None, QUEUE)).is_live


class TokenFunction:
    """Returns a token, or raises an error when `fails` is set."""

    def __init__(self) -> None:
        self.fails = False
        self.failures = 0

    def __call__(self) -> str:
        if self.fails:
            self.failures += 1
            raise FileNotFoundError("the token is being written anew")
        return "a token"


def test_an_error_of_a_credentials_function_does_not_end_the_reconnects(server: DevServer) -> None:
    find = TokenFunction()
    with Client(server.url, auth=CallableAuth(find)) as client:
        subscription = client.events.subscribe(lambda event: None, QUEUE)
        find.fails = True
        server.faults.close_sockets()
        until(lambda: find.failures)
        with pytest.raises(ConnectionError, match="anew") as caught, client.events.listening(QUEUE):
            pass
        find.fails = False
        until(lambda: subscription.is_live, seconds=30)

    assert isinstance(caught.value.__cause__, FileNotFoundError)


async def test_an_error_of_a_credentials_function_does_not_end_the_reconnects_of_the_async_hub(
    server: DevServer,
) -> None:
    pytest.importorskip("aiohttp")
    find = TokenFunction()
    async with AsyncClient(server.url, auth=CallableAuth(find)) as client:
        subscription = await client.events.subscribe(lambda event: None, QUEUE)
        find.fails = True
        server.faults.close_sockets()
        await until_async(lambda: find.failures)
        find.fails = False
        await until_async(lambda: subscription.is_live)


async def test_a_proxy_that_refuses_does_not_end_the_reconnects_of_the_async_hub(refusing_proxy: str) -> None:
    pytest.importorskip("aiohttp")
    proxies = {"https": refusing_proxy.replace("//", "//me:hush@")}
    async with AsyncClient("https://far.invalid", proxies=proxies, max_retries=0) as client:
        with pytest.raises(ConnectionError, match=r"websocket: .*502.*polling: .*502") as caught:
            async with client.events.listening():
                pass
    assert "hush" not in str(caught.value)


def test_reconnects_slow_down_if_the_server_ends_each_connection(server: DevServer) -> None:
    openings: list[Event] = []

    def end_it(event: Event) -> None:
        if isinstance(event, ConnectionRestored):
            openings.append(event)
            server.faults.close_sockets()

    with Client(server.url) as client:
        client.events.subscribe(end_it, QUEUE)
        server.faults.close_sockets()
        until(lambda: len(openings) > 2, seconds=30)
        time.sleep(3)

        assert len(openings) < 10
        with pytest.raises(ConnectionError, match="as soon as it is open"), client.events.listening(QUEUE):
            pass


async def test_reconnects_of_the_async_hub_slow_down_if_the_server_ends_each_connection(
    server: DevServer,
) -> None:
    pytest.importorskip("aiohttp")
    openings: list[Event] = []

    def end_it(event: Event) -> None:
        if isinstance(event, ConnectionRestored):
            openings.append(event)
            server.faults.close_sockets()

    async with AsyncClient(server.url) as client:
        await client.events.subscribe(end_it, QUEUE)
        server.faults.close_sockets()
        await until_async(lambda: len(openings) > 2)
        await asyncio.sleep(3)

        assert len(openings) < 10


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let SIGINT raise KeyboardInterrupt, which a process that a shell started in the background ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_subscribe_leaves_no_listener() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Client(f"http://127.0.0.1:{silent.getsockname()[1]}")
        timer = threading.Timer(0.3, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            client.events.subscribe(lambda event: None, QUEUE, timeout=60)
        assert client.events._connection._dispatcher.rooms.to_join() == []
        client.close()


def test_a_web_server_that_is_not_invokeai_is_reported_to_have_no_socket() -> None:
    class Agreeable(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with (
        served_by(Agreeable) as url,
        Client(url, max_retries=0) as client,
        pytest.raises(ConnectionError, match="No socket to"),
        client.events.listening(),
    ):
        pass


@pytest.fixture
def refusing_proxy() -> Iterator[str]:
    """Serve a proxy that refuses tunnels."""

    class Refusing(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_error(502)

        def log_message(self, *_: object) -> None:
            pass

    with served_by(Refusing) as url:
        yield url


@contextmanager
def served_by(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


async def until_async(is_so: Any, seconds: float = 30.0) -> None:
    await asyncio.to_thread(until, is_so, seconds)


def until(is_so: Any, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "the condition was not met in time"
        time.sleep(0.01)


async def test_a_hub_can_be_closed_if_a_library_swallows_the_cancellation() -> None:
    opened = asyncio.Event()

    async def swallow_cancellation(*_: object) -> Any:
        opened.set()
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        raise ConnectionError("not this time")

    hub = AsyncEventHub(swallow_cancellation)
    listening = asyncio.create_task(hub.subscribe(print))
    await opened.wait()

    await asyncio.wait_for(hub.close(), 60)

    listening.cancel()
