"""The state of the one connection of a hub, without any I/O; both kinds of hub use it.

A connection that breaks after a while is replaced at once. One that cannot be opened, or that ends as soon as
it is open, is tried again after growing pauses, so that a server in trouble is not asked a hundred times a
second by each of its clients.
"""

from __future__ import annotations

import logging

from ivk_core.errors import ConnectionError, InvokeAIError
from ivk_core.retry import RetryPolicy

__all__ = ["ConnectionState", "connection_failure"]

_LOG = logging.getLogger("ivk.events")

# The first pause is short, because most reconnects succeed at once; a server that stays away is asked four
# times a minute, which costs nothing and finds it soon after it is back.
_RECONNECTS = RetryPolicy(first_pause=0.2, longest_pause=15.0)
# A connection that was open for so long was a good one: what ended it does not speak against the next.
_SECONDS_OF_A_GOOD_CONNECTION = 5.0
# A single connection that ends at once may be chance; after two, waiting listeners are told the reason.
_FAILURES_TO_REPORT = 2


class ConnectionState:
    """One connection after another: whether one is open, why there is none, when to try again.

    Attributes
    ----------
    is_open : bool
        Whether there is a connection, in all of its rooms.
    error : InvokeAIError or None
        Why there is no connection at present; None while there is one, or none was tried.
    is_outdated : bool
        Whether the present connection, or the attempt at one, is to be replaced.
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
        """The seconds to wait before the next connection is tried."""
        if self._failures == 0 or self.is_outdated:
            return 0.0
        return _RECONNECTS.pause(self._failures - 1)

    def connecting(self) -> None:
        """Note that a connection is tried."""
        self.is_outdated, self._opened_at = False, None

    def outdated(self) -> None:
        """Note that another connection is wanted; what became of the present one does not matter for that."""
        self.is_outdated, self.error, self._failures = True, None, 0

    def opened(self, now: float) -> bool:
        """Note that the connection is open, at a time; return whether events may have been missed before."""
        is_restored, self._has_gap = self._has_gap, False
        self.is_open, self.error, self._opened_at = True, None, now
        return is_restored

    def lost(self) -> bool:
        """Note that the connection is not open any longer; return whether it was."""
        was_open, self.is_open = self.is_open, False
        self._has_gap = self._has_gap or was_open
        return was_open

    def ended(self, now: float, error: InvokeAIError | None) -> None:
        """Record the end of a connection, or of an attempt, with its time and its error."""
        self._has_gap = self._has_gap or error is not None
        if self.is_outdated:
            return
        was_good = self._opened_at is not None and now - self._opened_at >= _SECONDS_OF_A_GOOD_CONNECTION
        self._failures = 0 if was_good else self._failures + 1
        if error is None and self._failures >= _FAILURES_TO_REPORT:
            error = ConnectionError("The server ends each connection as soon as it is open.")
            self._has_gap = True
        self.error = error


def connection_failure(error: Exception) -> InvokeAIError:
    """Return the reason why there is no socket, whatever was raised.

    A function of the program that finds credentials may raise anything, and so may the libraries that a
    socket is made of. None of it may end the search for a socket.

    Parameters
    ----------
    error : Exception
        What was raised.

    Returns
    -------
    InvokeAIError
        The error itself where it is one of ours, else a `ConnectionError` caused by it, which is logged.
    """
    if isinstance(error, InvokeAIError):
        return error
    _LOG.warning("The socket failed unexpectedly; another one is tried", exc_info=error)
    failure = ConnectionError(f"No socket, because something failed: {type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure
