"""How the one connection of a hub fares; pure state that both hubs keep.

A connection that breaks after a while is replaced at once. One that cannot be had, or that ends as soon as it
is open, is tried again after pauses that grow, so that a server in trouble is not asked a hundred times a
second by each of its clients.
"""

from __future__ import annotations

from ivk_core.errors import ConnectionError, InvokeAIError

__all__ = ["Life"]

_SECONDS_THAT_COUNT = 5.0
_SETBACKS_TO_TELL = 2
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 15.0
_DOUBLINGS = 8  # more would not make it longer, and thousands would not fit into a number


class Life:
    """One connection after another: whether one is open, why there is none, when to try again.

    Attributes
    ----------
    is_open : bool
        Whether there is a connection, in all of its rooms.
    error : InvokeAIError or None
        Why no connection can be had at present; None while there is one, or nothing speaks against one.
    is_outdated : bool
        Whether the present connection, or the attempt at one, is to be given up for another one.
    """

    def __init__(self) -> None:
        self.is_open = False
        self.error: InvokeAIError | None = None
        self.is_outdated = False
        self._opened_at: float | None = None
        self._setbacks = 0
        self._has_gap = False

    @property
    def pause(self) -> float:
        """The seconds to wait before the next connection is tried."""
        if self._setbacks == 0 or self.is_outdated:
            return 0.0
        return min(_FIRST_PAUSE * 2.0 ** min(self._setbacks, _DOUBLINGS), _LONGEST_PAUSE)

    def begun(self) -> None:
        """Note that a connection is tried."""
        self.is_outdated, self._opened_at = False, None

    def outdated(self) -> None:
        """Note that another connection is wanted; what became of the present one says nothing about that."""
        self.is_outdated, self.error, self._setbacks = True, None, 0

    def opened(self, now: float) -> bool:
        """Note that the connection is open, at a time; tell whether there was none when somebody listened."""
        is_restored, self._has_gap = self._has_gap, False
        self.is_open, self.error, self._opened_at = True, None, now
        return is_restored

    def broke(self) -> bool:
        """Note that the connection is open no longer; tell whether it was."""
        was_open, self.is_open = self.is_open, False
        self._has_gap = self._has_gap or was_open
        return was_open

    def ended(self, now: float, error: InvokeAIError | None) -> None:
        """Note that a connection has ended, or never was, at a time; with an error, if one ended it."""
        self._has_gap = self._has_gap or error is not None
        if self.is_outdated:
            return
        has_counted = self._opened_at is not None and now - self._opened_at >= _SECONDS_THAT_COUNT
        self._setbacks = 0 if has_counted else self._setbacks + 1
        if error is None and self._setbacks >= _SETBACKS_TO_TELL:
            error = ConnectionError("The server ends each connection as soon as it is open.")
            self._has_gap = True
        self.error = error
