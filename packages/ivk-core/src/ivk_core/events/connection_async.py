"""Keeping a socket open from a task of an event loop; `ivk_core.events.connection` does it from a thread."""

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

# What the task awaits may swallow one cancellation (opening a connection does), so it is canceled again after
# this.
_SECONDS_BETWEEN_CANCELLATIONS = 1.0


class AsyncLiveSocket(Protocol):
    """What is needed of a socket."""

    async def join(self, room: Room) -> None:
        """Join a room and have it confirmed."""
        ...

    async def leave(self, room: Room) -> None:
        """Leave a room and have it confirmed."""
        ...

    async def close(self) -> None:
        """End the connection."""
        ...


AsyncOpenSocket: TypeAlias = Callable[[EventCallback, Callable[[], object]], Awaitable[AsyncLiveSocket]]
"""Opens a socket, given what takes its events and what is called at its end."""


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
        self._task: _Reconnecting | None = None

    async def add(self, listener: Listener, timeout: float) -> None:
        """Add a listener, and wait until its rooms are joined, or it is known why there is no socket."""
        self._forget_other_loops()
        self._dispatcher.add(listener)
        task = self._task = self._task or _Reconnecting(self._open_socket, self._dispatcher)
        task.note_change()
        try:
            with suppress(builtins.TimeoutError):
                await asyncio.wait_for(task.until_settled(lambda: self.is_live(listener)), timeout)
        except BaseException:
            self.remove(listener)
            raise

    def remove(self, listener: Listener) -> None:
        """Remove a listener; its rooms are left when no other needs them."""
        self._dispatcher.remove(listener)
        if self._task is not None:
            self._task.note_change()

    def observe(self, callback: EventCallback) -> None:
        """Add a listener that needs no socket: it receives what the others receive."""
        observer = Listener(callback)
        self._observers.append(observer)
        self._dispatcher.add(observer)

    def is_live(self, listener: Listener) -> bool:
        """Return whether a listener misses nothing: the socket is open, and in all of its rooms."""
        is_open = self._task is not None and self._task.state.is_open
        return is_open and self._dispatcher.has(listener) and self._dispatcher.rooms.has(listener.rooms)

    def failure(self) -> InvokeAIError:
        """Return the error that says why there is no socket."""
        known = self._task.state.error if self._task else None
        return known or ConnectionError("The server did not open a socket in time.")

    def reopen(self) -> None:
        """Replace the socket, if there is one; from any thread."""
        loop = self._loop
        if loop is None or loop is running_loop():
            self._reopen()
        else:
            with suppress(RuntimeError):  # the loop has ended, and its connection with it
                loop.call_soon_threadsafe(self._reopen)

    async def close(self) -> None:
        """End the connection, until the next listener is added."""
        task, self._task = self._task, None
        if task is not None and self._loop is asyncio.get_running_loop():
            await task.stop()

    def _forget_other_loops(self) -> None:
        """Start anew where a program runs one event loop after another with the same client."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._reset()

    def _reopen(self) -> None:
        if self._task is not None:
            self._task.reopen()


class _Reconnecting:
    """The task that keeps one socket open until it is told to stop.

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
        """End the connection."""
        while not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=_SECONDS_BETWEEN_CANCELLATIONS)

    def note_change(self) -> None:
        """Note that other rooms may be needed now."""
        self._changed.set()

    def reopen(self) -> None:
        """End the connection, or the attempt at one, and open another one at once."""
        self.state.outdated()
        self._outdated.set()
        self._on_end(self._lost)

    async def until_settled(self, is_live: Callable[[], bool]) -> None:
        """Wait until a listener misses nothing, or it is known why there is no socket."""
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
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt may succeed
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
            return  # the late end of a connection that has been replaced
        self._dispatcher.rooms.reset()
        if self.state.lost():
            self._dispatcher.dispatch(ConnectionLost("connection_lost", {}))

    async def _notify_settled(self) -> None:
        async with self._settled:
            self._settled.notify_all()
