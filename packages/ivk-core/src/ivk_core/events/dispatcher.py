"""Dispatching events to listeners, and the rooms that have to be joined for them; without I/O.

The blocking and the asynchronous hub share this code. The server sends the events of a queue only to sockets
that have joined its room, and membership ends with the connection. Therefore the rooms that listeners need
and the rooms that the server has confirmed are stored separately. A needed room that is not confirmed has to
be joined; a confirmed room that is no longer needed has to be left; after a lost connection no room is
confirmed.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import TypeAlias

from ivk_core.arguments import check_argument
from ivk_core.errors import ArgumentError
from ivk_core.events.event import Event
from ivk_core.events.rooms import Room

__all__ = ["Dispatcher", "EventCallback", "Listener", "RoomMembership", "check_callback", "checked_rooms"]

_LOG = logging.getLogger("ivk.events")

EventCallback: TypeAlias = Callable[[Event], object]
"""A function that is called with each event."""


@dataclass(frozen=True, eq=False)
class Listener:
    """One subscription.

    Parameters
    ----------
    callback : callable
        Called with each event. It must return quickly, because it delays the next event.
    rooms : sequence of Room
        The rooms to join for it.
    batch_id : str, optional
        The only batch whose events it receives. Events that belong to no batch are received too.
    """

    callback: EventCallback
    rooms: Sequence[Room] = ()
    batch_id: str | None = None

    def __post_init__(self) -> None:
        check_callback(self.callback)
        if self.batch_id is not None:
            check_argument("batch_id", self.batch_id, str, "the id of a batch")


def check_callback(callback: object) -> None:
    """Raise an error for an object that cannot receive events.

    Raises
    ------
    ArgumentError
        If it is not callable, or a coroutine function, which nothing would await.
    """
    if not callable(callback):
        raise ArgumentError(f"callback={callback!r} must be a function that takes an event.")
    if iscoroutinefunction(callback):
        raise ArgumentError(
            f"callback={callback!r} is a coroutine function, and callbacks are not awaited.",
            hint="Pass a function, or iterate: async with client.events.listening(…) as events.",
        )


def checked_rooms(rooms: Sequence[Room]) -> tuple[Room, ...]:
    """Return rooms as a tuple.

    Raises
    ------
    ArgumentError
        If it is not a sequence of rooms.
    """
    given: object = rooms
    each = tuple(rooms) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else ()
    if isinstance(given, str | bytes) or not isinstance(given, Iterable) or not _are_rooms(each):
        raise ArgumentError(
            f"rooms={rooms!r} must be a list of rooms.", hint='Such as [Room.queue("default")].'
        )
    return each


def _are_rooms(each: Iterable[object]) -> bool:
    return all(isinstance(room, Room) for room in each)


class RoomMembership:
    """The rooms of one socket: how many listeners need each, and which ones the server has confirmed."""

    def __init__(self) -> None:
        self._needed: Counter[Room] = Counter()
        self._joined: set[Room] = set()

    def acquire(self, rooms: Iterable[Room]) -> None:
        """Count one more listener that needs these rooms."""
        self._needed.update(rooms)

    def release(self, rooms: Iterable[Room]) -> None:
        """Count one listener less that needs these rooms."""
        self._needed.subtract(rooms)
        self._needed = +self._needed  # drops the rooms whose count is 0

    def joined(self, room: Room) -> None:
        """Record that the server has confirmed a room."""
        self._joined.add(room)

    def left(self, room: Room) -> None:
        """Record that a room is being left."""
        self._joined.discard(room)

    def reset(self) -> None:
        """Record that the connection has ended, so that no room is confirmed."""
        self._joined.clear()

    def to_join(self) -> list[Room]:
        """Return the rooms that have to be joined."""
        return [room for room in self._needed if room not in self._joined]

    def to_leave(self) -> list[Room]:
        """Return the rooms that have to be left."""
        return [room for room in self._joined if room not in self._needed]

    def has(self, rooms: Iterable[Room]) -> bool:
        """Return whether all these rooms are confirmed."""
        return self._joined.issuperset(rooms)


class Dispatcher:
    """The listeners of one hub.

    Listeners are stored by batch. Ten thousand jobs may have a listener each, and an event of one batch is
    only dispatched to the listeners of this batch and to those of all batches.
    """

    def __init__(self) -> None:
        self.rooms = RoomMembership()
        self._listeners: dict[str | None, dict[Listener, None]] = {}

    def add(self, listener: Listener) -> None:
        """Add a listener."""
        self._listeners.setdefault(listener.batch_id, {})[listener] = None
        self.rooms.acquire(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """Remove a listener; do nothing if it was removed before."""
        siblings = self._listeners.get(listener.batch_id, {})
        if listener not in siblings:
            return
        del siblings[listener]
        if not siblings:
            self._listeners.pop(listener.batch_id, None)
        self.rooms.release(listener.rooms)

    def has(self, listener: Listener) -> bool:
        """Return whether a listener was added and not removed."""
        return listener in self._listeners.get(listener.batch_id, ())

    def dispatch(self, event: Event) -> None:
        """Call the listeners of an event. The error of one listener is logged, and the others are called."""
        for listener in self._receivers(event):
            try:
                listener.callback(event)
            except Exception:  # noqa: BLE001 - an error of the program's callback must not end the socket
                _LOG.exception("A listener failed at %r", event)

    def _receivers(self, event: Event) -> list[Listener]:
        # A copy, because other threads and the callbacks themselves may add and remove listeners.
        batch_id = event.get("batch_id")
        if isinstance(batch_id, str):
            return [*self._listeners.get(None, ()), *self._listeners.get(batch_id, ())]
        return [listener for siblings in list(self._listeners.values()) for listener in list(siblings)]
