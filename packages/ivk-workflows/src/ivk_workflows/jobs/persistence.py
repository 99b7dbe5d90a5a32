"""How long to go on asking and sending, and at which intervals, when a server does not do its part."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ivk_core.errors import InvokeAIError, RateLimitError, ServerError, TimeoutError
from ivk_core.flow import Flow, Pause
from ivk_workflows.patience import may_pass

__all__ = ["Tries", "growing", "looks_after", "patiently"]

T = TypeVar("T")

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0
_LONGEST_PAUSE_ASKED_FOR = 60.0
_LOOKS = 4
_LOOKS_AFTER_SILENCE = 6
_PATIENCE_WITH_A_SILENT_SERVER = 30.0
_PATIENCE_WITH_A_CLOSED_DOOR = 6.0
_REFUSALS = 2
_LOSSES = 5


class Tries:
    """Says how long to go on sending one thing."""

    def __init__(self) -> None:
        self._refusals = 0
        self._attempt = 0
        self._waited = 0.0

    def count(self, error: InvokeAIError) -> None:
        """Note that it did not arrive, or that the server failed at it; raises when that is the last word."""
        self._refusals += 1
        if self._refusals >= (_REFUSALS if isinstance(error, ServerError) else _LOSSES):
            raise error

    def pause_for(self, error: InvokeAIError) -> Pause:
        """Give the pause before it is sent again; raises when that goes on for too long."""
        pause = _asked_for(error) or growing(self._attempt)
        if self._waited > _PATIENCE_WITH_A_CLOSED_DOOR or pause > _LONGEST_PAUSE_ASKED_FOR:
            raise error
        self._attempt += 1
        self._waited += pause
        return Pause(pause)


def looks_after(reason: InvokeAIError) -> int:
    """Say how often to ask: behind silence, and behind a proxy that gave up, a server may be at work."""
    if isinstance(reason, TimeoutError) or getattr(reason, "status_code", 0) in {502, 504}:
        return _LOOKS_AFTER_SILENCE
    return 1 if isinstance(reason, ServerError) else _LOOKS


def patiently(ask: Callable[[], Flow[T]]) -> Flow[T]:
    """Ask, and ask again for a while when the server does not answer."""
    waited, attempt = 0.0, 0
    while True:
        try:
            return (yield from ask())
        except InvokeAIError as error:
            if waited > _PATIENCE_WITH_A_SILENT_SERVER or not may_pass(error):
                raise
        pause = growing(attempt)
        yield Pause(pause)
        waited, attempt = waited + pause, attempt + 1


def growing(attempt: int) -> float:
    """Give the seconds to wait after so many attempts."""
    return float(min(_FIRST_PAUSE * 2.0 ** min(attempt, 10), _LONGEST_PAUSE))


def _asked_for(error: InvokeAIError) -> float:
    if not isinstance(error, RateLimitError):
        return 0.0
    asked = error.response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0
