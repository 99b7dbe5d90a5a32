"""Reconnecting the socket in a background task; `ivk_core.events.connection` does it in a thread."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol, TypeAlias

from ivk_core.errors import ConnectionError, InvokeAIError
from ivk_core.event_loops import running_loop
from ivk_core.events.dispatcher import Dispatcher, EventCallback, Listener
from ivk_core.events.other_events import ConnectionLost, ConnectionRestored
from ivk_core.events.rooms import Room
from ivk_core.events.state import ConnectionState, connection_failure

__all__ = ["AsyncConnection", "AsyncOpenSocket"]

# Libraries that the task awaits may swallow a cancellation (opening a connection does), so the task is
# canceled again after this time. A second is enough for the normal end of a connection.
_SECONDS_BETWEEN_CANCELLATIONS = 1.0


class AsyncLiveSocket(Protocol):
    """An open socket."""

    async def join(self, room: Room) -> None:
        """Join a room and wait for the confirmation."""
        ...

    async def leave(self, room: Room) -> None:
        """Leave a room and wait for the confirmation."""
        ...

    async def close(self) -> None:
        """Close the connection."""
        ...


AsyncOpenSocket: TypeAlias = Callable[[EventCallback, Callable[[], object]], Awaitable[AsyncLiveSocket]]
"""Opens a socket. Takes a callback for its events, and one that is called when the connection has ended."""


class AsyncConnection:
    """The connection of a hub, opened for the first listener and kept open.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    """

    def __init__(self, open_socket: AsyncOpenSocket) -> None:
        self._open_socket = open_socket
        self._observers: list[Listener] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reset()

    def _reset(self) -> None:
        self._dispatcher = Dispatcher()
        for observer in self._observers:
            self._dispatcher.add(observer)
        self._task: _ReconnectTask | None = None

    async def add(self, listener: Listener, timeout: float) -> None:
        """Add a listener, and wait for at most `timeout` seconds until it is live or there is an error."""
        self._reset_in_new_loop()
        self._dispatcher.add(listener)
        task = self._task = self._task or _ReconnectTask(self._open_socket, self._dispatcher)
        task.note_change()
        try:
            with suppress(builtins.TimeoutError):
                await asyncio.wait_for(task.until_settled(lambda: self.is_live(listener)), timeout)
        except BaseException:
            self.remove(listener)
            raise

    def remove(self, listener: Listener) -> None:
        """Remove a listener, and leave its rooms unless other listeners need them."""
        self._dispatcher.remove(listener)
        if self._task is not None:
            self._task.note_change()

    def observe(self, callback: EventCallback) -> None:
        """Add a listener for all events that arrive while the socket is open for other listeners."""
        observer = Listener(callback)
        self._observers.append(observer)
        self._dispatcher.add(observer)

    def is_live(self, listener: Listener) -> bool:
        """Return whether a listener receives all events: the socket is open, and in all of its rooms."""
        is_open = self._task is not None and self._task.state.is_open
        return is_open and self._dispatcher.has(listener) and self._dispatcher.rooms.has(listener.rooms)

    def failure(self) -> InvokeAIError:
        """Return the error of the last attempt to open a socket."""
        known = self._task.state.error if self._task else None
        return known or ConnectionError("The server did not open a socket in time.")

    def reopen(self) -> None:
        """Replace the socket, if there is one. Thread-safe."""
        loop = self._loop
        if loop is None or loop is running_loop():
            self._reopen()
        else:
            with suppress(RuntimeError):  # the loop has ended, and so has its connection
                loop.call_soon_threadsafe(self._reopen)

    async def close(self) -> None:
        """Close the connection. The next listener opens a new one."""
        task, self._task = self._task, None
        if task is not None and self._loop is asyncio.get_running_loop():
            await task.stop()

    def _reset_in_new_loop(self) -> None:
        """Drop the connection of an earlier event loop: a program may use a client in one after another."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._reset()

    def _reopen(self) -> None:
        if self._task is not None:
            self._task.reopen()


class _ReconnectTask:
    """The task that opens the socket, and opens a new one when the connection ends, until it is stopped.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    dispatcher : Dispatcher
        The listeners and the rooms that they need.
    """

    def __init__(self, open_socket: AsyncOpenSocket, dispatcher: Dispatcher) -> None:
        self._open_socket = open_socket
        self._dispatcher = dispatcher
        self._changed = asyncio.Event()
        self._lost = asyncio.Event()
        self._outdated = asyncio.Event()
        self._settled = asyncio.Condition()
        self.state = ConnectionState()
        self._task = asyncio.create_task(self._run(), name="ivk-events")

    async def stop(self) -> None:
        """Close the connection and end the task."""
        while not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=_SECONDS_BETWEEN_CANCELLATIONS)

    def note_change(self) -> None:
        """Wake the task, because the listeners may need other rooms now."""
        self._changed.set()

    def reopen(self) -> None:
        """Close the connection, or abandon the attempt to open one, and open a new one immediately."""
        self.state.outdated()
        self._outdated.set()
        self._on_end(self._lost)

    async def until_settled(self, is_live: Callable[[], bool]) -> None:
        """Wait until a listener is live, or opening a socket has failed."""
        async with self._settled:
            await self._settled.wait_for(lambda: self.state.error is not None or is_live())

    async def _run(self) -> None:
        while True:
            self._lost = lost = asyncio.Event()
            self.state.connecting()
            self._outdated.clear()
            failure: InvokeAIError | None = None
            try:
                await self._connect_once(lost)
            except Exception as error:  # noqa: BLE001 - the next attempt may succeed after any error
                failure = connection_failure(error)
            self.state.ended(monotonic(), failure)
            await self._notify_settled()
            with suppress(builtins.TimeoutError):
                await asyncio.wait_for(self._outdated.wait(), self.state.pause)

    async def _connect_once(self, lost: asyncio.Event) -> None:
        socket = await self._open_socket(self._dispatcher.dispatch, lambda: self._on_end(lost))
        try:
            await self._update_rooms(socket)
            await self._on_open(lost)
            while not lost.is_set():
                await self._update_rooms(socket)
                await self._changed.wait()
        finally:
            self._on_end(lost)
            with suppress(OSError):
                await socket.close()

    async def _update_rooms(self, socket: AsyncLiveSocket) -> None:
        rooms = self._dispatcher.rooms
        self._changed.clear()
        for room in rooms.to_leave():
            rooms.left(room)
            await socket.leave(room)
        for room in rooms.to_join():
            await socket.join(room)
            rooms.joined(room)
            await self._notify_settled()

    async def _on_open(self, lost: asyncio.Event) -> None:
        if lost.is_set():
            return
        is_restored = self.state.opened(monotonic())
        await self._notify_settled()
        if is_restored:
            self._dispatcher.dispatch(ConnectionRestored("connection_restored", {}))

    def _on_end(self, lost: asyncio.Event) -> None:
        lost.set()
        self._changed.set()
        if lost is not self._lost:
            return  # a connection that was already replaced has ended
        self._dispatcher.rooms.reset()
        if self.state.lost():
            self._dispatcher.dispatch(ConnectionLost("connection_lost", {}))

    async def _notify_settled(self) -> None:
        async with self._settled:
            self._settled.notify_all()
