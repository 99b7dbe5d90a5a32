"""Helpers of the benchmarks: a server in its own process, timing, and counting of requests."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["counted", "seconds", "server"]


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of the server at ``INVOKEAI_URL``, else of an embedded one in another process."""
    if url := os.environ.get("INVOKEAI_URL"):
        yield url
        return
    command = [sys.executable, "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().partition("=")[2]
        finally:
            process.terminate()


@contextmanager
def counted() -> Iterator[list[str]]:
    """Yield a list that receives the log line of each request in the block."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("ivk.http")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        log.setLevel(logging.NOTSET)
        log.removeHandler(handler)


def seconds(work: Callable[[], object], loops: int = 1) -> float:
    """Call a function several times, and return the mean seconds per call."""
    start = time.perf_counter()
    for _ in range(loops):
        work()
    return (time.perf_counter() - start) / loops
