"""Synchronization of tasks: locks, flags and queues; `ivk_core.concurrency` has the same for threads.

asyncio is imported inside the functions. Blocking programs import this module too, because the packages
export both kinds of handles, and importing asyncio would slow down their start.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from logging import Logger
from typing import TYPE_CHECKING, Generic, TypeVar

from ivk_core.errors import InvokeAIError

if TYPE_CHECKING:
    import asyncio

__all__ = [
    "AsyncFlag",
    "AsyncGuard",
    "AsyncLock",
    "AsyncQueue",
    "call_safely",
    "failure_of",
    "is_interruption",
]

T = TypeVar("T")

AsyncGuard = nullcontext
"""Protects short changes of shared state. It does nothing, because no other task runs during them."""


def is_interruption(error: BaseException) -> bool:
    """Return whether an error means that the caller cancels the call: its task is canceled."""
    import asyncio

    return isinstance(error, asyncio.CancelledError)


class AsyncLock:
    """A lock with a timeout, for the tasks of one event loop."""

    def __init__(self) -> None:
        import asyncio

        self._lock = asyncio.Lock()

    async def acquire(self, timeout: float | None = None) -> bool:
        """Acquire the lock; return False if that takes longer than `timeout` seconds."""
        import asyncio

        try:
            async with asyncio.timeout(timeout):
                return await self._lock.acquire()
        except TimeoutError:
            return False

    def release(self) -> None:
        """Release the lock."""
        self._lock.release()


class AsyncFlag:
    """A flag that one task sets and another task waits for."""

    def __init__(self) -> None:
        import asyncio

        self._event = asyncio.Event()

    def set(self) -> None:
        """Set the flag and wake the waiting task. Call it in the event loop of that task."""
        self._event.set()

    def clear(self) -> None:
        """Reset the flag."""
        self._event.clear()

    async def wait(self, timeout: float) -> bool:
        """Wait for at most `timeout` seconds; return whether the flag is set."""
        import asyncio

        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            pass
        return self._event.is_set()


class AsyncQueue(Generic[T]):
    """A first-in, first-out queue without a size limit."""

    def __init__(self) -> None:
        import asyncio

        self._queue: asyncio.Queue[T] = asyncio.Queue()

    def put(self, item: T) -> None:
        """Add an item without waiting. Call it in the event loop that takes the items."""
        self._queue.put_nowait(item)

    async def get(self, timeout: float | None = None) -> T:
        """Remove and return the oldest item.

        Raises
        ------
        TimeoutError
            The built-in error, if the queue stays empty for `timeout` seconds.
        """
        import asyncio

        return await asyncio.wait_for(self._queue.get(), timeout)

    def get_nowait(self) -> T:
        """Remove and return the oldest item of a queue that is not empty."""
        return self._queue.get_nowait()

    def empty(self) -> bool:
        """Return whether the queue is empty."""
        return self._queue.empty()


async def call_safely(call: Callable[[], object], log: Logger) -> None:
    """Call a callback of the program, await its result if it is awaitable, and log its errors."""
    try:
        outcome = call()
        if inspect.isawaitable(outcome):
            await outcome
    except Exception:  # the program's callback may raise anything, and no caller could handle it
        log.exception("A callback failed")


async def failure_of(call: Callable[[], Awaitable[object]]) -> InvokeAIError | None:
    """Call a function while another error is handled; return its error instead of raising it."""
    try:
        await call()
    except InvokeAIError as error:
        return error
    return None
