"""The doctor reports all problems, raises no error, changes nothing and shows no secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from ivk_core import Client, Request, hookimpl
from ivk_core.doctor import Finding, Level, Report, ServerCheck
from ivk_core.profiles import config_file


class FakeServer:
    """A server that can have different problems."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {
            "/api/v1/app/version": {"version": "6.14.2"},
            "/api/v1/auth/status": {"multiuser_enabled": False},
            "/api/v2/models/": {"models": [{"key": "k", "name": "n", "base": "sdxl", "type": "main"}]},
            "/api/v1/queue/default/status": {
                "queue": {"pending": 0, "in_progress": 0},
                "processor": {"is_started": True},
            },
        }
        self.date = format_datetime(datetime.now(UTC), usegmt=True)
        self.upgrades = '["websocket"]'
        self.can_compress = True
        self.methods: set[str] = set()

    def __call__(self, exchange: Any) -> None:
        route = exchange.path.partition("?")[0]
        if route.startswith("/ws/"):
            self._handle_socket(exchange)
        elif route in self.answers:
            self.methods.add(exchange.command)
            exchange.reply(200, self.answers[route], Date=self.date)
        else:
            exchange.reply(401, {"detail": "Not authenticated"})

    def _handle_socket(self, exchange: Any) -> None:
        if exchange.headers.get("Accept-Encoding") == "gzip" and not self.can_compress:
            exchange.reply(500, b"no")
        elif exchange.command == "POST":
            exchange.reply(200, b"ok")
        elif "sid=" in exchange.path:
            exchange.reply(200, b'40{"sid":"b"}')
        else:
            exchange.reply(200, f'0{{"sid":"a","upgrades":{self.upgrades}}}'.encode())


@pytest.fixture
def fake(server: Any) -> FakeServer:
    answers = FakeServer()
    server.respond_with(answers)
    return answers


def finding_of(report: Report, name: str) -> Finding:
    return next(finding for finding in report.findings if finding.name == name)


def test_a_healthy_server_has_no_problems_and_no_warnings(server: Any, fake: FakeServer) -> None:
    report = Client(server.url).doctor()
    assert report.is_ok
    assert report
    assert [str(each) for each in report.warnings if each.name not in {"parts", "proxy"}] == []
    assert fake.methods == {"GET"}


def test_the_report_is_text_and_json(server: Any, fake: FakeServer) -> None:
    report = Client(server.url).doctor()
    assert "ok       server       InvokeAI 6.14.2" in str(report)
    parsed = json.loads(report.to_json())
    assert parsed["is_ok"] is True
    assert {"name": "server", "level": "ok", "text": "InvokeAI 6.14.2", "hint": ""} in parsed["findings"]


async def test_the_async_doctor_finds_the_same(server: Any, fake: FakeServer) -> None:
    client = Client(server.url)
    async with client.aio as aio:
        found = await aio.doctor()
    assert [each.name for each in found.findings] == [each.name for each in client.doctor().findings]


def test_a_server_that_is_down_is_the_only_finding_about_it(unused_url: str) -> None:
    report = Client(unused_url).doctor()
    assert [problem.name for problem in report.problems] == ["server"]
    assert not report
    assert str(report).endswith("Problems: server.")


@pytest.mark.parametrize(
    ("route", "answer", "name", "level", "text"),
    [
        ("/api/v1/app/version", {"version": "5.9.0"}, "server", "warning", "older than 6.14"),
        ("/api/v1/app/version", {"no": "version"}, "server", "problem", "not an InvokeAI"),
        ("/api/v1/auth/status", {"multiuser_enabled": True}, "account", "problem", "Not authenticated"),
        (
            "/api/v1/auth/status",
            {"multiuser_enabled": True, "setup_required": True},
            "account",
            "problem",
            "no administrator",
        ),
    ],
)
def test_the_responses_of_the_server_are_checked(
    server: Any, fake: FakeServer, route: str, answer: Any, name: str, level: str, text: str
) -> None:
    fake.answers[route] = answer
    finding = finding_of(Client(server.url).doctor(), name)
    assert (finding.level, text in finding.text) == (level, True), str(finding)


class Lamps:
    """A plugin that checks something on the server."""

    @hookimpl
    def ivk_register_server_checks(self) -> list[ServerCheck]:
        return [ServerCheck("lamps", self.check)]

    def check(self) -> Any:
        response = yield Request("GET", "/lamps", operation="list_lamps")
        return Finding("lamps", Level.OK, f"{int(response.json['on'])} on")


def test_plugins_add_checks_and_their_errors_are_problems(server: Any, fake: FakeServer) -> None:
    client = Client(server.url)
    client.plugins.add(Lamps(), "lamps")

    assert "answered with 401" in finding_of(client.doctor(), "lamps").text
    fake.answers["/api/v1/lamps"] = {"on": 3}
    assert str(finding_of(client.doctor(), "lamps")) == "ok       lamps        3 on"
    fake.answers["/api/v1/lamps"] = {"on": "all"}
    finding = finding_of(client.doctor(), "lamps")
    assert (finding.level, "cannot be parsed" in finding.text) == (Level.PROBLEM, True)


def test_a_newer_server_is_fine(server: Any, fake: FakeServer) -> None:
    fake.answers["/api/v1/app/version"] = {"version": "7.0.0rc1"}
    assert finding_of(Client(server.url).doctor(), "server").level is Level.OK


def test_a_wrong_clock_is_a_warning(server: Any, fake: FakeServer) -> None:
    fake.date = format_datetime(datetime.now(UTC) - timedelta(minutes=10), usegmt=True)
    assert finding_of(Client(server.url).doctor(), "clock").level is Level.WARNING


def test_a_proxy_without_websockets_is_a_warning(server: Any, fake: FakeServer) -> None:
    fake.upgrades = "[]"
    assert finding_of(Client(server.url).doctor(), "socket").level is Level.WARNING


def test_a_server_that_fails_to_compress_is_a_warning(server: Any, fake: FakeServer) -> None:
    fake.can_compress = False
    report = Client(server.url).doctor()
    assert finding_of(report, "compression").level is Level.WARNING
    assert finding_of(report, "socket").level is Level.OK


def test_a_plugin_that_cannot_be_loaded_is_a_problem(
    server: Any, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = EntryPoint("broken", "no_such_module", "ivk")
    monkeypatch.setattr("ivk_core.plugins.manager.entry_points", lambda group: [broken])
    assert finding_of(Client(server.url).doctor(), "plugins").level is Level.PROBLEM


def test_credentials_over_plain_http_are_a_warning() -> None:
    report = Client("http://far.invalid", api_key="hush", timeout=1, max_retries=0).doctor()
    assert finding_of(report, "address").level is Level.WARNING
    assert "hush" not in str(report) + report.to_json()


def test_unchecked_certificates_are_a_warning() -> None:
    report = Client("https://far.invalid", verify=False, timeout=1).doctor()
    assert finding_of(report, "certificates").level is Level.WARNING


def test_a_proxy_for_this_machine_is_a_warning(
    server: Any, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    client = Client(server.url, proxies={"http": "http://me:hush@127.0.0.1:1"})
    report = client.doctor()
    assert finding_of(report, "proxy").level is Level.WARNING
    assert "hush" not in report.to_json()


def test_profiles_that_others_may_read_are_a_warning(server: Any, fake: FakeServer) -> None:
    path = config_file()
    path.parent.mkdir(parents=True)
    path.touch(mode=0o644)
    assert finding_of(Client(server.url).doctor(), "profiles").level is Level.WARNING
    path.chmod(0o600)
    assert finding_of(Client(server.url).doctor(), "profiles").level is Level.OK
