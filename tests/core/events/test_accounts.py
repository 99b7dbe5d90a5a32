"""A socket speaks for whoever its client speaks for: another account gets another socket."""

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

pytest.importorskip("ivk_devserver", reason="it has accounts when it is told to, in this process")

from ivk_devserver.server import DevServer

QUEUE = [Room.queue()]
ADMIN, ANN, BEN = "admin@x.org", "ann@x.org", "ben@x.org"
PASSWORD = "Passw0rd!xyz"


@pytest.fixture
def bare_server() -> Iterator[DevServer]:
    """A server that waits for its first administrator."""
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


def has_heard(kind: type[Event] | str, heard: list[Event]) -> Callable[[], bool]:
    return lambda: any(event.name == kind or type(event) is kind for event in heard)


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


def test_who_logs_in_hears_of_what_is_theirs(server: DevServer) -> None:
    with Client(server.url) as client:
        client.auth.login(ANN, PASSWORD)
        heard: list[Event] = []
        with client.events.subscribe(heard.append, QUEUE):
            client.auth.login(BEN, PASSWORD)
            with client.events.subscribe(lambda event: None, QUEUE) as subscription:
                assert subscription.is_live
                enqueue(client)
                until(has_heard("invocation_complete", heard))

    assert [type(event) for event in heard[:2]] == [ConnectionLost, ConnectionRestored]


async def test_so_they_do_with_the_async_client(server: DevServer) -> None:
    pytest.importorskip("aiohttp")
    with Client(server.url) as blocking:
        async with blocking.aio as client:
            await client.auth.login(ANN, PASSWORD)
            heard: list[Event] = []
            async with await client.events.subscribe(heard.append, QUEUE):
                await client.auth.login(BEN, PASSWORD)
                async with await client.events.subscribe(lambda event: None, QUEUE) as subscription:
                    assert subscription.is_live
                    await asyncio.to_thread(enqueue, blocking)
                    await asyncio.to_thread(until, has_heard("invocation_complete", heard))

    assert [type(event) for event in heard[:2]] == [ConnectionLost, ConnectionRestored]


async def test_a_login_of_one_face_reaches_the_socket_of_the_other(server: DevServer) -> None:
    pytest.importorskip("aiohttp")
    with Client(server.url, auth=LoginAuth(ANN, PASSWORD)) as blocking:
        async with blocking.aio as client:
            heard: list[Event] = []
            async with await client.events.subscribe(heard.append, QUEUE):
                await asyncio.to_thread(blocking.auth.login, BEN, PASSWORD)
                await asyncio.to_thread(until, has_heard(ConnectionRestored, heard))
                await asyncio.to_thread(enqueue, blocking)
                await asyncio.to_thread(until, has_heard("invocation_complete", heard))


def test_who_logs_out_hears_nothing_until_somebody_logs_in(server: DevServer) -> None:
    with Client(server.url, auth=LoginAuth(ANN, PASSWORD), max_retries=0) as client:
        subscription = client.events.subscribe(lambda event: None, QUEUE)
        assert subscription.is_live

        client.auth.logout()
        assert not subscription.is_live
        assert not client.events.subscribe(lambda event: None, QUEUE).is_live

        client.auth.login()
        assert client.events.subscribe(lambda event: None, QUEUE).is_live
        assert subscription.is_live


def test_the_first_administrator_need_not_wait_for_a_socket(bare_server: DevServer) -> None:
    with Client(bare_server.url, auth=LoginAuth(ADMIN, PASSWORD), max_retries=0) as client:
        assert not client.events.subscribe(lambda event: None, QUEUE).is_live

        client.auth.setup(ADMIN, PASSWORD)

        assert client.events.subscribe(lambda event: None, QUEUE).is_live


def test_a_token_that_slides_leaves_the_socket_as_it_is(server: DevServer) -> None:
    with Client(server.url, auth=LoginAuth(ANN, PASSWORD)) as client:
        heard: list[Event] = []
        with client.events.subscribe(heard.append, QUEUE) as subscription:
            before: Any = client.credentials.headers()
            time.sleep(1.1)  # tokens of the same second are the same
            enqueue(client)
            until(has_heard("invocation_complete", heard))

            assert client.credentials.headers() != before
            assert subscription.is_live
        assert not has_heard(ConnectionLost, heard)()
