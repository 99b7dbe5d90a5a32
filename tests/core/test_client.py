"""A client has one server, one set of credentials and one connection pool, which its copies share."""

from __future__ import annotations

import asyncio
import gc
import logging
import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from ivk_core import AsyncClient, Client, Repository, Request, __version__
from ivk_core.errors import ConfigurationError, InvokeAIError, NotAnInvokeAIError
from ivk_core.lazy import lazy_property
from ivk_core.repository_async import AsyncRepository
from ivk_core.server.calls import get_version

VERSION = {"version": "6.14.2"}


class Things(Repository):
    pass


class AsyncThings(AsyncRepository):
    pass


def test_a_client_has_the_version_of_its_server(server: Any) -> None:
    server.respond_with_bodies(VERSION)
    client = Client(server.url)
    assert (client.server.version, client.server.version) == ("6.14.2", "6.14.2")
    assert len(server.received) == 1


@pytest.mark.parametrize("body", [b"<html>", b'{"app": "other"}', b"[]", b'"6.14"'])
def test_another_server_is_not_an_invokeai(server: Any, body: bytes) -> None:
    server.respond_with_bodies(body)
    with pytest.raises(NotAnInvokeAIError):
        _ = Client(server.url, max_retries=0).server.version
    assert Client(server.url, max_retries=0).server.is_healthy() is False


def test_a_repository_is_the_same_each_time(server: Any) -> None:
    client = Client(server.url)
    assert client.repository(Things) is client.repository(Things)


def test_a_session_of_the_caller_is_used_with_its_own_settings(server: Any) -> None:
    server.respond_with_bodies(VERSION)
    session = requests.Session()
    session.headers["X-Mine"] = "yes"
    with Client(server.url, session=session) as client:
        assert client.session is session
        assert client.server.version
    assert server.received[0].headers["X-Mine"] == "yes"
    session.get(server.url)  # it was not closed with the client


def test_an_adapter_may_be_mounted(server: Any) -> None:
    server.respond_with_bodies(VERSION)
    client = Client(server.url)
    seen = []

    class Watching(requests.adapters.HTTPAdapter):
        def send(self, request: Any, **options: Any) -> Any:
            seen.append(request.url)
            return super().send(request, **options)

    client.session.mount("http://", Watching())
    assert client.server.version
    assert seen == [f"{server.url}/api/v1/app/version"]


def test_a_closed_client_may_be_used_again(server: Any) -> None:
    server.respond_with_bodies(VERSION)
    client = Client(server.url)
    with client:
        client.server.is_healthy()
    assert client.server.is_healthy()


class TestCopies:
    def test_a_copy_has_its_own_timeout_and_retries_and_shares_the_rest(self, server: Any) -> None:
        client = Client(server.url)
        copy = client.with_options(timeout=600, max_retries=0)
        assert (copy.config.timeout, copy.config.max_retries) == (600, 0)
        assert (client.config.timeout, client.config.max_retries) == (30, 3)
        assert copy.session is client.session
        assert copy.credentials is client.credentials
        assert copy.plugins is client.plugins
        assert copy.events is client.events

    def test_a_copy_has_repositories_that_use_it(self, server: Any) -> None:
        client = Client(server.url)
        things: Any = client.repository(Things)
        other: Any = client.with_options(timeout=1).repository(Things)
        assert (things._client.config.timeout, other._client.config.timeout) == (30, 1)

    def test_a_copy_of_a_subclass_is_of_the_subclass_and_keeps_its_attributes(self, server: Any) -> None:
        class Special(Client):
            def __init__(self, url: str) -> None:
                super().__init__(url)
                self.note = "mine"

        copy = Special(server.url).with_options(timeout=1)
        assert (type(copy), copy.note) == (Special, "mine")

    def test_a_copy_of_a_copy_shares_events_with_the_first_client(self, server: Any) -> None:
        client = Client(server.url)
        assert client.with_options(timeout=1).with_options(timeout=2).events is client.events

    def test_closing_a_copy_closes_nothing(self, server: Any) -> None:
        server.respond_with_bodies(VERSION)
        client = Client(server.url)
        hub = client.events
        with client.with_options(timeout=1):
            pass
        assert client.events is hub

    def test_a_copy_still_shares_events_after_the_first_client_was_closed(self, server: Any) -> None:
        client = Client(server.url)
        copy = client.with_options(timeout=1)
        before = copy.events
        client.close()
        assert copy.events is client.events is not before

    async def test_an_async_copy_still_shares_events_after_the_first_client_was_closed(
        self, server: Any
    ) -> None:
        async with AsyncClient(server.url) as client:
            copy = client.with_options(timeout=1)
            before = copy.events
            await client.close()
            assert copy.events is client.events is not before

    @pytest.mark.parametrize("name", ["url", "address", "api_key", "nonsense"])
    def test_settings_of_the_connection_cannot_be_changed_in_a_copy(self, server: Any, name: str) -> None:
        with pytest.raises(TypeError, match=name):
            Client(server.url).with_options(**{name: "x"})

    def test_invalid_settings_of_a_copy_are_rejected(self, server: Any) -> None:
        with pytest.raises(ConfigurationError):
            Client(server.url).with_options(timeout=0)

    async def test_an_async_copy_shares_its_session(self, server: Any) -> None:
        server.respond_with_bodies(VERSION)
        async with AsyncClient(server.url) as client:
            copy = client.with_options(timeout=60)
            assert await copy.server.version() == "6.14.2"
            async with copy:
                await copy.send(Request("GET", "/x"))
            await client.send(Request("GET", "/x"))
            assert copy._transport.session is client._transport.session


class TestAsync:
    async def test_the_async_client_of_a_blocking_client_has_the_same_server(self, server: Any) -> None:
        server.respond_with_bodies(VERSION)
        async with Client(server.url).aio as client:
            assert await client.server.version() == "6.14.2"
            assert client.repository(AsyncThings) is client.repository(AsyncThings)

    async def test_simultaneous_calls_do_not_wait_for_each_other(self, server: Any) -> None:
        barrier = threading.Barrier(20, timeout=20)

        def reply_after_all_requests(exchange: Any) -> None:
            barrier.wait()
            exchange.reply(200, VERSION)

        server.respond_with(reply_after_all_requests)
        async with AsyncClient(server.url) as client:
            await asyncio.gather(*(client.run(get_version()) for _ in range(20)))

    @pytest.mark.filterwarnings("error")
    def test_it_may_be_used_in_one_loop_after_another(self, server: Any) -> None:
        server.respond_with_bodies(VERSION)
        client = Client(server.url).aio

        async def get() -> str:
            return await client.server.version()

        assert asyncio.run(get()) == asyncio.run(get()) == "6.14.2"

        async def get_and_close() -> None:
            async with client:
                await get()

        asyncio.run(get_and_close())

    def test_two_simultaneous_loops_have_separate_clients(self, server: Any) -> None:
        client = Client(server.url, max_retries=0)
        is_asked, others_are_done = threading.Event(), threading.Event()

        def late(exchange: Any) -> None:
            is_asked.set()
            others_are_done.wait(60)
            exchange.reply(200, VERSION)

        async def ask() -> str:
            return await client.aio.server.version()

        with ThreadPoolExecutor(1) as pool:
            server.respond_with(late, lambda exchange: exchange.reply(200, VERSION))
            first = pool.submit(asyncio.run, ask())
            is_asked.wait(60)
            assert asyncio.run(ask()) == "6.14.2"
            others_are_done.set()
            assert first.result(60) == "6.14.2"

    @pytest.mark.filterwarnings("error")
    def test_a_client_keeps_no_reference_to_an_ended_loop(self, server: Any) -> None:
        server.respond_with_bodies(VERSION)
        client = Client(server.url)
        ended: list[weakref.ref[Any]] = []

        async def ask() -> None:
            await client.aio.server.version()
            ended.append(weakref.ref(asyncio.get_running_loop()))

        for _ in range(3):
            asyncio.run(ask())
        gc.collect()
        assert [loop() for loop in ended[:-1]] == [None, None]

    async def test_it_may_be_closed_by_two_tasks_at_the_same_time(self, unused_url: str) -> None:
        client = AsyncClient(unused_url, max_retries=0)
        await client.events.subscribe(lambda event: None)
        await asyncio.gather(client.close(), client.close())

    def test_an_error_says_what_to_install_if_aiohttp_is_missing(self) -> None:
        program = (
            "import sys; sys.modules['aiohttp'] = None\n"
            "from ivk_core import Client\n"
            "from ivk_core.errors import MissingPartError\n"
            "try: Client().aio\n"
            "except MissingPartError as error: print(error.hint)\n"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == 'pip install "ivk-core[async]"'


class TestLogs:
    def test_each_request_is_a_line(self, server: Any, caplog: pytest.LogCaptureFixture) -> None:
        server.respond_with(
            lambda exchange: exchange.reply(503), lambda exchange: exchange.reply(200, VERSION)
        )
        caplog.set_level(logging.DEBUG, "ivk.http")
        _ = Client(server.url).server.version
        lines = [record.getMessage() for record in caplog.records if record.name == "ivk.http"]
        assert [line.partition(" in ")[0] for line in lines] == [
            "GET /app/version -> 503",
            "GET /app/version -> 200",
        ]

    def test_a_failure_is_a_line_too(self, unused_url: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG, "ivk.http")
        with pytest.raises(InvokeAIError):
            _ = Client(unused_url, max_retries=0).server.version
        assert "GET /app/version -> ConnectionError" in caplog.text

    @pytest.mark.parametrize(("level", "shown"), [("debug", True), ("info", False), ("", False)])
    def test_the_environment_turns_the_log_on(self, server: Any, level: str, shown: bool) -> None:
        server.respond_with_bodies(VERSION)
        program = f"from ivk_core import Client; Client({server.url!r}, api_key='hush').server.version"
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"IVK_LOG": level},
        )
        assert ("GET /app/version -> 200" in done.stderr) is shown
        assert "hush" not in done.stderr


def test_importing_the_core_imports_nothing_that_is_not_needed_yet() -> None:
    program = "import sys, ivk_core; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"socketio", "engineio", "aiohttp", "asyncio", "PIL", "tomllib"} & set(done.stdout.split())


def test_the_package_has_a_version() -> None:
    assert __version__.count(".") == 2


def openapi_downloads(server: Any) -> int:
    return sum((each.command, each.path) == ("GET", "/openapi.json") for each in server.received)


class TestThreadsAndTasks:
    def test_lazy_attributes_are_made_once_for_all_threads(self, server: Any) -> None:
        server.respond_with_bodies({"version": "6.14.2", "components": {"schemas": {}}})
        client = Client(server.url)
        asked = [
            lambda: client.events,
            lambda: client.plugins,
            lambda: client.repository(Things),
            lambda: client.server.openapi,
        ]
        with ThreadPoolExecutor(16) as pool:
            for ask in asked:
                assert len({id(found) for found in pool.map(lambda _, ask=ask: ask(), range(16))}) == 1
        assert openapi_downloads(server) == 1

    async def test_many_tasks_download_the_openapi_document_once(self, server: Any) -> None:
        server.respond_with_bodies({"version": "6.14.2", "components": {"schemas": {}}})
        async with AsyncClient(server.url) as client:
            await asyncio.gather(*(client.server.openapi() for _ in range(16)))
        assert openapi_downloads(server) == 1

    def test_a_lazy_property_that_raised_an_error_is_computed_again(self) -> None:
        class Thing:
            tries = 0

            @lazy_property
            def value(self) -> int:
                self.tries += 1
                return 1 // (self.tries - 1)

        thing = Thing()
        with pytest.raises(ZeroDivisionError):
            _ = thing.value
        assert (thing.value, thing.value, thing.tries) == (1, 1, 2)
