"""Belonging to an event loop: what is started in one is held, what a blocking client opens is closed with it.

A program that mixes both faces calls ``asyncio.run`` perhaps many times, each time with a new loop.
Connections cannot move from one loop to another, and nobody is told when a loop ends, except the
asynchronous generators that were started in it: those are closed while it still runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

__all__ = ["close_with_loop", "running_loop", "start"]

_RUNNING: set[asyncio.Task[None]] = set()


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Give the event loop that runs in this thread, or None."""
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


async def _closing(close: Callable[[], Awaitable[object]]) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await close()
