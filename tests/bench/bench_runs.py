"""Benchmark of workflow runs: requests, listings and connections.

Run it with ``python tests/bench/bench_runs.py``. The server is an embedded one, or the one at
``INVOKEAI_URL``. It needs an SDXL model, because the workflow has a model by name, which the client looks
up.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from serving import counted, seconds, server

from invokeai_py_client import InvokeAIClient, shipped_workflow

MAPPED = 40  # enough that requests for each item would be seen in the total
RUNS = 10  # few, because they run one after the other
# More than the connections of the pool (64), so that it shows whether the limit holds.
AWAITED = 200
# Seconds between two counts of connections: short beside a run, so that the maximum is seen.
COUNT_INTERVAL = 0.01


def prepared(client: InvokeAIClient) -> object:
    """Make a handle of the shipped workflow with the smallest size and a model by name."""
    workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
    model = client.dnn_model_repo.list_models(base="sdxl", type="main")[0]
    return workflow.set(model=model.name, width=64, height=64, steps=1)


def show(title: str, requests: list[str], duration: float) -> None:
    """Print the number of requests by kind, and the seconds."""
    listings = sum(" /models/ " in line or " /boards/ " in line for line in requests)
    submissions = sum("/enqueue_batch" in line for line in requests)
    print(
        f"{title:34} {len(requests):4} requests, {listings} of them listings, {submissions} submissions, "
        f"{duration:.2f} s"
    )


@contextmanager
def connections_to(url: str) -> Iterator[list[int]]:
    """Yield a list that receives the number of connections of this process to a server (Linux only)."""
    port, counts, stopped = urlsplit(url).port or 80, [0], threading.Event()

    def count() -> None:
        wanted = f":{port:04X}"
        while not stopped.wait(COUNT_INTERVAL):
            rows = [row.split() for row in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
            counts.append(sum(row[2].endswith(wanted) and row[3] == "01" for row in rows))

    thread = threading.Thread(target=count, daemon=True)
    thread.start()
    try:
        yield counts
    finally:
        stopped.set()
        thread.join()


async def awaited(client: InvokeAIClient, workflow: object) -> None:
    """Await many concurrent runs in one event loop."""
    await asyncio.gather(*(workflow.arun(seed=seed) for seed in range(AWAITED)))  # type: ignore[attr-defined]
    await client.aio.close()


def main() -> None:
    """Run all measurements."""
    with server() as url, InvokeAIClient.from_url(url) as client:
        workflow = prepared(client)
        workflow.run(seed=1)  # type: ignore[attr-defined]
        with counted() as requests:
            duration = seconds(lambda: [workflow.run(seed=100 + i) for i in range(RUNS)])  # type: ignore[attr-defined]
        show(f"{RUNS} runs, one after the other:", requests, duration)
        with counted() as requests:
            inputs = [{"seed": 200 + i} for i in range(MAPPED)]
            duration = seconds(lambda: workflow.map(inputs))  # type: ignore[attr-defined]
        show(f"map over {MAPPED} seeds:", requests, duration)
        with counted() as requests, connections_to(url) as counts:
            duration = seconds(lambda: asyncio.run(awaited(client, workflow)))
        show(f"{AWAITED} concurrent runs:", requests, duration)
        print(f"  connections at most: {max(counts)}")


if __name__ == "__main__":
    main()
