"""Objects that belong to an event loop: background tasks, and connections to close when the loop ends.

A program that uses the blocking and the asynchronous client may call ``asyncio.run`` many times, each time
with a new loop. Connections cannot move from one loop to another. asyncio has no callback for the end of a
loop, but it closes the asynchronous generators of a loop while the loop still runs, so a generator is used as
that callback.
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
    """Start a background task in the running loop."""
    task = asyncio.get_running_loop().create_task(work)
    _RUNNING.add(task)  # an event loop has only weak references to its tasks
    task.add_done_callback(_RUNNING.discard)
    return task


def close_with_loop(close: Callable[[], Awaitable[object]]) -> object:
    """Register a coroutine function to be awaited before the running loop ends.

    Parameters
    ----------
    close : callable
        The coroutine function.

    Returns
    -------
    object
        The registration. Keep a reference to it: without one, `close` is awaited soon after.
    """
    registration = _closing(close)
    # Run the generator up to its yield, without awaiting: a generator that has not started is not closed.
    with suppress(StopIteration):
        registration.__anext__().send(None)
    return registration


class Closable(Protocol):
    """An object with a ``close`` coroutine."""

    async def close(self) -> None:
        """Close it."""
        ...


class OnePerLoop(Generic[T]):
    """One object for each event loop, also when several loops run in different threads.

    Parameters
    ----------
    make : callable
        Makes an object for a loop.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: dict[asyncio.AbstractEventLoop | None, tuple[T, object]] = {}

    def get(self) -> T:
        """Return the object of the running loop, which is closed when the loop ends.

        Without a running loop, it returns an object that is not closed.
        """
        loop = running_loop()
        if loop not in self._made:
            self._drop_ended_loops()
            made = self._make()
            self._made[loop] = made, close_with_loop(made.close) if loop else None
        return self._made[loop][0]

    def _drop_ended_loops(self) -> None:
        # A copy, because other threads may add their loops meanwhile.
        for loop in list(self._made):
            if loop is not None and loop.is_closed():
                self._made.pop(loop, None)


async def _closing(close: Callable[[], Awaitable[object]]) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await close()
