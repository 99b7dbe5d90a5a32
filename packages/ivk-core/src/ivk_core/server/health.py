"""The health check: whether the server works for this client, and how long each check takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from ivk_core.auth.calls import get_me, get_status
from ivk_core.doctor.check import ServerCheck
from ivk_core.doctor.report import Level
from ivk_core.errors import InvokeAIError
from ivk_core.flow import Flow
from ivk_core.server.calls import get_version
from ivk_core.server.socket_probe import probe_socket

__all__ = ["Health", "Probe", "check_health"]


@dataclass(frozen=True)
class Probe:
    """The result of one check.

    Parameters
    ----------
    is_ok : bool
        Whether it succeeded.
    seconds : float
        Its duration in seconds.
    detail : str
        What was found, or the error message.
    """

    is_ok: bool
    seconds: float
    detail: str

    def __str__(self) -> str:
        return f"{'ok' if self.is_ok else 'FAILED':6} {self.seconds * 1000:6.0f} ms  {self.detail}"


@dataclass(frozen=True)
class Health:
    """The results of the health check.

    Parameters
    ----------
    rest : Probe
        Whether the server responds; the detail is its version.
    auth : Probe
        Whether it accepts the credentials.
    socket : Probe
        Whether it accepts a socket for events.
    parts : mapping of str to Probe
        The vital checks of the installed packages, such as ``parts["queue"]``.
    """

    rest: Probe
    auth: Probe
    socket: Probe
    parts: Mapping[str, Probe] = field(default_factory=dict)

    @property
    def probes(self) -> dict[str, Probe]:
        """All results by name."""
        return {"rest": self.rest, "auth": self.auth, **self.parts, "socket": self.socket}

    @property
    def queue(self) -> Probe | None:
        """Whether the queue works; the detail is its status. None if ``ivk-workflows`` is not installed."""
        return self.parts.get("queue")

    @property
    def is_ok(self) -> bool:
        """Whether all checks succeeded."""
        return all(probe.is_ok for probe in self.probes.values())

    def __bool__(self) -> bool:
        return self.is_ok

    def __str__(self) -> str:
        return "\n".join(f"{name:6} {probe}" for name, probe in self.probes.items())


def check_health(checks: Sequence[ServerCheck]) -> Flow[Health]:
    """Run each check once.

    Parameters
    ----------
    checks : sequence of ServerCheck
        The checks of the installed packages and plugins; only vital ones are run.

    Returns
    -------
    Flow of Health
        The results. Failures are reported in it and not raised.
    """
    rest = yield from _probe(_version())
    auth = yield from _probe(_account())
    parts = {}
    for check in checks:
        if check.is_vital:
            parts[check.name] = yield from _probe(_result_of(check))
    socket = yield from _probe(_socket())
    return Health(rest, auth, socket, parts)


def _probe(check: Flow[tuple[bool, str]]) -> Flow[Probe]:
    started = monotonic()
    try:
        is_ok, detail = yield from check
    except InvokeAIError as error:
        is_ok, detail = False, error.message.strip()
    except ValueError as error:  # a response that the check cannot parse
        is_ok, detail = False, f"the response cannot be parsed: {error}"
    return Probe(is_ok, monotonic() - started, detail)


def _version() -> Flow[tuple[bool, str]]:
    return True, (yield from get_version())


def _account() -> Flow[tuple[bool, str]]:
    status = yield from get_status()
    if not status.multiuser_enabled:
        return True, "no accounts"
    return True, f"logged in as {(yield from get_me()).email}"


def _result_of(check: ServerCheck) -> Flow[tuple[bool, str]]:
    finding = yield from check.look()
    return finding.level is not Level.PROBLEM, finding.text


def _socket() -> Flow[tuple[bool, str]]:
    return True, (yield from probe_socket())
