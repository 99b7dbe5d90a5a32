"""What tasks wait with; `ivk_core.concurrency` has the same for threads.

asyncio is imported when something of it is made: programs that only block import this module too, through the
packages that export both kinds of handles, and should not wait for asyncio.
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
"""Held for short changes to shared state. It does nothing: meanwhile no other task of the loop runs."""


def is_interruption(error: BaseException) -> bool:
    """Return whether an error means that the program breaks off the call: its task is canceled."""
    import asyncio

    return isinstance(error, asyncio.CancelledError)


class AsyncLock:
    """Held by one at a time."""

    def __init__(self) -> None:
        import asyncio

        self._lock = asyncio.Lock()

    async def acquire(self, timeout: float | None = None) -> bool:
        """Take it, within some seconds; return whether it was taken."""
        import asyncio

        try:
            async with asyncio.timeout(timeout):
                return await self._lock.acquire()
        except TimeoutError:
            return False

    def release(self) -> None:
        """Let the next one take it."""
        self._lock.release()


class AsyncFlag:
    """Set by one, waited for by another."""

    def __init__(self) -> None:
        import asyncio

        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the one who waits; only from its event loop."""
        self._event.set()

    def clear(self) -> None:
        """Have the next one who waits wait again."""
        self._event.clear()

    async def wait(self, timeout: float) -> bool:
        """Wait for some seconds at most; return whether it was set."""
        import asyncio

        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            pass
        return self._event.is_set()


class AsyncQueue(Generic[T]):
    """Filled from one side, emptied from the other, without a limit."""

    def __init__(self) -> None:
        import asyncio

        self._queue: asyncio.Queue[T] = asyncio.Queue()

    def put(self, item: T) -> None:
        """Add an item; never waits. Only from the event loop that takes it."""
        self._queue.put_nowait(item)

    async def get(self, timeout: float | None = None) -> T:
        """Take the oldest item.

        Raises
        ------
        TimeoutError
            The built-in one, if none comes for so many seconds.
        """
        import asyncio

        return await asyncio.wait_for(self._queue.get(), timeout)

    def get_nowait(self) -> T:
        """Take the oldest item of a queue that is not empty."""
        return self._queue.get_nowait()

    def empty(self) -> bool:
        """Return whether there is nothing to take."""
        return self._queue.empty()


async def call_safely(call: Callable[[], object], log: Logger) -> None:
    """Call a function of the program, and await what it returns if need be; its errors are logged."""
    try:
        outcome = call()
        if inspect.isawaitable(outcome):
            await outcome
    except Exception:  # it is the program's code, and nothing above can catch it
        log.exception("A callback failed")


async def failure_of(attempt: Callable[[], Awaitable[object]]) -> InvokeAIError | None:
    """Try something while another error is on its way; return its error instead of raising it."""
    try:
        await attempt()
    except InvokeAIError as error:
        return error
    return None
