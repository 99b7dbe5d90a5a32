"""Belonging to an event loop: what is started in one is held, what a blocking client opens is closed with it.

A program that mixes both faces calls ``asyncio.run`` perhaps many times, each time with a new loop.
Connections cannot move from one loop to another, and nobody is told when a loop ends, except the
asynchronous generators that were started in it: those are closed while it still runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeVar

__all__ = ["OnePerLoop", "close_with_loop", "running_loop", "start"]

T = TypeVar("T", bound="Closable")

_RUNNING: set[asyncio.Task[None]] = set()


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that runs in this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start something in the running loop and hold it until it is done, for the loop holds it only weakly."""
    task = asyncio.get_running_loop().create_task(work)
    _RUNNING.add(task)
    task.add_done_callback(_RUNNING.discard)
    return task


def close_with_loop(close: Callable[[], Awaitable[object]]) -> object:
    """Have something closed before the running loop ends.

    Parameters
    ----------
    close : callable
        Closes it; awaited in the loop.

    Returns
    -------
    object
        To be kept: when it goes, the closing goes with it.
    """
    waiting = _closing(close)
    with suppress(StopIteration):  # how a step of a generator says that it is done
        waiting.__anext__().send(None)
    return waiting


class Closable(Protocol):
    """What has to be closed before its loop ends."""

    async def close(self) -> None:
        """Close it."""
        ...


class OnePerLoop(Generic[T]):
    """Something of which each event loop has one of its own, also where several run at once.

    Parameters
    ----------
    make : callable
        Makes one.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: dict[asyncio.AbstractEventLoop | None, tuple[T, object]] = {}

    def get(self) -> T:
        """Return the one of the running loop, closed with it; outside of any, one that nobody closes."""
        loop = running_loop()
        if loop not in self._made:
            self._forget_ended_loops()
            one = self._make()
            self._made[loop] = one, close_with_loop(one.close) if loop else None
        return self._made[loop][0]

    def _forget_ended_loops(self) -> None:
        # Copied at once, for other threads run loops of their own.
        for loop in list(self._made):
            if loop is not None and loop.is_closed():
                self._made.pop(loop, None)


async def _closing(close: Callable[[], Awaitable[object]]) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await close()
