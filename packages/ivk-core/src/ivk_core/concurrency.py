"""Synchronization of threads: locks, flags and queues; `ivk_core.concurrency_async` has the same for tasks.

Modules that are made from asynchronous ones import these classes instead of the asynchronous ones.
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
    """Return whether an error means that the user interrupts the call (Ctrl-C)."""
    return isinstance(error, KeyboardInterrupt)


class Lock:
    """A lock with a timeout."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def acquire(self, timeout: float | None = None) -> bool:
        """Acquire the lock; return False if that takes longer than `timeout` seconds."""
        return self._lock.acquire(timeout=-1 if timeout is None else timeout)

    def release(self) -> None:
        """Release the lock."""
        self._lock.release()


class Guard:
    """Protects short changes of shared state; a reentrant lock. `AsyncGuard` does nothing."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()


class Flag:
    """A flag that one thread sets and another thread waits for."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Set the flag and wake the waiting thread."""
        self._event.set()

    def clear(self) -> None:
        """Reset the flag."""
        self._event.clear()

    def wait(self, timeout: float) -> bool:
        """Wait for at most `timeout` seconds; return whether the flag is set."""
        return self._event.wait(timeout)


class Queue(Generic[T]):
    """A first-in, first-out queue without a size limit."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[T] = queue.SimpleQueue()

    def put(self, item: T) -> None:
        """Add an item without waiting."""
        self._queue.put(item)

    def get(self, timeout: float | None = None) -> T:
        """Remove and return the oldest item.

        Raises
        ------
        TimeoutError
            The built-in error, if the queue stays empty for `timeout` seconds.
        """
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError from None

    def get_nowait(self) -> T:
        """Remove and return the oldest item of a queue that is not empty."""
        return self._queue.get_nowait()

    def empty(self) -> bool:
        """Return whether the queue is empty."""
        return self._queue.empty()


def call_safely(call: Callable[[], object], log: Logger) -> None:
    """Call a callback of the program and log its errors, as `concurrent.futures` does."""
    try:
        call()
    # SystemExit too: in a thread of this library it would end the thread and not the program.
    except (Exception, SystemExit):
        log.exception("A callback failed")


def failure_of(call: Callable[[], object]) -> InvokeAIError | None:
    """Call a function while another error is handled; return its error instead of raising it."""
    try:
        call()
    except InvokeAIError as error:
        return error
    return None
