"""Benchmark of jobs: latency of results, cost of following a batch, requests and memory, beside 1.1.1.

Run it with ``python tests/bench/bench_jobs.py``. The embedded server is another process with the same
clock, so that the completion time in an item can be compared with the time at which the program has the
result. The 1.1.1 client is downloaded by pip and runs from its wheel, in another process.
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

from predecessor import download_wheel

from ivk_core.client import Client
from ivk_core.events.rooms import Room
from ivk_workflows.jobs import submit
from ivk_workflows.queue import QueueHandle
from ivk_workflows.queue.calls import enqueue_batch

JOBS = 30  # enough for a 90th percentile
SWEEP = 1_000  # enough items that the cost per item is not hidden by the cost per batch
SWEEPS = 9  # odd, so that the median is a measured pair
MANY = 10_000  # a large batch, of which the memory per item can be measured

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
    """Make a batch of different additions, so that no result comes from the server's cache."""
    first = random.randrange(10**9)
    node = {"id": "sum", "type": "add", "a": 0, "b": 1}
    data = {"node_path": "sum", "field_name": "a", "items": list(range(first, first + count))}
    return {"batch": {"graph": {"id": "g", "nodes": {"sum": node}, "edges": []}, "runs": 1, "data": [[data]]}}


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of an embedded server in another process."""
    command = [sys.executable, "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().partition("=")[2]
        finally:
            process.terminate()


class Predecessor:
    """The 1.1.1 client in another process, which waits for items."""

    def __init__(self, wheel: Path, url: str) -> None:
        command = [sys.executable, "-c", PREDECESSOR, str(wheel), url]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def start_waiting(self, item_id: int) -> None:
        """Start waiting for an item."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{item_id}\n")
        self._process.stdin.flush()

    def received_at(self) -> float:
        """Return the time at which the 1.1.1 client had the item."""
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())

    def stop(self) -> None:
        """Stop the process."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def predecessor(url: str) -> Iterator[Predecessor | None]:
    """Download and start the 1.1.1 client; yield None if it cannot be downloaded."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = download_wheel(Path(folder))
        if wheel is None:
            yield None
            return
        process = Predecessor(wheel, url)
        try:
            yield process
        finally:
            process.stop()


def completed_at(client: Client, item_id: int) -> float:
    """Return the time at which the server completed an item."""
    item = QueueHandle(client).get_item(item_id)
    assert item.completed_at is not None
    return item.completed_at.timestamp()


def our_lag(client: Client) -> float:
    """Measure the seconds from the completion of a job to its result, with this client."""
    client.run(enqueue_batch("default", adding(random.randint(20, 150))))
    job = submit(client, adding(1)).job
    result = job.result(120)
    received_at = time.time()
    assert result.item.completed_at is not None
    return received_at - result.item.completed_at.timestamp()


def predecessor_lag(client: Client, other: Predecessor) -> float:
    """Measure the seconds from the completion of a job to its result, with the 1.1.1 client."""
    client.run(enqueue_batch("default", adding(random.randint(20, 150))))
    (item_id,) = client.run(enqueue_batch("default", adding(1))).item_ids
    other.start_waiting(item_id)
    return other.received_at() - completed_at(client, item_id)


def show_lag(client: Client, url: str) -> None:
    """Print the latency of results."""
    our_lag(client)
    with predecessor(url) as other:
        ours, theirs = [], []
        for _ in range(JOBS):
            ours.append(our_lag(client))
            if other is not None:
                theirs.append(predecessor_lag(client, other))
    print(f"completion lag, this client: median {spread(ours)}")
    if theirs:
        print(f"completion lag, 1.1.1:       median {spread(theirs)}")
        print(f"  ratio of the medians:      {median(theirs) / median(ours):.0f}")
    else:
        print("completion lag, 1.1.1:       not measured, pip could not download it")


def spread(seconds: list[float]) -> str:
    """Format the median and the 90th percentile in milliseconds."""
    return f"{median(seconds) * 1000:.1f} ms, 90% within {quantiles(seconds, n=10)[-1] * 1000:.1f} ms"


def unfollowed(client: Client) -> float:
    """Measure the seconds that a sweep takes without a batch handle, until its last item has completed.

    The queue is pruned first, because each stored item makes the server slower.
    """
    queue = QueueHandle(client)
    queue.prune()
    start = time.time()
    item_ids = client.run(enqueue_batch("default", adding(SWEEP))).item_ids
    while queue.status().unfinished:
        time.sleep(0.5)
    times = [item.completed_at or datetime.now(UTC) for item in queue.summaries(item_ids)]
    return max(times).timestamp() - start


def followed(client: Client) -> float:
    """Measure the seconds that a sweep takes until a batch handle knows that all items have ended."""
    QueueHandle(client).prune()
    start = time.time()
    submit(client, adding(SWEEP)).wait(300)
    return time.time() - start


def show_sweep(url: str) -> None:
    """Print the cost of sending events for the server, and the additional cost of a batch handle."""
    without_socket, with_socket, with_handle = [], [], []
    for _ in range(SWEEPS):
        with Client(url, timeout=120.0) as client:
            without_socket.append(unfollowed(client))
            client.events.subscribe(lambda event: None, [Room.queue()])
            with_socket.append(unfollowed(client))
            with_handle.append(followed(client))
    medians = map(median, (without_socket, with_socket, with_handle))
    alone, socket, handle = (seconds / SWEEP * 1000 for seconds in medians)
    print(f"sweep of {SWEEP} additions, the shortest jobs: {alone:.2f} ms per item without a socket")
    print(f"  with a subscribed socket: {socket:.2f} ms per item, {added(with_socket, without_socket)}")
    print(f"  with a batch handle:      {handle:.2f} ms per item, {added(with_handle, with_socket)} to that")


def added(seconds: list[float], to: list[float]) -> str:
    """Format how much longer sweeps took than others: the median over the pairs, in percent."""
    return f"{(median(one / other for one, other in zip(seconds, to, strict=True)) - 1) * 100:+.1f} %"


def show_requests(client: Client) -> None:
    """Print the number of requests for a job and for a sweep."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("ivk.http")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    submit(client, adding(1)).job.result(60)
    print(f"requests for one job: {len(lines)}")
    lines.clear()
    batch = submit(client, adding(SWEEP))
    print(f"requests to submit a sweep of {SWEEP}: {len(lines)}")
    batch.wait(300)
    print(f"requests to follow it to its end: {len(lines)} in all")
    log.setLevel(logging.NOTSET)
    log.removeHandler(handler)


def show_memory(client: Client) -> None:
    """Print the memory that a large batch takes."""
    submit(client, adding(SWEEP)).wait(300)
    before = peak = resident()
    batch = submit(client, adding(MANY))
    for number, _job in enumerate(batch.as_completed(300)):
        if number % 100 == 0:
            peak = max(peak, resident())
    growth = resident() - before
    print(f"memory for {MANY} items: {growth / 2**20:.1f} MiB when all have ended, ", end="")
    print(f"{(peak - before) / 2**20:.1f} MiB at most, {growth / MANY:.0f} bytes per item")


def resident() -> int:
    """Return the resident memory of this process in bytes (Linux only)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def main() -> None:
    """Run all measurements."""
    with server() as url, Client(url, timeout=120.0) as client:
        show_requests(client)
        show_lag(client, url)
        show_sweep(url)
        show_memory(client)


if __name__ == "__main__":
    main()
