"""Who listens, and to what; pure state that both hubs keep."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ivk_core.events.event import Event
from ivk_core.events.rooms import Room, Rooms

__all__ = ["Listener", "Switchboard"]

_LOG = logging.getLogger("ivk.events")

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
    batch_id : str, optional
        The only batch that it wants to be told of; events that are about no batch are told to it as well.
    """

    hear: Hear
    rooms: Sequence[Room]
    batch_id: str | None = None


class Switchboard:
    """The listeners of one hub and the rooms that they need.

    Ten thousand jobs may be listened for at once, each by a listener of its own. An event of one batch is
    told to those who listen to that batch and to those who listen to all, and the others cost nothing.
    """

    def __init__(self) -> None:
        self.rooms = Rooms()
        self._listeners: dict[str | None, dict[Listener, None]] = {}

    def add(self, listener: Listener) -> None:
        """Let someone listen from now on."""
        self._listeners.setdefault(listener.batch_id, {})[listener] = None
        self.rooms.wish(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """Let someone listen no more; no harm in doing it twice."""
        fellows = self._listeners.get(listener.batch_id, {})
        if listener not in fellows:
            return
        del fellows[listener]
        if not fellows:
            self._listeners.pop(listener.batch_id, None)
        self.rooms.unwish(listener.rooms)

    def has(self, listener: Listener) -> bool:
        """Tell whether someone listens."""
        return listener in self._listeners.get(listener.batch_id, ())

    def hear(self, event: Event) -> None:
        """Tell everybody. One listener that fails does not keep the others from being told."""
        for listener in self._audience(event):
            try:
                listener.hear(event)
            except Exception:  # noqa: BLE001 - it is the caller's code, and the socket must live on
                _LOG.exception("A listener failed at %r", event)

    def _audience(self, event: Event) -> list[Listener]:
        # Copied at once, for listeners come and go in other threads, and in what they do with the event.
        batch_id = event.get("batch_id")
        if isinstance(batch_id, str):
            return [*self._listeners.get(None, ()), *self._listeners.get(batch_id, ())]
        return [listener for fellows in list(self._listeners.values()) for listener in list(fellows)]
