"""What threads wait with; `ivk_core.concurrency_async` has the same for the tasks of an event loop.

A module that is made from an asynchronous one takes these in place of those.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from logging import Logger
from typing import Generic, TypeVar

from ivk_core.errors import InvokeAIError

__all__ = ["Flag", "Guard", "Lock", "Queue", "call_safely", "failure_of", "is_interruption"]

T = TypeVar("T")


def is_interruption(error: BaseException) -> bool:
    """Return whether an error means that the program breaks off the call."""
    return isinstance(error, KeyboardInterrupt)


class Lock:
    """Held by one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def acquire(self, timeout: float | None = None) -> bool:
        """Take it, within some seconds; return whether it was taken."""
        return self._lock.acquire(timeout=-1 if timeout is None else timeout)

    def release(self) -> None:
        """Let the next one take it."""
        self._lock.release()


class Guard:
    """Held for short changes to shared state; entered again by its holder. It does nothing for tasks."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()


class Flag:
    """Set by one, waited for by another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Wake the one who waits."""
        self._event.set()

    def clear(self) -> None:
        """Have the next one who waits wait again."""
        self._event.clear()

    def wait(self, timeout: float) -> bool:
        """Wait for some seconds at most; return whether it was set."""
        return self._event.wait(timeout)


class Queue(Generic[T]):
    """Filled from one side, emptied from the other, without a limit."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[T] = queue.SimpleQueue()

    def put(self, item: T) -> None:
        """Add an item; never waits."""
        self._queue.put(item)

    def get(self, timeout: float | None = None) -> T:
        """Take the oldest item.

        Raises
        ------
        TimeoutError
            The built-in one, if none comes for so many seconds.
        """
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError from None

    def get_nowait(self) -> T:
        """Take the oldest item of a queue that is not empty."""
        return self._queue.get_nowait()

    def empty(self) -> bool:
        """Return whether there is nothing to take."""
        return self._queue.empty()


def call_safely(call: Callable[[], object], log: Logger) -> None:
    """Call a function of the program; its errors are logged, as `concurrent.futures` does it."""
    try:
        call()
    except (Exception, SystemExit):  # it is the program's code, and nothing above can catch it
        log.exception("A callback failed")


def failure_of(attempt: Callable[[], object]) -> InvokeAIError | None:
    """Try something while another error is on its way; return its error instead of raising it."""
    try:
        attempt()
    except InvokeAIError as error:
        return error
    return None
