"""Trying whether a server does all that a program needs of it, and how long each thing takes."""

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
    """The outcome of trying one thing.

    Parameters
    ----------
    is_ok : bool
        Whether it worked.
    seconds : float
        How long it took.
    detail : str
        What was seen, or what went wrong.
    """

    is_ok: bool
    seconds: float
    detail: str

    def __str__(self) -> str:
        return f"{'ok' if self.is_ok else 'FAILED':6} {self.seconds * 1000:6.0f} ms  {self.detail}"


@dataclass(frozen=True)
class Health:
    """How well a server works.

    Parameters
    ----------
    rest : Probe
        Whether it answers, and with which version.
    auth : Probe
        Whether it accepts the credentials.
    socket : Probe
        Whether it would send events.
    parts : mapping of str to Probe
        What the installed parts need of it, such as ``parts["queue"]``.
    """

    rest: Probe
    auth: Probe
    socket: Probe
    parts: Mapping[str, Probe] = field(default_factory=dict)

    @property
    def probes(self) -> dict[str, Probe]:
        """All that was tried, by name."""
        return {"rest": self.rest, "auth": self.auth, **self.parts, "socket": self.socket}

    @property
    def queue(self) -> Probe | None:
        """Whether the queue can be asked, and what is in it; None if ``ivk-workflows`` is not installed."""
        return self.parts.get("queue")

    @property
    def is_ok(self) -> bool:
        """Whether all of it works."""
        return all(probe.is_ok for probe in self.probes.values())

    def __bool__(self) -> bool:
        return self.is_ok

    def __str__(self) -> str:
        return "\n".join(f"{name:6} {probe}" for name, probe in self.probes.items())


def check_health(checks: Sequence[ServerCheck]) -> Flow[Health]:
    """Try everything once.

    Parameters
    ----------
    checks : sequence of ServerCheck
        What the installed parts need; those that are vital are run.

    Returns
    -------
    Flow of Health
        What fails is reported in it, not raised.
    """
    rest = yield from _probed(_version())
    auth = yield from _probed(_account())
    parts = {}
    for check in checks:
        if check.is_vital:
            parts[check.name] = yield from _probed(_found(check))
    socket = yield from _probed(_socket())
    return Health(rest, auth, socket, parts)


def _probed(look: Flow[tuple[bool, str]]) -> Flow[Probe]:
    began = monotonic()
    try:
        is_ok, detail = yield from look
    except InvokeAIError as error:
        is_ok, detail = False, error.message.strip()
    except ValueError as error:  # an answer that a part cannot read
        is_ok, detail = False, f"the answer cannot be read: {error}"
    return Probe(is_ok, monotonic() - began, detail)


def _version() -> Flow[tuple[bool, str]]:
    return True, (yield from get_version())


def _account() -> Flow[tuple[bool, str]]:
    status = yield from get_status()
    if not status.multiuser_enabled:
        return True, "no accounts"
    return True, f"logged in as {(yield from get_me()).email}"


def _found(check: ServerCheck) -> Flow[tuple[bool, str]]:
    finding = yield from check.look()
    return finding.level is not Level.PROBLEM, finding.text


def _socket() -> Flow[tuple[bool, str]]:
    return True, (yield from probe_socket())
