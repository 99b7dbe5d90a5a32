"""The async side of events: the twin of `ivk_core.events.hub`, fed by a task of the running loop."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Protocol, Self, TypeAlias

from ivk_core.errors import ConnectionError, InvokeAIError, TimeoutError
from ivk_core.events.event import Event
from ivk_core.events.failure import as_failure
from ivk_core.events.life import Life
from ivk_core.events.other_events import ConnectionLost, ConnectionRestored
from ivk_core.events.rooms import Room
from ivk_core.events.switchboard import Hear, Listener, Switchboard
from ivk_core.loops import running_loop

__all__ = ["AsyncEventHub", "AsyncSubscription"]

_SECONDS_TO_SUBSCRIBE = 12.0
_SECONDS_TO_CANCEL = 1.0


class AsyncLiveSocket(Protocol):
    """What a hub needs of a socket."""

    async def enter(self, room: Room) -> None:
        """Enter a room and have it confirmed."""
        ...

    async def leave(self, room: Room) -> None:
        """Leave a room and have it confirmed."""
        ...

    async def close(self) -> None:
        """End the connection."""
        ...


AsyncOpenSocket: TypeAlias = Callable[
    [Callable[[Event], object], Callable[[], object]], Awaitable[AsyncLiveSocket]
]


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
        self._changed = asyncio.Event()
        self._lost = asyncio.Event()
        self._outdated = asyncio.Event()
        self._settled = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._life = Life()

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
        if self._task is None:
            self._task = asyncio.create_task(self._keep_alive(), name="ivk-events")
        self._changed.set()
        try:
            with suppress(builtins.TimeoutError):
                await asyncio.wait_for(self._until_settled(listener), timeout)
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
                raise self._life.error or ConnectionError("The server did not open a socket in time.")
            yield _drained(heard, timeout)

    def is_in(self, rooms: Sequence[Room]) -> bool:
        """Tell whether the socket is open and in these rooms."""
        return self._life.is_open and self._board.rooms.has(rooms)

    def hears(self, listener: Listener) -> bool:
        """Tell whether someone misses nothing; what `AsyncSubscription.is_live` calls."""
        return self._board.has(listener) and self.is_in(listener.rooms)

    def remove(self, listener: Listener) -> None:
        """End a subscription; what `AsyncSubscription.close` calls."""
        self._board.remove(listener)
        self._changed.set()

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
        task, self._task = self._task, None
        if task is not None and self._loop is asyncio.get_running_loop():
            await _ended(task)

    def _forget_other_loops(self) -> None:
        """Begin anew where a program runs one event loop after another with the same client."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._begin()

    def _outdate(self) -> None:
        self._life.outdated()
        self._outdated.set()
        self._note_end(self._lost)

    async def _until_settled(self, listener: Listener) -> None:
        async with self._settled:
            await self._settled.wait_for(lambda: self._life.error is not None or self.is_in(listener.rooms))

    async def _keep_alive(self) -> None:
        while True:
            self._lost = lost = asyncio.Event()
            self._life.begun()
            self._outdated.clear()
            failure: InvokeAIError | None = None
            try:
                await self._live_once(lost)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt may succeed
                failure = as_failure(error)
            self._life.ended(monotonic(), failure)
            await self._tell_settled()
            with suppress(builtins.TimeoutError):
                await asyncio.wait_for(self._outdated.wait(), self._life.pause)

    async def _live_once(self, lost: asyncio.Event) -> None:
        socket = await self._open_socket(self._board.hear, lambda: self._note_end(lost))
        try:
            await self._enter_and_leave(socket)
            await self._note_life(lost)
            while not lost.is_set():
                await self._enter_and_leave(socket)
                await self._changed.wait()
        finally:
            self._note_end(lost)
            with suppress(OSError):
                await socket.close()

    async def _enter_and_leave(self, socket: AsyncLiveSocket) -> None:
        self._changed.clear()
        for room in self._board.rooms.surplus():
            self._board.rooms.unconfirm(room)
            await socket.leave(room)
        for room in self._board.rooms.missing():
            await socket.enter(room)
            self._board.rooms.confirm(room)
            await self._tell_settled()

    async def _note_life(self, lost: asyncio.Event) -> None:
        if lost.is_set():
            return
        is_restored = self._life.opened(monotonic())
        await self._tell_settled()
        if is_restored:
            self._board.hear(ConnectionRestored("connection_restored", {}))

    def _note_end(self, lost: asyncio.Event) -> None:
        lost.set()
        self._changed.set()
        if lost is not self._lost:
            return  # it was told late, of a connection that has been replaced
        self._board.rooms.forget()
        if self._life.broke():
            self._board.hear(ConnectionLost("connection_lost", {}))

    async def _tell_settled(self) -> None:
        async with self._settled:
            self._settled.notify_all()


async def _ended(task: asyncio.Task[None]) -> None:
    while not task.done():
        # What the task awaits may swallow one cancellation (a connection being opened does), so ask again.
        task.cancel()
        await asyncio.wait([task], timeout=_SECONDS_TO_CANCEL)


async def _drained(heard: asyncio.Queue[Event], timeout: float | None) -> AsyncIterator[Event]:
    while True:
        try:
            yield await asyncio.wait_for(heard.get(), timeout)
        except builtins.TimeoutError:
            raise TimeoutError(f"The server told nothing for {timeout} seconds.") from None
