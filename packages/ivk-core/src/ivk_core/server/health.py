"""Looking whether a server does all that a program needs of it, and how long each thing takes."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from ivk_core.auth.calls import get_status
from ivk_core.errors import InvokeAIError
from ivk_core.flow import Flow, Request
from ivk_core.server.calls import get_version
from ivk_core.server.socket_probe import greet_socket

__all__ = ["Health", "Probe", "check_health", "queue_status"]


@dataclass(frozen=True)
class Probe:
    """What became of trying one thing.

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
    """How a server is.

    Parameters
    ----------
    rest : Probe
        Whether it answers, and with which version.
    auth : Probe
        Whether it accepts who we are.
    queue : Probe
        Whether its queue can be asked, and what is in it.
    socket : Probe
        Whether it would tell us of events.
    """

    rest: Probe
    auth: Probe
    queue: Probe
    socket: Probe

    @property
    def is_ok(self) -> bool:
        """Whether all of it works."""
        return all(probe.is_ok for probe in vars(self).values())

    def __bool__(self) -> bool:
        return self.is_ok

    def __str__(self) -> str:
        return "\n".join(f"{name:6} {probe}" for name, probe in vars(self).items())


def check_health() -> Flow[Health]:
    """Try everything once.

    Returns
    -------
    Flow of Health
        What goes wrong is told in it, not raised.
    """
    rest = yield from _probed(get_version())
    auth = yield from _probed(_who())
    queue = yield from _probed(queue_status())
    socket = yield from _probed(greet_socket())
    return Health(rest, auth, queue, socket)


def _probed(look: Flow[str]) -> Flow[Probe]:
    began = monotonic()
    try:
        seen = yield from look
    except InvokeAIError as error:
        return Probe(False, monotonic() - began, error.message.strip())
    return Probe(True, monotonic() - began, seen)


def _who() -> Flow[str]:
    status = yield from get_status()
    if not status.multiuser_enabled:
        return "no accounts"
    response = yield Request("GET", "/auth/me", operation="get_current_user_info_api_v1_auth_me_get")
    return f"logged in as {response.json.get('email')}"


def queue_status() -> Flow[str]:
    """Say in a few words what the queue is doing (operation ``get_queue_status``)."""
    response = yield Request(
        "GET", "/queue/{queue_id}/status", path={"queue_id": "default"}, operation="get_queue_status"
    )
    queue = response.json.get("queue", {})
    processor = response.json.get("processor", {})
    paused = "" if processor.get("is_started", True) else ", paused"
    return f"{queue.get('pending', 0)} pending, {queue.get('in_progress', 0)} in progress{paused}"
