"""The events of a server, for many listeners over one socket.

The hub opens the socket when the first listener is added, joins the rooms that are needed, and leaves those
that no listener needs any longer. When the socket breaks it opens another one, with the credentials of that
moment, joins all rooms again and only then sends `ConnectionRestored`: from there on nothing is missed, and
what was missed before can be asked for.
"""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Self

from ivk_core.concurrency_async import AsyncQueue
from ivk_core.errors import TimeoutError
from ivk_core.events.connection_async import AsyncConnection, AsyncOpenSocket
from ivk_core.events.dispatcher import EventCallback, Listener
from ivk_core.events.event import Event
from ivk_core.events.rooms import Room

__all__ = ["AsyncEventHub", "AsyncSubscription"]

# Longer than the socket waits for a server that loads something (10 s), so that its reason is known first.
_SECONDS_TO_SUBSCRIBE = 12.0


class AsyncSubscription:
    """A listener, until it is closed; a context manager.

    Parameters
    ----------
    connection : AsyncConnection
        What it listens to.
    listener : Listener
        What it receives.
    """

    def __init__(self, connection: AsyncConnection, listener: Listener) -> None:
        self._connection = connection
        self._listener = listener

    @property
    def is_live(self) -> bool:
        """Whether the socket is open and in all rooms of this subscription: nothing is missed now."""
        return self._connection.is_live(self._listener)

    def close(self) -> None:
        """Receive no further event."""
        self._connection.remove(self._listener)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        self.close()


class AsyncEventHub:
    """The events of a server, for many listeners over one socket.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    """

    def __init__(self, open_socket: AsyncOpenSocket) -> None:
        self._connection = AsyncConnection(open_socket)

    async def subscribe(
        self,
        callback: EventCallback,
        rooms: Sequence[Room] = (),
        *,
        batch_id: str | None = None,
        timeout: float = _SECONDS_TO_SUBSCRIBE,
    ) -> AsyncSubscription:
        """Receive all events, those of some rooms among them.

        It waits until the server has confirmed the rooms, so that nothing of what is done next is missed.
        When no socket can be opened it returns all the same: `AsyncSubscription.is_live` says so, the hub
        keeps trying, and `ConnectionRestored` tells when it succeeded.

        Parameters
        ----------
        callback : callable
            A plain function that takes each `Event`, where the socket is read: it must be quick, and not wait
            for another event.
        rooms : sequence of Room
            Such as ``[Room.queue("default")]``. Events about models come without any room.
        batch_id : str, optional
            The only batch whose events are received; events that belong to no batch are received as well. All
            by default.
        timeout : float
            Seconds to wait for the server at most.

        Returns
        -------
        AsyncSubscription
        """
        listener = Listener(callback, tuple(rooms), batch_id)
        await self._connection.add(listener, timeout)
        return AsyncSubscription(self._connection, listener)

    @asynccontextmanager
    async def listening(
        self, rooms: Sequence[Room] = (), *, timeout: float | None = None
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """Iterate over events in a ``with`` block.

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
            If no socket can be opened.
        ConfigurationError
            If the credentials, or another header, cannot be sent.

        Examples
        --------
        >>> async with client.events.listening([Room.queue()]) as events:
        ...     async for event in events:
        ...         print(event.name, event.get("status"))
        """
        received: AsyncQueue[Event] = AsyncQueue()
        async with await self.subscribe(received.put, rooms) as subscription:
            if not subscription.is_live:
                raise self._connection.failure()
            yield _drained(received, timeout)

    def observe(self, callback: EventCallback) -> None:
        """Receive every event that the hub receives anyway; no socket is opened for it."""
        self._connection.observe(callback)

    def reopen(self) -> None:
        """Replace the connection, if there is one, by another with the credentials of now; from any thread.

        Listeners receive what they receive when a connection breaks: `ConnectionLost` at once,
        `ConnectionRestored` later.
        """
        self._connection.reopen()

    async def close(self) -> None:
        """End the connection. The hub opens another one for the next listener."""
        await self._connection.close()


async def _drained(received: AsyncQueue[Event], timeout: float | None) -> AsyncIterator[Event]:
    while True:
        try:
            event = await received.get(timeout)
        except builtins.TimeoutError:
            raise TimeoutError(f"The server sent no event for {timeout} seconds.") from None
        yield event
