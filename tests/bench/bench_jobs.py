"""What it costs to submit jobs and to hold their results, beside the server's own time and beside 1.1.1.

Run it with ``python tests/bench/bench_jobs.py``. The embedded server is a process of its own, and its clock
is ours, so the time that it wrote into an item can be compared with the time at which a caller holds it.
The 1.1.1 client is fetched by pip and used from its wheel, in a process of its own.
"""

from __future__ import annotations

import gc
import logging
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from predecessor import fetched_wheel

from ivk_core.client import Client
from ivk_core.events.rooms import Room
from ivk_workflows.jobs import submit
from ivk_workflows.queue import QueueHandle
from ivk_workflows.queue.calls import enqueue_batch

JOBS = 30
SWEEP = 1_000
SWEEPS = 9
MANY = 10_000

PREDECESSOR = """
import sys, time
sys.path.insert(0, sys.argv[1])
from invokeai_py_client import InvokeAIClient
from invokeai_py_client.workflow.workflow_handle import WorkflowHandle
handle = object.__new__(WorkflowHandle)
handle.client = InvokeAIClient.from_url(sys.argv[2])
for line in sys.stdin:
    handle.item_id = int(line)
    handle.wait_for_completion_sync(timeout=120)
    print(time.time(), flush=True)
"""


def adding(count: int) -> dict[str, Any]:
    """Make a batch of additions, all different, so that no result comes out of a cache."""
    first = random.randrange(10**9)
    node = {"id": "sum", "type": "add", "a": 0, "b": 1}
    data = {"node_path": "sum", "field_name": "a", "items": list(range(first, first + count))}
    return {"batch": {"graph": {"id": "g", "nodes": {"sum": node}, "edges": []}, "runs": 1, "data": [[data]]}}


@contextmanager
def server() -> Iterator[str]:
    """Serve from another process."""
    command = [sys.executable, "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().partition("=")[2]
        finally:
            process.terminate()


class Predecessor:
    """The 1.1.1 client, waiting for items in a process of its own."""

    def __init__(self, wheel: Path, url: str) -> None:
        command = [sys.executable, "-c", PREDECESSOR, str(wheel), url]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def start_waiting(self, item_id: int) -> None:
        """Tell it to wait for an item."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{item_id}\n")
        self._process.stdin.flush()

    def held_at(self) -> float:
        """Give the time at which it held the item."""
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def predecessor(url: str) -> Iterator[Predecessor | None]:
    """Fetch and start the 1.1.1 client; None when there is no way to get it."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetched_wheel(Path(folder))
        if wheel is None:
            yield None
            return
        process = Predecessor(wheel, url)
        try:
            yield process
        finally:
            process.stop()


def finished_at(client: Client, item_id: int) -> float:
    """Give the time at which the server finished an item."""
    ended = QueueHandle(client).get_item(item_id).completed_at
    assert ended is not None
    return ended.timestamp()


def our_lag(client: Client) -> float:
    """Measure the seconds from the end of one job to its result, with our client."""
    client.run(enqueue_batch("default", adding(random.randint(20, 150))))
    job = submit(client, adding(1)).job
    result = job.result(120)
    held = time.time()
    assert result.item.completed_at is not None
    return held - result.item.completed_at.timestamp()


def their_lag(client: Client, other: Predecessor) -> float:
    """Measure the same with the 1.1.1 client."""
    client.run(enqueue_batch("default", adding(random.randint(20, 150))))
    (item_id,) = client.run(enqueue_batch("default", adding(1))).item_ids
    other.start_waiting(item_id)
    held = other.held_at()
    return held - finished_at(client, item_id)


def show_lag(client: Client, url: str) -> None:
    """Print how long results are on their way."""
    our_lag(client)
    with predecessor(url) as other:
        ours, theirs = [], []
        for _ in range(JOBS):
            ours.append(our_lag(client))
            if other is not None:
                theirs.append(their_lag(client, other))
    print(f"completion lag, this client: median {spread(ours)}")
    if theirs:
        print(f"completion lag, 1.1.1:       median {spread(theirs)}")
        print(f"  ratio of the medians:      {median(theirs) / median(ours):.0f}")
    else:
        print("completion lag, 1.1.1:       not measured, pip could not fetch it")


def spread(seconds: list[float]) -> str:
    """Write median and 90th percentile in milliseconds."""
    return f"{median(seconds) * 1000:.1f} ms, 90% within {quantiles(seconds, n=10)[-1] * 1000:.1f} ms"


def unfollowed(client: Client) -> float:
    """Measure a sweep that nobody follows, from the request to the end of the last item.

    The queue is emptied before, for the server becomes slower with each item that it remembers.
    """
    queue = QueueHandle(client)
    queue.prune()
    began = time.time()
    item_ids = client.run(enqueue_batch("default", adding(SWEEP))).item_ids
    while queue.status().unfinished:
        time.sleep(0.5)
    ends = [item.completed_at or datetime.now(UTC) for item in queue.summaries(item_ids)]
    return max(ends).timestamp() - began


def followed(client: Client) -> float:
    """Measure the same sweep, followed by a batch handle until it knows that all have ended."""
    QueueHandle(client).prune()
    began = time.time()
    submit(client, adding(SWEEP)).wait(300)
    return time.time() - began


def show_sweep(url: str) -> None:
    """Print what it costs the server to tell anybody, and what following a sweep adds to that."""
    silent, told, ours = [], [], []
    for _ in range(SWEEPS):
        with Client(url, timeout=120.0) as client:
            silent.append(unfollowed(client))
            client.events.subscribe(lambda event: None, [Room.queue()])
            told.append(unfollowed(client))
            ours.append(followed(client))
    each = [seconds / SWEEP * 1000 for seconds in map(median, (silent, told, ours))]
    print(f"sweep of {SWEEP} additions, the shortest jobs there are: {each[0]:.2f} ms an item alone")
    print(f"  while a socket is told of it: {each[1]:.2f} ms an item, {added(told, silent)}")
    print(f"  followed by a batch handle:   {each[2]:.2f} ms an item, {added(ours, told)} to that")


def added(seconds: list[float], to: list[float]) -> str:
    """Write by how much sweeps took longer than those before them, by the median of the pairs."""
    return f"{(median(one / other for one, other in zip(seconds, to, strict=True)) - 1) * 100:+.1f} %"


def show_requests(client: Client) -> None:
    """Print how many requests jobs take."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("ivk.http")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    submit(client, adding(1)).job.result(60)
    print(f"requests for one job: {len(said)}")
    said.clear()
    batch = submit(client, adding(SWEEP))
    print(f"requests to submit a sweep of {SWEEP}: {len(said)}")
    batch.wait(300)
    print(f"requests to follow it to its end: {len(said)} in all")
    log.setLevel(logging.NOTSET)
    log.removeHandler(handler)


def show_memory(client: Client) -> None:
    """Print the memory that a large batch takes while it is followed."""
    submit(client, adding(SWEEP)).wait(300)
    before = peak = resident()
    batch = submit(client, adding(MANY))
    for number, _job in enumerate(batch.as_completed(300)):
        if number % 100 == 0:
            peak = max(peak, resident())
    grown = resident() - before
    print(f"memory for {MANY} items: grown by {grown / 2**20:.1f} MiB when all are finished, ", end="")
    print(f"{(peak - before) / 2**20:.1f} MiB at most, {grown / MANY:.0f} bytes an item")


def resident() -> int:
    """Give the bytes of memory that this process holds, as Linux counts them."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def main() -> None:
    """Run all of them."""
    with server() as url, Client(url, timeout=120.0) as client:
        show_requests(client)
        show_lag(client, url)
        show_sweep(url)
        show_memory(client)


if __name__ == "__main__":
    main()
