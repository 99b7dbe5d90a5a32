"""The socket has the credentials of its client: after a login or logout, it is reopened."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_core import Client
from ivk_core.auth import LoginAuth
from ivk_core.events.rooms import Room
from ivk_core.events.types import ConnectionLost, ConnectionRestored, Event

pytest.importorskip("ivk_devserver", reason="a server in multi-user mode has to run in this process")

from ivk_devserver.server import DevServer

QUEUE = [Room.queue()]
ADMIN, ANN, BEN = "admin@x.org", "ann@x.org", "ben@x.org"
PASSWORD = "Passw0rd!xyz"


@pytest.fixture
def bare_server() -> Iterator[DevServer]:
    """Serve an embedded server in multi-user mode without an administrator."""
    with DevServer(multiuser=True) as server:
        yield server


@pytest.fixture
def server(bare_server: DevServer) -> DevServer:
    with Client(bare_server.url) as client:
        client.auth.setup(ADMIN, PASSWORD)
        client.auth.login(ADMIN, PASSWORD)
        for email in (ANN, BEN):
            client.auth.users.create(email, PASSWORD)
    return bare_server


def enqueue(client: Client) -> None:
    node = {"id": "a", "type": "add", "a": 1, "b": 2, "use_cache": False}
    batch = {"graph": {"id": "g", "nodes": {"a": node}, "edges": []}, "runs": 1}
    client.call("enqueue_batch", queue_id="default", batch=batch)


def has_received(kind: type[Event] | str, received: list[Event]) -> Callable[[], bool]:
    return lambda: any(event.name == kind or type(event) is kind for event in received)


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "the condition was not met in time"
        time.sleep(0.01)


def test_after_a_login_the_events_of_the_account_are_received(server: DevServer) -> None:
    with Client(server.url) as client:
        client.auth.login(ANN, PASSWORD)
        received: list[Event] = []
        with client.events.subscribe(received.append, QUEUE):
            client.auth.login(BEN, PASSWORD)
            with client.events.subscribe(lambda event: None, QUEUE) as subscription:
                assert subscription.is_live
                enqueue(client)
                until(has_received("invocation_complete", received))

    assert [type(event) for event in received[:2]] == [ConnectionLost, ConnectionRestored]


async def test_the_async_client_receives_the_events_of_the_account_after_a_login(server: DevServer) -> None:
    pytest.importorskip("aiohttp")
    with Client(server.url) as blocking:
        async with blocking.aio as client:
            await client.auth.login(ANN, PASSWORD)
            received: list[Event] = []
            async with await client.events.subscribe(received.append, QUEUE):
                await client.auth.login(BEN, PASSWORD)
                async with await client.events.subscribe(lambda event: None, QUEUE) as subscription:
                    assert subscription.is_live
                    await asyncio.to_thread(enqueue, blocking)
                    await asyncio.to_thread(until, has_received("invocation_complete", received))

    assert [type(event) for event in received[:2]] == [ConnectionLost, ConnectionRestored]


async def test_a_login_of_the_blocking_client_reopens_the_socket_of_the_async_client(
    server: DevServer,
) -> None:
    pytest.importorskip("aiohttp")
    with Client(server.url, auth=LoginAuth(ANN, PASSWORD)) as blocking:
        async with blocking.aio as client:
            received: list[Event] = []
            async with await client.events.subscribe(received.append, QUEUE):
                await asyncio.to_thread(blocking.auth.login, BEN, PASSWORD)
                await asyncio.to_thread(until, has_received(ConnectionRestored, received))
                await asyncio.to_thread(enqueue, blocking)
                await asyncio.to_thread(until, has_received("invocation_complete", received))


def test_after_a_logout_no_socket_is_open_until_the_next_login(server: DevServer) -> None:
    with Client(server.url, auth=LoginAuth(ANN, PASSWORD), max_retries=0) as client:
        subscription = client.events.subscribe(lambda event: None, QUEUE)
        assert subscription.is_live

        client.auth.logout()
        assert not subscription.is_live
        assert not client.events.subscribe(lambda event: None, QUEUE).is_live

        client.auth.login()
        assert client.events.subscribe(lambda event: None, QUEUE).is_live
        assert subscription.is_live


def test_a_socket_can_be_opened_at_once_after_the_setup(bare_server: DevServer) -> None:
    with Client(bare_server.url, auth=LoginAuth(ADMIN, PASSWORD), max_retries=0) as client:
        assert not client.events.subscribe(lambda event: None, QUEUE).is_live

        client.auth.setup(ADMIN, PASSWORD)

        assert client.events.subscribe(lambda event: None, QUEUE).is_live


def test_a_refreshed_token_does_not_reopen_the_socket(server: DevServer) -> None:
    with Client(server.url, auth=LoginAuth(ANN, PASSWORD)) as client:
        received: list[Event] = []
        with client.events.subscribe(received.append, QUEUE) as subscription:
            before: Any = client.credentials.headers()
            time.sleep(1.1)  # tokens of the same second are the same
            enqueue(client)
            until(has_received("invocation_complete", received))

            assert client.credentials.headers() != before
            assert subscription.is_live
        assert not has_received(ConnectionLost, received)()
