"""The doctor tells everything that is wrong, raises nothing, changes nothing and gives no secret away."""

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


class Patient:
    """A server with whatever is wrong with it."""

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
            self._shake_hands(exchange)
        elif route in self.answers:
            self.methods.add(exchange.command)
            exchange.reply(200, self.answers[route], Date=self.date)
        else:
            exchange.reply(401, {"detail": "who are you?"})

    def _shake_hands(self, exchange: Any) -> None:
        if exchange.headers.get("Accept-Encoding") == "gzip" and not self.can_compress:
            exchange.reply(500, b"no")
        elif exchange.command == "POST":
            exchange.reply(200, b"ok")
        elif "sid=" in exchange.path:
            exchange.reply(200, b'40{"sid":"b"}')
        else:
            exchange.reply(200, f'0{{"sid":"a","upgrades":{self.upgrades}}}'.encode())


@pytest.fixture
def patient(server: Any) -> Patient:
    answers = Patient()
    server.will(answers)
    return answers


def seen(report: Report, name: str) -> Finding:
    return next(finding for finding in report.findings if finding.name == name)


def test_a_healthy_server_gets_a_clean_bill(server: Any, patient: Patient) -> None:
    report = Client(server.url).doctor()
    assert report.is_ok
    assert report
    assert [str(each) for each in report.warnings if each.name not in {"parts", "proxy"}] == []
    assert patient.methods == {"GET"}


def test_the_report_is_text_and_json(server: Any, patient: Patient) -> None:
    report = Client(server.url).doctor()
    assert "ok       server       InvokeAI 6.14.2" in str(report)
    told = json.loads(report.to_json())
    assert told["is_ok"] is True
    assert {"name": "server", "level": "ok", "text": "InvokeAI 6.14.2", "hint": ""} in told["findings"]


async def test_the_async_doctor_finds_the_same(server: Any, patient: Patient) -> None:
    client = Client(server.url)
    async with client.aio as aio:
        found = await aio.doctor()
    assert [each.name for each in found.findings] == [each.name for each in client.doctor().findings]


def test_a_server_that_is_down_is_the_only_finding_about_it(nowhere: str) -> None:
    report = Client(nowhere).doctor()
    assert [problem.name for problem in report.problems] == ["server"]
    assert not report
    assert str(report).endswith("Problems: server.")


@pytest.mark.parametrize(
    ("route", "answer", "name", "level", "text"),
    [
        ("/api/v1/app/version", {"version": "5.9.0"}, "server", "warning", "older than 6.14"),
        ("/api/v1/app/version", {"no": "version"}, "server", "problem", "not an InvokeAI"),
        ("/api/v1/auth/status", {"multiuser_enabled": True}, "account", "problem", "who are you"),
        (
            "/api/v1/auth/status",
            {"multiuser_enabled": True, "setup_required": True},
            "account",
            "problem",
            "no administrator",
        ),
    ],
)
def test_what_the_server_answers_is_judged(
    server: Any, patient: Patient, route: str, answer: Any, name: str, level: str, text: str
) -> None:
    patient.answers[route] = answer
    finding = seen(Client(server.url).doctor(), name)
    assert (finding.level, text in finding.text) == (level, True), str(finding)


class Lamps:
    """A plugin that checks something on the server."""

    @hookimpl
    def ivk_register_server_checks(self) -> list[ServerCheck]:
        return [ServerCheck("lamps", self.look)]

    def look(self) -> Any:
        response = yield Request("GET", "/lamps", operation="list_lamps")
        return Finding("lamps", Level.OK, f"{int(response.json['on'])} on")


def test_plugins_add_checks_and_their_errors_are_problems(server: Any, patient: Patient) -> None:
    client = Client(server.url)
    client.plugins.add(Lamps(), "lamps")

    assert "answered with 401" in seen(client.doctor(), "lamps").text
    patient.answers["/api/v1/lamps"] = {"on": 3}
    assert str(seen(client.doctor(), "lamps")) == "ok       lamps        3 on"
    patient.answers["/api/v1/lamps"] = {"on": "all"}
    finding = seen(client.doctor(), "lamps")
    assert (finding.level, "cannot be parsed" in finding.text) == (Level.PROBLEM, True)


def test_a_newer_server_is_fine(server: Any, patient: Patient) -> None:
    patient.answers["/api/v1/app/version"] = {"version": "7.0.0rc1"}
    assert seen(Client(server.url).doctor(), "server").level is Level.OK


def test_a_clock_that_is_off_is_seen(server: Any, patient: Patient) -> None:
    patient.date = format_datetime(datetime.now(UTC) - timedelta(minutes=10), usegmt=True)
    assert seen(Client(server.url).doctor(), "clock").level is Level.WARNING


def test_a_proxy_without_websockets_is_seen(server: Any, patient: Patient) -> None:
    patient.upgrades = "[]"
    assert seen(Client(server.url).doctor(), "socket").level is Level.WARNING


def test_a_server_that_fails_at_compressing_is_seen(server: Any, patient: Patient) -> None:
    patient.can_compress = False
    report = Client(server.url).doctor()
    assert seen(report, "compression").level is Level.WARNING
    assert seen(report, "socket").level is Level.OK


def test_a_plugin_that_cannot_be_loaded_is_a_problem(
    server: Any, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = EntryPoint("broken", "no_such_module", "ivk")
    monkeypatch.setattr("ivk_core.plugins.manager.entry_points", lambda group: [broken])
    assert seen(Client(server.url).doctor(), "plugins").level is Level.PROBLEM


def test_credentials_over_plain_http_are_a_warning() -> None:
    report = Client("http://far.invalid", api_key="hush", timeout=1, max_retries=0).doctor()
    assert seen(report, "address").level is Level.WARNING
    assert "hush" not in str(report) + report.to_json()


def test_unchecked_certificates_are_a_warning() -> None:
    report = Client("https://far.invalid", verify=False, timeout=1).doctor()
    assert seen(report, "certificates").level is Level.WARNING


def test_a_proxy_for_this_machine_is_a_warning(
    server: Any, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    client = Client(server.url, proxies={"http": "http://me:hush@127.0.0.1:1"})
    report = client.doctor()
    assert seen(report, "proxy").level is Level.WARNING
    assert "hush" not in report.to_json()


def test_profiles_that_others_may_read_are_a_warning(server: Any, patient: Patient) -> None:
    path = config_file()
    path.parent.mkdir(parents=True)
    path.touch(mode=0o644)
    assert seen(Client(server.url).doctor(), "profiles").level is Level.WARNING
    path.chmod(0o600)
    assert seen(Client(server.url).doctor(), "profiles").level is Level.OK
