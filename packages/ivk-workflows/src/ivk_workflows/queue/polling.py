"""How often a server is polled during a wait, and how long errors are tolerated."""

from __future__ import annotations

import time

from ivk_core.config import ClientConfig
from ivk_core.errors import InvokeAIError
from ivk_core.retry import RetryPolicy, is_transient
from ivk_core.timeouts import Deadline

__all__ = ["PollSchedule", "time_to_answer"]

# While events are received, a poll is only a safety net: items may be deleted without an event.
_WHILE_EVENTS_ARE_RECEIVED = 30.0
# Without events: small jobs finish within some tenths of a second, large ones within minutes. Little jitter,
# because the first poll after a submission should be quick.
_WITHOUT_EVENTS = RetryPolicy(first_pause=0.1, longest_pause=5.0, growth=1.5, jitter=0.1)
# The last poll before the end of the patience should not come much too early.
_SHORTEST_PAUSE = 0.1
# The caller's deadline may be very near, and the server still needs some time for an answer.
_SHORTEST_TIME_TO_ANSWER = 0.5
# The default timeout of all other requests.
_LONGEST_TIME_TO_ANSWER = 30.0


class PollSchedule:
    """The polls of one wait: rare while events are received, else frequent at first and less so later.

    Parameters
    ----------
    patience : float
        Seconds for which polls may fail; by default as long as `ClientConfig.reconnect_timeout`.
    """

    def __init__(self, patience: float = ClientConfig.reconnect_timeout) -> None:
        self._patience = patience
        self._polls = 0
        self._failing_since: float | None = None

    def interval(self, *, is_live: bool) -> float:
        """Return the seconds until the next poll.

        Parameters
        ----------
        is_live : bool
            Whether events are received.
        """
        if is_live and self._failing_since is None:
            return _WHILE_EVENTS_ARE_RECEIVED
        pause = _WITHOUT_EVENTS.pause(self._polls)
        if self._failing_since is None:
            return pause
        left = self._patience - (time.monotonic() - self._failing_since)
        return min(pause, max(left, _SHORTEST_PAUSE))

    def note_answer(self) -> None:
        """Record that a poll was answered."""
        self._polls += 1
        self._failing_since = None

    def note_failure(self, error: InvokeAIError) -> None:
        """Record that a poll failed; raise its error if it is permanent, or lasts for too long."""
        now = time.monotonic()
        self._polls += 1
        self._failing_since = now if self._failing_since is None else self._failing_since
        if not is_transient(error) or now - self._failing_since >= self._patience:
            raise error


def time_to_answer(deadline: Deadline) -> float | None:
    """Return the seconds for an answer before a deadline; None for the client's own timeout."""
    if not deadline.is_set:
        return None
    return min(max(deadline.left, _SHORTEST_TIME_TO_ANSWER), _LONGEST_TIME_TO_ANSWER)
