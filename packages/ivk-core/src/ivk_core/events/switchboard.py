"""Who listens, and to what; pure state that both hubs keep."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ivk_core.events.event import Event
from ivk_core.events.rooms import Room, Rooms

__all__ = ["Listener", "Switchboard", "reconnect_pause"]

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 15.0

Hear: TypeAlias = Callable[[Event], object]


@dataclass(frozen=True, eq=False)
class Listener:
    """Someone who wants to be told.

    Parameters
    ----------
    hear : callable
        Takes each event. It must be quick: the next event waits for it.
    rooms : sequence of Room
        The rooms that it needs the socket to be in.
    """

    hear: Hear
    rooms: Sequence[Room]


class Switchboard:
    """The listeners of one hub and the rooms that they need."""

    def __init__(self) -> None:
        self.rooms = Rooms()
        self._listeners: tuple[Listener, ...] = ()

    def add(self, listener: Listener) -> None:
        """Let someone listen from now on."""
        self._listeners = (*self._listeners, listener)
        self.rooms.wish(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """Let someone listen no more; no harm in doing it twice."""
        if listener in self._listeners:
            self._listeners = tuple(other for other in self._listeners if other is not listener)
            self.rooms.unwish(listener.rooms)

    def hear(self, event: Event) -> None:
        """Tell everybody. One listener that fails does not keep the others from being told."""
        for listener in self._listeners:
            try:
                listener.hear(event)
            except Exception:  # noqa: BLE001 - it is the caller's code, and the socket must live on
                _LOG.exception("A listener failed at %r", event)


def reconnect_pause(failures: int) -> float:
    """Give the seconds to wait before trying again, after so many failures in a row."""
    return 0.0 if failures == 0 else min(_FIRST_PAUSE * 2.0**failures, _LONGEST_PAUSE)
