"""What the benchmarks share: a server in its own process, timing in turns, and counting requests."""

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
    """Serve from another process; the server that ``INVOKEAI_URL`` names is taken where there is one."""
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
    """Collect a line for each request that is answered within the block."""
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
    """Measure a round; returns the seconds for one time."""
    began = time.perf_counter()
    for _ in range(loops):
        work()
    return (time.perf_counter() - began) / loops
