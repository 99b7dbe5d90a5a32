"""The state of a hub's connection, and the backoff of reconnects; without I/O.

The blocking and the asynchronous hub share this code. A stable connection that is lost is replaced
immediately. After a connection that could not be opened, or that ended soon after it was opened, there is a
pause that grows with each failure, so that clients do not overload a server that has problems.
"""

from __future__ import annotations

import logging

from ivk_core.errors import ConnectionError, InvokeAIError
from ivk_core.retry import RetryPolicy

__all__ = ["ConnectionState", "connection_failure"]

_LOG = logging.getLogger("ivk.events")

# The first pause is short, because most reconnects succeed immediately. While a server is down, an attempt
# every 15 s costs little and finds the server soon after it is up again.
_RECONNECTS = RetryPolicy(first_pause=0.2, longest_pause=15.0)
# A server or proxy that refuses a client ends the connection soon. A connection that was open for longer was
# lost for another reason, so the next one can be opened without a pause.
_STABLE_AFTER_SECONDS = 5.0
# A single connection that ends soon may be chance; after two, waiting listeners get the error.
_FAILURES_TO_REPORT = 2


class ConnectionState:
    """Whether a connection is open, the error of the last attempt, and the pause before the next attempt.

    Attributes
    ----------
    is_open : bool
        Whether a connection is open and in all rooms.
    error : InvokeAIError or None
        The error of the last attempt; None while a connection is open, or before the first attempt.
    is_outdated : bool
        Whether the current connection, or the current attempt to open one, is to be replaced.
    """

    def __init__(self) -> None:
        self.is_open = False
        self.error: InvokeAIError | None = None
        self.is_outdated = False
        self._opened_at: float | None = None
        self._failures = 0
        self._has_gap = False

    @property
    def pause(self) -> float:
        """The pause in seconds before the next attempt."""
        if self._failures == 0 or self.is_outdated:
            return 0.0
        return _RECONNECTS.pause(self._failures - 1)

    def connecting(self) -> None:
        """Record the start of an attempt."""
        self.is_outdated, self._opened_at = False, None

    def outdated(self) -> None:
        """Record that a new connection is needed, and forget earlier failures: it has other credentials."""
        self.is_outdated, self.error, self._failures = True, None, 0

    def opened(self, now: float) -> bool:
        """Record that the connection is open; return whether events may have been missed before."""
        is_restored, self._has_gap = self._has_gap, False
        self.is_open, self.error, self._opened_at = True, None, now
        return is_restored

    def lost(self) -> bool:
        """Record that the connection is no longer open; return whether it was open."""
        was_open, self.is_open = self.is_open, False
        self._has_gap = self._has_gap or was_open
        return was_open

    def ended(self, now: float, error: InvokeAIError | None) -> None:
        """Record the end of a connection or of an attempt, with its error."""
        self._has_gap = self._has_gap or error is not None
        if self.is_outdated:
            return
        was_stable = self._opened_at is not None and now - self._opened_at >= _STABLE_AFTER_SECONDS
        self._failures = 0 if was_stable else self._failures + 1
        if error is None and self._failures >= _FAILURES_TO_REPORT:
            error = ConnectionError("The server ends each connection as soon as it is open.")
            self._has_gap = True
        self.error = error


def connection_failure(error: Exception) -> InvokeAIError:
    """Return the error of an attempt to open a socket as an `InvokeAIError`.

    A program's `CallableAuth` function and the Socket.IO libraries may raise any error. None of them may end
    the reconnects.

    Parameters
    ----------
    error : Exception
        The error that was raised.

    Returns
    -------
    InvokeAIError
        The error itself if it is one, else a `ConnectionError` with the error as its cause, which is logged.
    """
    if isinstance(error, InvokeAIError):
        return error
    _LOG.warning("Opening a socket failed unexpectedly; it is retried", exc_info=error)
    failure = ConnectionError(f"The socket cannot be opened: {type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure
