"""Checks of the server: that it is InvokeAI, accepts the credentials, and supports what the client needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ivk_core.app_version import APP_VERSION
from ivk_core.auth.calls import get_me, get_status
from ivk_core.doctor.check import ServerCheck
from ivk_core.doctor.report import Finding, Level
from ivk_core.errors import (
    AuthenticationError,
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    PluginError,
    ServerError,
)
from ivk_core.flow import Flow
from ivk_core.plugins import PluginManager
from ivk_core.server.calls import get_version
from ivk_core.server.socket_probe import probe_socket

__all__ = ["check_server", "registered_checks"]

# The oldest version that this library is tested with.
_TESTED_WITH = (6, 14)
# Computers in home networks often differ by some seconds, and tokens of InvokeAI are valid for hours: a
# difference of up to a minute causes no problems.
_CLOCK_TOLERANCE_SECONDS = 60.0


def registered_checks(load: Callable[[], PluginManager]) -> list[ServerCheck]:
    """Return the checks of the installed packages and plugins; none if a plugin cannot be loaded.

    Parameters
    ----------
    load : callable
        Loads the plugins.
    """
    try:
        contributed = load().hook.ivk_register_server_checks()
    except PluginError:
        return []  # the finding "plugins" of the program's side has the error
    # pluggy returns the results of the last registered plugin first.
    return [check for checks in reversed(contributed) for check in checks]


def check_server(checks: Sequence[ServerCheck]) -> Flow[list[Finding]]:
    """Run all checks of the server. They change nothing on it.

    Parameters
    ----------
    checks : sequence of ServerCheck
        The checks of the installed packages and plugins.

    Returns
    -------
    Flow of list of Finding
        If the server cannot be reached or is not InvokeAI, that is the only finding.
    """
    server = yield from _finding(ServerCheck("server", _version))
    if server.level is Level.PROBLEM:
        return [server]
    findings = [server]
    for check in [*_BEFORE_PARTS, *checks, *_AFTER_PARTS]:
        findings.append((yield from _finding(check)))
    return findings


def _finding(check: ServerCheck) -> Flow[Finding]:
    try:
        return (yield from check.look())
    except InvokeAIError as error:
        return Finding(check.name, Level.PROBLEM, error.message.strip(), error.hint)
    except ValueError as error:  # a response that the check cannot parse
        return Finding(check.name, Level.PROBLEM, f"the response cannot be parsed: {error}")


def _version() -> Flow[Finding]:
    version = yield from get_version()
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if numbers < _TESTED_WITH:
        hint = "Upgrade the server if an operation is missing."
        return Finding("server", Level.WARNING, f"InvokeAI {version} is older than 6.14", hint)
    return Finding("server", Level.OK, f"InvokeAI {version}")


def _clock() -> Flow[Finding]:
    response = yield APP_VERSION
    try:
        server_time = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return Finding("clock", Level.OK, "the server does not send the time")
    difference = (datetime.now(UTC) - server_time.replace(tzinfo=UTC)).total_seconds()
    if abs(difference) > _CLOCK_TOLERANCE_SECONDS:
        hint = "Set the clocks: valid tokens may seem to be expired."
        return Finding(
            "clock", Level.WARNING, f"the server's clock differs by {difference:.0f} seconds", hint
        )
    return Finding("clock", Level.OK, "the server's clock agrees")


def _account() -> Flow[Finding]:
    status = yield from get_status()
    if not status.multiuser_enabled:
        return Finding("account", Level.OK, "the server has no accounts")
    if status.setup_required:
        hint = "Create one with client.auth.setup(email, password)."
        return Finding("account", Level.PROBLEM, "the server has no administrator yet", hint)
    try:
        user = yield from get_me()
    except AuthenticationError as error:
        hint = "Set INVOKEAI_EMAIL and INVOKEAI_PASSWORD, or pass auth=LoginAuth(…)."
        return Finding("account", Level.PROBLEM, error.message, hint)
    return Finding("account", Level.OK, f"logged in as {user.email}")


def _socket() -> Flow[Finding]:
    text = yield from probe_socket()
    if "without" in text:
        hint = "Configure the reverse proxy to pass websockets; events then use polling, which is slower."
        return Finding("socket", Level.WARNING, text, hint)
    return Finding("socket", Level.OK, text)


def _compression() -> Flow[Finding]:
    try:
        yield from probe_socket("gzip")
    except (ServerError, NotAnInvokeAIError):
        hint = "Install starlette 1.3.1 in InvokeAI's environment; images and events fail in browsers too."
        return Finding("compression", Level.WARNING, "the server fails to compress responses", hint)
    except ConnectionError:
        return Finding("compression", Level.OK, "not tested, because there is no socket")
    return Finding("compression", Level.OK, "works")


_BEFORE_PARTS = (ServerCheck("clock", _clock), ServerCheck("account", _account))
_AFTER_PARTS = (ServerCheck("socket", _socket), ServerCheck("compression", _compression))
