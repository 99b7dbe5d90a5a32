"""Asking the other side: whether it is an InvokeAI, lets us in, and can do its work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from ivk_core.auth.calls import get_status
from ivk_core.doctor.report import Finding, Level
from ivk_core.errors import (
    AuthenticationError,
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    ServerError,
)
from ivk_core.flow import Flow, Request
from ivk_core.server.calls import get_version
from ivk_core.server.health import queue_status
from ivk_core.server.socket_probe import greet_socket

__all__ = ["ask_server"]

_TESTED_WITH = (6, 14)
_SECONDS_OFF = 60.0
_CLOCK = Request("GET", "/app/version", operation="app_version")

_Look: TypeAlias = Callable[[], Flow[Finding]]


def ask_server() -> Flow[list[Finding]]:
    """Ask everything that a server can be asked without changing anything.

    Returns
    -------
    Flow of list of Finding
        If it does not answer as an InvokeAI, that is the only finding.
    """
    server = yield from _looked("server", _version)
    if server.level is Level.PROBLEM:
        return [server]
    findings = [server]
    for name, look in _LOOKS.items():
        findings.append((yield from _looked(name, look)))
    return findings


def _looked(name: str, look: _Look) -> Flow[Finding]:
    try:
        return (yield from look())
    except InvokeAIError as error:
        return Finding(name, Level.PROBLEM, error.message.strip(), error.hint)


def _version() -> Flow[Finding]:
    version = yield from get_version()
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < _TESTED_WITH:
        hint = "Upgrade the server if something is missing."
        return Finding("server", Level.WARNING, f"InvokeAI {version} is older than 6.14", hint)
    return Finding("server", Level.OK, f"InvokeAI {version}")


def _clock() -> Flow[Finding]:
    response = yield _CLOCK
    try:
        there = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return Finding("clock", Level.OK, "the server does not tell the time")
    off = (datetime.now(UTC) - there.replace(tzinfo=UTC)).total_seconds()
    if abs(off) > _SECONDS_OFF:
        hint = "Set the clocks: tokens may look expired."
        return Finding("clock", Level.WARNING, f"the server's clock differs by {off:.0f} seconds", hint)
    return Finding("clock", Level.OK, "the same here and there")


def _account() -> Flow[Finding]:
    status = yield from get_status()
    if not status.multiuser_enabled:
        return Finding("account", Level.OK, "the server has no accounts")
    if status.setup_required:
        hint = "Make one with client.auth.setup(email, password)."
        return Finding("account", Level.PROBLEM, "the server has no administrator yet", hint)
    try:
        response = yield Request("GET", "/auth/me", operation="get_current_user_info_api_v1_auth_me_get")
    except AuthenticationError as error:
        hint = "Set INVOKEAI_EMAIL and INVOKEAI_PASSWORD, or give auth=LoginAuth(…)."
        return Finding("account", Level.PROBLEM, error.message, hint)
    return Finding("account", Level.OK, f"logged in as {response.json.get('email')}")


def _queue() -> Flow[Finding]:
    text = yield from queue_status()
    if text.endswith("paused"):
        hint = 'Resume it: client.call("resume", queue_id="default").'
        return Finding("queue", Level.WARNING, text, hint)
    return Finding("queue", Level.OK, text)


def _models() -> Flow[Finding]:
    response = yield Request("GET", "/models/", api="v2", operation="list_model_records")
    models = response.json.get("models", [])
    mains = sum(model.get("type") == "main" for model in models)
    if not mains:
        return Finding("models", Level.WARNING, "no main model is installed", "Install one to make pictures.")
    return Finding("models", Level.OK, f"{len(models)} installed, {mains} of them main models")


def _socket() -> Flow[Finding]:
    text = yield from greet_socket()
    if "without" in text:
        hint = "Let the proxy in between pass websockets on; polling is slower."
        return Finding("socket", Level.WARNING, text, hint)
    return Finding("socket", Level.OK, text)


def _compression() -> Flow[Finding]:
    try:
        yield from greet_socket("gzip")
    except (ServerError, NotAnInvokeAIError):
        hint = "Install starlette 1.3.1 beside InvokeAI; browsers meet this in pictures and events."
        return Finding("compression", Level.WARNING, "the server fails when it should compress", hint)
    except ConnectionError:
        return Finding("compression", Level.OK, "not seen, for there is no socket")
    return Finding("compression", Level.OK, "works")


_LOOKS: dict[str, _Look] = {
    "clock": _clock,
    "account": _account,
    "queue": _queue,
    "models": _models,
    "socket": _socket,
    "compression": _compression,
}
