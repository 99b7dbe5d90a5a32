"""Which listeners there are, which events they receive, and which rooms have to be joined for that.

Both kinds of hub use it, and it does no I/O. The server sends the events of a queue only to those who have
joined its room, and forgets who has when a connection ends. So requests and confirmations are counted apart:
a room that is wanted and not confirmed has to be joined, one that is confirmed and no longer wanted has to be
left, and a lost connection takes all confirmations back.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ivk_core.events.event import Event
from ivk_core.events.rooms import Room

__all__ = ["Dispatcher", "EventCallback", "Listener", "RoomMembership"]

_LOG = logging.getLogger("ivk.events")

EventCallback: TypeAlias = Callable[[Event], object]
"""Takes each event."""


@dataclass(frozen=True, eq=False)
class Listener:
    """One subscription.

    Parameters
    ----------
    callback : callable
        Takes each event. It must be quick: the next event waits for it.
    rooms : sequence of Room
        The rooms that have to be joined for it.
    batch_id : str, optional
        The only batch whose events it receives; events that belong to no batch are received as well.
    """

    callback: EventCallback
    rooms: Sequence[Room] = ()
    batch_id: str | None = None


class RoomMembership:
    """The rooms of one socket."""

    def __init__(self) -> None:
        self._wanted: Counter[Room] = Counter()
        self._joined: set[Room] = set()

    def want(self, rooms: Iterable[Room]) -> None:
        """Count one more listener that needs these rooms."""
        self._wanted.update(rooms)

    def unwant(self, rooms: Iterable[Room]) -> None:
        """Count one listener less that needs these rooms."""
        self._wanted.subtract(rooms)
        self._wanted = +self._wanted

    def joined(self, room: Room) -> None:
        """Note that the server has confirmed a room."""
        self._joined.add(room)

    def left(self, room: Room) -> None:
        """Note that a room is about to be left."""
        self._joined.discard(room)

    def reset(self) -> None:
        """Note that the connection is gone, and every confirmation with it."""
        self._joined.clear()

    def to_join(self) -> list[Room]:
        """Return the rooms that have to be joined."""
        return [room for room in self._wanted if room not in self._joined]

    def to_leave(self) -> list[Room]:
        """Return the rooms that have to be left."""
        return [room for room in self._joined if room not in self._wanted]

    def has(self, rooms: Iterable[Room]) -> bool:
        """Return whether all of these are confirmed."""
        return self._joined.issuperset(rooms)


class Dispatcher:
    """The listeners of one hub.

    Ten thousand jobs may be listened to at once, each by a listener of its own. An event of one batch goes to
    the listeners of that batch and to those of all batches, and the others cost nothing.
    """

    def __init__(self) -> None:
        self.rooms = RoomMembership()
        self._listeners: dict[str | None, dict[Listener, None]] = {}

    def add(self, listener: Listener) -> None:
        """Send events to a listener from now on."""
        self._listeners.setdefault(listener.batch_id, {})[listener] = None
        self.rooms.want(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """Send no further event to a listener; removing it twice does no harm."""
        siblings = self._listeners.get(listener.batch_id, {})
        if listener not in siblings:
            return
        del siblings[listener]
        if not siblings:
            self._listeners.pop(listener.batch_id, None)
        self.rooms.unwant(listener.rooms)

    def has(self, listener: Listener) -> bool:
        """Return whether a listener receives events."""
        return listener in self._listeners.get(listener.batch_id, ())

    def dispatch(self, event: Event) -> None:
        """Send an event to its listeners. One that fails does not keep the others from receiving it."""
        for listener in self._receivers(event):
            try:
                listener.callback(event)
            except Exception:  # noqa: BLE001 - it is the caller's code, and the socket must live on
                _LOG.exception("A listener failed at %r", event)

    def _receivers(self, event: Event) -> list[Listener]:
        # Copied at once: listeners come and go in other threads, and in what they do with the event.
        batch_id = event.get("batch_id")
        if isinstance(batch_id, str):
            return [*self._listeners.get(None, ()), *self._listeners.get(batch_id, ())]
        return [listener for siblings in list(self._listeners.values()) for listener in list(siblings)]
