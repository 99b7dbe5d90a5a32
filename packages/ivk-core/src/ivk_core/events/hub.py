"""The blocking side of events: one socket for a client, shared by all listeners.

A thread opens the socket when the first listener comes, enters the rooms that are wished for, and leaves
those that nobody needs any longer. When the socket breaks it opens another one, with the credentials of
that moment, enters all rooms again and only then says `ConnectionRestored`: from there on nothing is
missed, and what was missed before can be asked for.
"""

from __future__ import annotations

import os
import queue
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from ivk_core.errors import ConnectionError, InvokeAIError, TimeoutError
from ivk_core.events.event import Event
from ivk_core.events.keeper import Keeper, LiveSocket, OpenSocket
from ivk_core.events.rooms import Room
from ivk_core.events.switchboard import Hear, Listener, Switchboard

__all__ = ["EventHub", "Subscription"]

_SECONDS_TO_SUBSCRIBE = 12.0
_SECONDS_TO_CLOSE = 0.5


class Subscription:
    """Someone who listens, until it is closed; a context manager.

    Parameters
    ----------
    hub : EventHub
        Whom it listens to.
    listener : Listener
        What it asked for.
    """

    def __init__(self, hub: EventHub, listener: Listener) -> None:
        self._hub = hub
        self._listener = listener

    @property
    def is_live(self) -> bool:
        """Whether the socket is open and in all rooms of this subscription: nothing is missed now."""
        return self._hub.hears(self._listener)

    def close(self) -> None:
        """Listen no more."""
        self._hub.remove(self._listener)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class EventHub:
    """What the server tells, for many listeners over one socket.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    """

    def __init__(self, open_socket: OpenSocket) -> None:
        self._open_socket = open_socket
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._board = Switchboard()
        self._changed = threading.Condition()
        self._keeper: Keeper | None = None

    def subscribe(
        self,
        hear: Hear,
        rooms: Sequence[Room] = (),
        *,
        batch_id: str | None = None,
        timeout: float = _SECONDS_TO_SUBSCRIBE,
    ) -> Subscription:
        """Listen to all events, those of some rooms among them.

        It waits until the server has confirmed the rooms, so that what is done next cannot be missed.
        When no socket can be had it returns all the same: `Subscription.is_live` says so, the hub keeps
        trying, and `ConnectionRestored` tells when it succeeded.

        Parameters
        ----------
        hear : callable
            Takes each `Event`, in the thread that reads the socket: be quick, and do not wait for
            another event in it.
        rooms : sequence of Room
            Such as ``[Room.queue("default")]``. Events about models come without any room.
        batch_id : str, optional
            The only batch to be told of; events that are about no batch are told as well. All by default.
        timeout : float
            Seconds to wait for the server at the most.

        Returns
        -------
        Subscription
        """
        if self._process != os.getpid():
            self._begin()  # threads do not live on in a forked process, and locks may be held for ever
        listener = Listener(hear, tuple(rooms), batch_id)
        try:
            with self._changed:
                self._board.add(listener)
                keeper = self._keeper = self._keeper or self._new_keeper()
                self._changed.notify_all()
                self._changed.wait_for(lambda: keeper.life.error or self.is_in(listener.rooms), timeout)
        except BaseException:  # Ctrl-C, while the server makes us wait
            self.remove(listener)
            raise
        return Subscription(self, listener)

    @contextmanager
    def listening(
        self, rooms: Sequence[Room] = (), *, timeout: float | None = None
    ) -> Iterator[Iterator[Event]]:
        """Listen in a ``with`` block and go through the events in it.

        Parameters
        ----------
        rooms : sequence of Room
            As for `subscribe`.
        timeout : float, optional
            Seconds to wait for each next event.

        Yields
        ------
        iterator of Event
            Without an end; when `timeout` is given, `TimeoutError` ends it.

        Raises
        ------
        ConnectionError
            If no socket can be had.
        ConfigurationError
            If the credentials, or another header, cannot be sent.

        Examples
        --------
        >>> with client.events.listening([Room.queue()]) as events:
        ...     for event in events:
        ...         print(event.name, event.get("status"))
        """
        heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with self.subscribe(heard.put, rooms) as subscription:
            if not subscription.is_live:
                raise self._reason()
            yield _drained(heard, timeout)

    def is_in(self, rooms: Sequence[Room]) -> bool:
        """Tell whether the socket is open and in these rooms."""
        with self._changed:
            return self._keeper is not None and self._keeper.life.is_open and self._board.rooms.has(rooms)

    def hears(self, listener: Listener) -> bool:
        """Tell whether someone misses nothing; what `Subscription.is_live` calls."""
        with self._changed:
            return self._board.has(listener) and self.is_in(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """End a subscription; what `Subscription.close` calls."""
        with self._changed:
            self._board.remove(listener)
            self._changed.notify_all()

    def reopen(self) -> None:
        """Open another connection in the place of this one, if there is one, with the credentials of now.

        Listeners are told as when a connection breaks: `ConnectionLost` at once, `ConnectionRestored` later.
        """
        with self._changed:
            keeper = self._keeper
        if keeper is not None:
            keeper.reopen()

    def close(self) -> None:
        """End the connection. The hub opens another one for the next listener."""
        with self._changed:
            keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.stop(_SECONDS_TO_CLOSE)

    def _new_keeper(self) -> Keeper:
        keeper = Keeper(_while_alive(self), self._board, self._changed)
        weakref.finalize(self, keeper.stop, 0.0).atexit = False
        return keeper

    def _reason(self) -> InvokeAIError:
        known = self._keeper.life.error if self._keeper else None
        return known or ConnectionError("The server did not open a socket in time.")


def _while_alive(hub: EventHub) -> OpenSocket:
    """Open sockets for as long as somebody holds the hub; its thread must not be the one who does."""
    reference = weakref.ref(hub)

    def open_socket(heard: Hear, lost: Callable[[], object]) -> LiveSocket:
        alive = reference()
        if alive is None:
            raise ConnectionError("Nobody holds the client of this connection any longer.")
        return alive._open_socket(heard, lost)

    return open_socket


def _drained(heard: queue.SimpleQueue[Event], timeout: float | None) -> Iterator[Event]:
    while True:
        try:
            yield heard.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError(f"The server told nothing for {timeout} seconds.") from None
