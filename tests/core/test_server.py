"""Version, OpenAPI document, capabilities and health of a server, and waiting until it is ready."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from ivk_core import Client, Request, hookimpl
from ivk_core.doctor import Finding, Level, ServerCheck
from ivk_core.errors import AuthenticationError, TimeoutError
from ivk_core.server.cache import cache_folder, read_cached, write_cached

OPENAPI = {
    "paths": {
        "/api/v1/boards/": {"get": {"operationId": "list_boards"}, "post": {"operationId": "create_board"}},
        "/api/v1/auth/login": {"post": {"operationId": "login_api_v1_auth_login_post"}},
        "/api/v2/models/": {"get": {"operationId": "list_model_records"}},
    },
    "components": {
        "schemas": {
            "AddInvocation": {"class": "invocation", "properties": {"type": {"const": "add"}}},
            "AddOutput": {"class": "output", "properties": {"type": {"const": "add_output"}}},
        }
    },
}


class FakeInvokeAI:
    """Responds to the requests for information about a server."""

    def __init__(self) -> None:
        self.version = "6.14.2"
        self.openapi: Any = OPENAPI
        self.asked: Counter[str] = Counter()
        self.refuses: set[str] = set()
        self.socket_packet = '40{"sid":"b"}'
        self.multiuser = False
        self.sends_size = True

    def __call__(self, exchange: Any) -> None:
        route = exchange.path.partition("?")[0]
        self.asked[f"{exchange.command} {route}"] += 1
        if any(part in route for part in self.refuses):
            exchange.reply(401, {"detail": "Not authenticated"})
        elif route == "/openapi.json":
            self._describe(exchange)
        elif route.startswith("/ws/"):
            self._handle_socket(exchange)
        else:
            exchange.reply(200, self._answer(route))

    def _describe(self, exchange: Any) -> None:
        if exchange.command == "HEAD" and not self.sends_size:
            exchange.reply(405, b"")
        else:
            exchange.reply(200, self.openapi)

    def _answer(self, route: str) -> Any:
        return {
            "/api/v1/app/version": {"version": self.version},
            "/api/v1/app/app_deps": {"torch": "2"},
            "/api/v1/auth/status": {"multiuser_enabled": self.multiuser},
            "/api/v1/auth/me": {"user_id": "1", "email": "me@home"},
            "/api/v2/models/": {"models": []},
            "/api/v1/lamps": {"on": 3},
            "/api/v1/queue/default/status": {
                "queue": {"pending": 2, "in_progress": 1},
                "processor": {"is_started": False},
            },
        }[route]

    def _handle_socket(self, exchange: Any) -> None:
        if exchange.command == "POST":
            exchange.reply(200, b"ok")
        elif "sid=" in exchange.path:
            exchange.reply(200, f"2\x1e{self.socket_packet}".encode())
        else:
            exchange.reply(200, b'0{"sid":"a","upgrades":["websocket"]}')


@pytest.fixture
def invoke(server: Any) -> FakeInvokeAI:
    answers = FakeInvokeAI()
    server.respond_with(answers)
    return answers


@pytest.fixture
def ask(server: Any, connect: Any) -> Iterator[Any]:
    """Call a method or read a property of ``client.server``, with both clients."""

    def asked(name: str, *arguments: Any, **settings: Any) -> Any:
        client = connect(server.url, **settings)
        if client.runner is not None:
            return client.runner.run(getattr(client.aio.server, name)(*arguments))
        found = getattr(client.blocking.server, name)
        return found(*arguments) if callable(found) else found

    return asked


class TestOpenAPI:
    def test_it_is_cached_on_disk(self, invoke: FakeInvokeAI, ask: Any) -> None:
        assert ask("openapi") == ask("openapi") == OPENAPI
        assert invoke.asked["GET /openapi.json"] == 1
        assert len(list(cache_folder().iterdir())) == 1

    def test_it_is_downloaded_again_after_an_upgrade(self, invoke: FakeInvokeAI, ask: Any) -> None:
        ask("openapi")
        invoke.version = "7.0.0"
        ask("openapi")
        assert invoke.asked["GET /openapi.json"] == 2

    def test_it_is_downloaded_again_after_the_installation_of_a_node_pack(
        self, invoke: FakeInvokeAI, ask: Any
    ) -> None:
        ask("openapi")
        invoke.openapi = {**OPENAPI, "more": 1}
        assert "more" in ask("openapi")

    def test_it_is_downloaded_each_time_if_there_is_no_fingerprint(
        self, invoke: FakeInvokeAI, ask: Any
    ) -> None:
        invoke.sends_size = False
        assert ask("openapi") == ask("openapi") == OPENAPI
        assert invoke.asked["GET /openapi.json"] == 2

    def test_it_is_downloaded_again_if_the_cached_file_is_invalid(
        self, invoke: FakeInvokeAI, ask: Any
    ) -> None:
        ask("openapi")
        [file] = cache_folder().iterdir()
        file.write_text("{broken")
        assert ask("openapi") == OPENAPI

    def test_a_cache_that_is_not_writable_raises_no_error(self, invoke: FakeInvokeAI, ask: Any) -> None:
        cache_folder().parent.mkdir(parents=True)
        cache_folder().write_text("a file in the way")
        assert ask("openapi") == OPENAPI

    def test_only_the_newest_files_are_kept(self) -> None:
        for number in range(12):
            write_cached({"n": number}, "http://host", str(number))
        assert len(list(cache_folder().iterdir())) <= 9
        assert read_cached("http://host", "11") == {"n": 11}


class TestCapabilities:
    def test_they_are_read_from_the_openapi_document(self, invoke: FakeInvokeAI, ask: Any) -> None:
        found = ask("capabilities")
        assert found.node_types == {"add"}
        assert found.features == {"boards", "auth", "models"}
        assert "create_board" in found.operations

    @pytest.mark.parametrize(
        ("operation", "known"), [("list_boards", True), ("login", True), ("list_dreams", False)]
    )
    def test_a_server_supports_the_operations_in_its_openapi_document(
        self, invoke: FakeInvokeAI, ask: Any, operation: str, known: bool
    ) -> None:
        assert ask("supports", operation) is known


class Lamps:
    """A plugin with a fact about the server and a vital check."""

    @hookimpl
    def ivk_describe_server(self) -> Any:
        return self.count()

    @hookimpl
    def ivk_register_server_checks(self) -> list[ServerCheck]:
        return [ServerCheck("lamps", self.check, is_vital=True), ServerCheck("shades", self.check)]

    def count(self) -> Any:
        return {"lamps": (yield Request("GET", "/lamps")).json["on"]}

    def check(self) -> Any:
        facts = yield from self.count()
        return Finding("lamps", Level.OK, f"{facts['lamps']} on")


@pytest.fixture
def lamps(server: Any) -> Client:
    client = Client(server.url)
    client.plugins.add(Lamps(), "lamps")
    return client


class TestInfo:
    def test_it_has_version_mode_and_dependencies(self, invoke: FakeInvokeAI, ask: Any) -> None:
        info = ask("info")
        assert (info.version, info.multiuser, info.dependencies) == ("6.14.2", False, {"torch": "2"})

    def test_plugins_add_facts(self, invoke: FakeInvokeAI, lamps: Client) -> None:
        assert lamps.server.info().facts["lamps"] == 3

    def test_information_that_the_server_refuses_is_left_out(
        self, invoke: FakeInvokeAI, lamps: Client
    ) -> None:
        invoke.refuses = {"lamps", "app_deps"}
        info = lamps.server.info()
        assert (info.version, info.dependencies, "lamps" in info.facts) == ("6.14.2", {}, False)


class TestHealth:
    def test_a_healthy_server_passes_all_checks(self, invoke: FakeInvokeAI, ask: Any) -> None:
        health = ask("health")
        assert health.is_ok
        assert (health.rest.detail, health.auth.detail) == ("6.14.2", "no accounts")
        assert health.socket.detail == "open, with websockets"
        assert all(0 < probe.seconds < 5 for probe in health.probes.values())

    def test_plugins_add_vital_checks(self, invoke: FakeInvokeAI, lamps: Client) -> None:
        health = lamps.server.health()
        assert health.parts["lamps"].detail == "3 on"
        assert "shades" not in health.parts

    def test_each_check_fails_separately(self, invoke: FakeInvokeAI, lamps: Client) -> None:
        invoke.refuses = {"lamps"}
        health = lamps.server.health()
        assert not health
        assert (health.rest.is_ok, health.parts["lamps"].is_ok, health.socket.is_ok) == (True, False, True)
        assert "Not authenticated" in str(health)

    def test_the_account_is_shown(self, invoke: FakeInvokeAI, ask: Any) -> None:
        invoke.multiuser = True
        assert ask("health").auth.detail == "logged in as me@home"

    def test_a_refused_socket_is_reported(self, invoke: FakeInvokeAI, ask: Any) -> None:
        invoke.socket_packet = '44{"message":"no"}'
        health = ask("health")
        assert not health.socket.is_ok
        assert "refuses" in health.socket.detail

    def test_a_proxy_that_does_not_pass_the_socket_is_reported(self, invoke: FakeInvokeAI, ask: Any) -> None:
        invoke.socket_packet = "<html>"
        assert "not a socket" in ask("health").socket.detail

    def test_a_server_that_is_down_is_reported_and_raises_no_error(self, unused_url: str) -> None:
        health = Client(unused_url).server.health()
        assert not any(probe.is_ok for probe in health.probes.values())


class TestWaiting:
    def test_it_waits_until_the_server_sends_its_version(self, server: Any, ask: Any) -> None:
        server.respond_with(
            lambda exchange: exchange.drop_connection(),
            lambda exchange: exchange.reply(502),
            lambda exchange: exchange.reply(200, b"<html>", Content_Type="text/html"),
            lambda exchange: exchange.reply(200, {"version": "6.14.2"}),
        )
        assert ask("wait_ready", 10) == "6.14.2"

    def test_it_gives_up_in_time_and_says_why(self, unused_url: str) -> None:
        began = time.monotonic()
        with pytest.raises(TimeoutError, match=r"last attempt: .*refused"):
            Client(unused_url).server.wait_ready(0.5)
        assert time.monotonic() - began < 10

    def test_it_does_not_wait_if_the_credentials_are_wrong(self, invoke: FakeInvokeAI, ask: Any) -> None:
        invoke.refuses = {"version"}
        with pytest.raises(AuthenticationError):
            ask("wait_ready", 10)
