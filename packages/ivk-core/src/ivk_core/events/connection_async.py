"""Keeping a socket alive from a task of an event loop; the twin of `ivk_core.events.keeper`."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol, TypeAlias

from ivk_core.errors import InvokeAIError
from ivk_core.events.event import Event
from ivk_core.events.failure import as_failure
from ivk_core.events.life import Life
from ivk_core.events.other_events import ConnectionLost, ConnectionRestored
from ivk_core.events.rooms import Room
from ivk_core.events.switchboard import Switchboard

__all__ = ["AsyncKeeper", "AsyncOpenSocket"]

_SECONDS_TO_CANCEL = 1.0


class AsyncLiveSocket(Protocol):
    """What is needed of a socket."""

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
"""Opens a socket, given who hears its events and who is told of its end."""


class AsyncKeeper:
    """Keeps one socket alive until it is told to stop.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    board : Switchboard
        Who listens, and which rooms are wished for.

    Attributes
    ----------
    life : Life
        How the connection fares.
    """

    def __init__(self, open_socket: AsyncOpenSocket, board: Switchboard) -> None:
        self._open_socket = open_socket
        self._board = board
        self._changed = asyncio.Event()
        self._lost = asyncio.Event()
        self._outdated = asyncio.Event()
        self._settled = asyncio.Condition()
        self.life = Life()
        self._task = asyncio.create_task(self._keep_alive(), name="ivk-events")

    async def stop(self) -> None:
        """End the connection."""
        while not self._task.done():
            # What the task awaits may swallow one cancellation (opening a connection does), so ask again.
            self._task.cancel()
            await asyncio.wait([self._task], timeout=_SECONDS_TO_CANCEL)

    def note_wishes(self) -> None:
        """Note that other rooms are wished for."""
        self._changed.set()

    def reopen(self) -> None:
        """End the connection, or the attempt at one, and open another one at once."""
        self.life.outdated()
        self._outdated.set()
        self._note_end(self._lost)

    async def until_settled(self, is_in: Callable[[], bool]) -> None:
        """Wait until the socket is where it should be, or it is known why there is none."""
        async with self._settled:
            await self._settled.wait_for(lambda: self.life.error is not None or is_in())

    async def _keep_alive(self) -> None:
        while True:
            self._lost = lost = asyncio.Event()
            self.life.begun()
            self._outdated.clear()
            failure: InvokeAIError | None = None
            try:
                await self._live_once(lost)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt may succeed
                failure = as_failure(error)
            self.life.ended(monotonic(), failure)
            await self._tell_settled()
            with suppress(builtins.TimeoutError):
                await asyncio.wait_for(self._outdated.wait(), self.life.pause)

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
        is_restored = self.life.opened(monotonic())
        await self._tell_settled()
        if is_restored:
            self._board.hear(ConnectionRestored("connection_restored", {}))

    def _note_end(self, lost: asyncio.Event) -> None:
        lost.set()
        self._changed.set()
        if lost is not self._lost:
            return  # it was told late, of a connection that has been replaced
        self._board.rooms.forget()
        if self.life.broke():
            self._board.hear(ConnectionLost("connection_lost", {}))

    async def _tell_settled(self) -> None:
        async with self._settled:
            self._settled.notify_all()
