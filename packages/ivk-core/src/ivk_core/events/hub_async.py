"""The async side of events: the twin of `ivk_core.events.hub`, fed by a task of the running loop."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Self

from ivk_core.errors import ConnectionError, InvokeAIError, TimeoutError
from ivk_core.events.async_keeper import AsyncKeeper, AsyncOpenSocket
from ivk_core.events.event import Event
from ivk_core.events.rooms import Room
from ivk_core.events.switchboard import Hear, Listener, Switchboard
from ivk_core.loops import running_loop

__all__ = ["AsyncEventHub", "AsyncSubscription"]

_SECONDS_TO_SUBSCRIBE = 12.0


class AsyncSubscription:
    """Someone who listens, until it is closed; the twin of `ivk_core.events.hub.Subscription`.

    Parameters
    ----------
    hub : AsyncEventHub
        Whom it listens to.
    listener : Listener
        What it asked for.
    """

    def __init__(self, hub: AsyncEventHub, listener: Listener) -> None:
        self._hub = hub
        self._listener = listener

    @property
    def is_live(self) -> bool:
        """Whether the socket is open and in all rooms of this subscription: nothing is missed now."""
        return self._hub.hears(self._listener)

    def close(self) -> None:
        """Listen no more."""
        self._hub.remove(self._listener)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        self.close()


class AsyncEventHub:
    """What the server tells, for many listeners over one socket; the twin of `EventHub`.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    """

    def __init__(self, open_socket: AsyncOpenSocket) -> None:
        self._open_socket = open_socket
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begin()

    def _begin(self) -> None:
        self._board = Switchboard()
        self._keeper: AsyncKeeper | None = None

    async def subscribe(
        self,
        hear: Hear,
        rooms: Sequence[Room] = (),
        *,
        batch_id: str | None = None,
        timeout: float = _SECONDS_TO_SUBSCRIBE,
    ) -> AsyncSubscription:
        """Listen to all events, those of some rooms among them; the twin of `EventHub.subscribe`.

        Parameters
        ----------
        hear : callable
            A plain function that takes each `Event`, in the event loop.
        rooms : sequence of Room
            Such as ``[Room.queue("default")]``.
        batch_id : str, optional
            The only batch to be told of; events that are about no batch are told as well. All by default.
        timeout : float
            Seconds to wait for the server at the most.

        Returns
        -------
        AsyncSubscription
        """
        self._forget_other_loops()
        listener = Listener(hear, tuple(rooms), batch_id)
        self._board.add(listener)
        keeper = self._keeper = self._keeper or AsyncKeeper(self._open_socket, self._board)
        keeper.note_wishes()
        try:
            with suppress(builtins.TimeoutError):
                settled = keeper.until_settled(lambda: self.is_in(listener.rooms))
                await asyncio.wait_for(settled, timeout)
        except BaseException:
            self.remove(listener)
            raise
        return AsyncSubscription(self, listener)

    @asynccontextmanager
    async def listening(
        self, rooms: Sequence[Room] = (), *, timeout: float | None = None
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """Listen in an ``async with`` block; the twin of `EventHub.listening`.

        Raises
        ------
        ConnectionError, ConfigurationError
            As for `EventHub.listening`.
        """
        heard: asyncio.Queue[Event] = asyncio.Queue()
        async with await self.subscribe(heard.put_nowait, rooms) as subscription:
            if not subscription.is_live:
                raise self._reason()
            yield _drained(heard, timeout)

    def is_in(self, rooms: Sequence[Room]) -> bool:
        """Tell whether the socket is open and in these rooms."""
        return self._keeper is not None and self._keeper.life.is_open and self._board.rooms.has(rooms)

    def hears(self, listener: Listener) -> bool:
        """Tell whether someone misses nothing; what `AsyncSubscription.is_live` calls."""
        return self._board.has(listener) and self.is_in(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """End a subscription; what `AsyncSubscription.close` calls."""
        self._board.remove(listener)
        if self._keeper is not None:
            self._keeper.note_wishes()

    def reopen(self) -> None:
        """Open another connection in the place of this one; the twin of `EventHub.reopen`, for any thread."""
        loop = self._loop
        if loop is None or loop is running_loop():
            self._outdate()
        else:
            with suppress(RuntimeError):  # how a loop says that it has ended, and its connection with it
                loop.call_soon_threadsafe(self._outdate)

    async def close(self) -> None:
        """End the connection. The hub opens another one for the next listener."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None and self._loop is asyncio.get_running_loop():
            await keeper.stop()

    def _forget_other_loops(self) -> None:
        """Begin anew where a program runs one event loop after another with the same client."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._begin()

    def _outdate(self) -> None:
        if self._keeper is not None:
            self._keeper.reopen()

    def _reason(self) -> InvokeAIError:
        known = self._keeper.life.error if self._keeper else None
        return known or ConnectionError("The server did not open a socket in time.")


async def _drained(heard: asyncio.Queue[Event], timeout: float | None) -> AsyncIterator[Event]:
    while True:
        try:
            yield await asyncio.wait_for(heard.get(), timeout)
        except builtins.TimeoutError:
            raise TimeoutError(f"The server told nothing for {timeout} seconds.") from None
