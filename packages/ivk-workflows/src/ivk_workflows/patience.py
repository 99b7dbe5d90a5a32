"""How long to wait before looking again, and for how long to put up with a server that does not answer."""

from __future__ import annotations

import time

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    RateLimitError,
    ServerError,
    TimeoutError,
)
from ivk_core.timeouts import Deadline

__all__ = ["NEVER", "Patience", "may_pass", "seconds_left", "time_to_answer"]

NEVER = Deadline(None)
"""The deadline of those who wait for as long as it takes."""

_WHILE_LISTENING = 30.0
_FIRST_INTERVAL = 0.1
_LONGEST_INTERVAL = 5.0
_LOOKS_TO_THE_LONGEST = 10
_SECONDS_OF_SILENCE = 300.0
_SHORTEST_TIME_TO_ANSWER = 0.5
_LONGEST_TIME_TO_ANSWER = 30.0


class Patience:
    """Intervals of one wait: long while events are heard, else short and growing with each look."""

    def __init__(self) -> None:
        self._looks = 0
        self._silent_since: float | None = None

    def interval(self, *, is_live: bool) -> float:
        """Give the seconds until the next look."""
        if is_live and self._silent_since is None:
            return _WHILE_LISTENING
        growth = 1.5 ** min(self._looks, _LOOKS_TO_THE_LONGEST)
        return float(min(_FIRST_INTERVAL * growth, _LONGEST_INTERVAL))

    def note_answer(self) -> None:
        """Note that a look succeeded."""
        self._looks += 1
        self._silent_since = None

    def note_silence(self, error: InvokeAIError) -> None:
        """Note that a look failed; raises the error when that has gone on for too long."""
        now = time.monotonic()
        self._looks += 1
        self._silent_since = now if self._silent_since is None else self._silent_since
        if not may_pass(error) or now - self._silent_since > _SECONDS_OF_SILENCE:
            raise error


def may_pass(error: InvokeAIError) -> bool:
    """Tell whether asking again later may help."""
    passing = isinstance(error, ConnectionError | TimeoutError | ServerError | RateLimitError)
    return passing and not isinstance(error, NotAnInvokeAIError)


def seconds_left(deadline: Deadline) -> float | None:
    """Give the seconds until a deadline; None for as long as it takes."""
    return deadline.left if deadline.is_set else None


def time_to_answer(deadline: Deadline) -> float | None:
    """Give the seconds that the server has for an answer before a deadline; None for as long as usual."""
    if not deadline.is_set:
        return None
    return min(max(deadline.left, _SHORTEST_TIME_TO_ANSWER), _LONGEST_TIME_TO_ANSWER)
