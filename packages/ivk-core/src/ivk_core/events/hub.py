# Made from hub_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The event hub: many listeners share one socket.

The hub opens the socket for the first listener, joins the rooms that listeners need, and leaves rooms that
are no longer needed. When the connection is lost, it opens a new socket with the current credentials, joins
all rooms and then sends `ConnectionRestored`. Events between `ConnectionLost` and `ConnectionRestored` are
missed: listeners have to query the server for changes in that time.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from ivk_core.arguments import check_seconds
from ivk_core.attributes import StrictAttributes
from ivk_core.concurrency import Queue
from ivk_core.errors import TimeoutError
from ivk_core.events.connection import Connection, OpenSocket
from ivk_core.events.dispatcher import EventCallback, Listener, check_callback, checked_rooms
from ivk_core.events.event import Event
from ivk_core.events.rooms import Room

__all__ = ["EventHub", "Subscription"]

# Longer than the timeout of the socket (10 s), so that its error is known before this timeout.
_SECONDS_TO_SUBSCRIBE = 12.0


class Subscription(StrictAttributes):
    """The subscription of a listener; a context manager that ends it.

    Parameters
    ----------
    connection : Connection
        The connection of the hub.
    listener : Listener
        The listener.
    """

    def __init__(self, connection: Connection, listener: Listener) -> None:
        self._connection = connection
        self._listener = listener

    @property
    def is_live(self) -> bool:
        """Whether the socket is open and in all rooms of this subscription, so that no event is missed."""
        return self._connection.is_live(self._listener)

    def close(self) -> None:
        """End the subscription."""
        self._connection.remove(self._listener)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class EventHub(StrictAttributes):
    """The events of a server, for many listeners that share one socket.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    """

    def __init__(self, open_socket: OpenSocket) -> None:
        self._connection = Connection(open_socket)

    def subscribe(
        self,
        callback: EventCallback,
        rooms: Sequence[Room] = (),
        *,
        batch_id: str | None = None,
        timeout: float = _SECONDS_TO_SUBSCRIBE,
    ) -> Subscription:
        """Call a function for each event.

        This method returns when the server has confirmed the rooms, so that no later event is missed. If no
        socket can be opened, it also returns: `Subscription.is_live` is then False, the hub keeps
        trying, and the callback receives `ConnectionRestored` when the socket is open.

        Parameters
        ----------
        callback : callable
            A function (not a coroutine function) that is called with each `Event`, in the thread or task that
            reads the socket. It must return quickly and must not wait for another event.
        rooms : sequence of Room
            The rooms to join, such as ``[Room.queue("default")]``. Events about models need no room.
        batch_id : str, optional
            The only batch whose events are received; by default all. Events that belong to no batch are
            received too.
        timeout : float
            Maximum seconds to wait for the server; by default 12.

        Returns
        -------
        Subscription

        Raises
        ------
        ArgumentError
            If the callback is not a function, or the rooms are no rooms.
        """
        check_seconds("timeout", timeout, at_least_zero=True)
        listener = Listener(callback, checked_rooms(rooms), batch_id)
        self._connection.add(listener, timeout)
        return Subscription(self._connection, listener)

    @contextmanager
    def listening(
        self, rooms: Sequence[Room] = (), *, timeout: float | None = None
    ) -> Iterator[Iterator[Event]]:
        """Iterate over events in a ``with`` block.

        Parameters
        ----------
        rooms : sequence of Room
            The rooms to join, as for `subscribe`.
        timeout : float, optional
            Maximum seconds to wait for each event; unlimited by default.

        Yields
        ------
        iterator of Event
            An endless iterator. It raises `TimeoutError` if no event arrives in `timeout` seconds.

        Raises
        ------
        ConnectionError
            If no socket can be opened.
        ConfigurationError
            If the credentials or another header contain characters that cannot be sent.

        Examples
        --------
        >>> with client.events.listening([Room.queue()]) as events:
        ...     for event in events:
        ...         print(event.name, event.get("status"))
        """
        check_seconds("timeout", timeout)
        received: Queue[Event] = Queue()
        with self.subscribe(received.put, rooms) as subscription:
            if not subscription.is_live:
                raise self._connection.failure()
            yield _iterate(received, timeout)

    def observe(self, callback: EventCallback) -> None:
        """Call a function for every event that arrives for other listeners, without opening a socket.

        Parameters
        ----------
        callback : callable
            As for `subscribe`.
        """
        check_callback(callback)
        self._connection.observe(callback)

    def reopen(self) -> None:
        """Replace the connection, if there is one, by a new one with the current credentials. Thread-safe.

        Listeners receive `ConnectionLost` immediately and `ConnectionRestored` when the new connection is
        open, as after a lost connection.
        """
        self._connection.reopen()

    def close(self) -> None:
        """Close the connection. The next listener opens a new one."""
        self._connection.close()


def _iterate(received: Queue[Event], timeout: float | None) -> Iterator[Event]:
    while True:
        try:
            event = received.get(timeout)
        except builtins.TimeoutError:
            raise TimeoutError(f"The server sent no event for {timeout} seconds.") from None
        yield event
