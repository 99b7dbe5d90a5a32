"""The end of a connection, and whom to tell of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Ending", "Lost"]

Lost: TypeAlias = Callable[[], object]
"""Called once when a connection that was in use has ended."""


class Ending:
    """Tells of the end of a connection once it is in use, also of an end that came before that.

    Parameters
    ----------
    lost : callable
        Whom to tell.
    """

    def __init__(self, lost: Lost) -> None:
        self._lost = lost
        self._is_in_use = False
        self._has_ended = False

    def note(self, *_reason: object) -> None:
        """Take down that the connection has ended."""
        self._has_ended = True
        if self._is_in_use:
            self._lost()

    def begin_use(self) -> None:
        """Take down that somebody relies on the connection from now on."""
        self._is_in_use = True
        if self._has_ended:
            self._lost()
