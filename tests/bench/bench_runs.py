"""What running costs beside the jobs themselves: requests, listings and connections.

Run it with ``python tests/bench/bench_runs.py``. The server is an embedded one, or the one that
``INVOKEAI_URL`` names; it needs an SDXL model, for the workflow names one, which has to be looked up.
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

MAPPED = 40
RUNS = 10
AWAITED = 200
BETWEEN_LOOKS = 0.01


def prepared(client: InvokeAIClient) -> object:
    """Make a handle of the shipped workflow that is as small as it can be, and names its model."""
    workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
    model = client.dnn_model_repo.list_models(base="sdxl", type="main")[0]
    return workflow.set(model=model.name, width=64, height=64, steps=1)


def show(what: str, requests: list[str], taken: float) -> None:
    """Print how many requests something took, and of which kinds."""
    listings = sum(" /models/ " in line or " /boards/ " in line for line in requests)
    submissions = sum("/enqueue_batch" in line for line in requests)
    print(
        f"{what:34} {len(requests):4} requests, {listings} of them listings, {submissions} submissions, "
        f"{taken:.2f} s"
    )


@contextmanager
def connections_to(url: str) -> Iterator[list[int]]:
    """Note how many connections this process has to a server, as Linux counts them, now and then."""
    port, counts, stopped = urlsplit(url).port or 80, [0], threading.Event()

    def look() -> None:
        wanted = f":{port:04X}"
        while not stopped.wait(BETWEEN_LOOKS):
            rows = [row.split() for row in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
            counts.append(sum(row[2].endswith(wanted) and row[3] == "01" for row in rows))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield counts
    finally:
        stopped.set()
        thread.join()


async def awaited(client: InvokeAIClient, workflow: object) -> None:
    """Await many runs at once in one event loop."""
    await asyncio.gather(*(workflow.arun(seed=seed) for seed in range(AWAITED)))  # type: ignore[attr-defined]
    await client.aio.close()


def main() -> None:
    """Run all of them."""
    with server() as url, InvokeAIClient.from_url(url) as client:
        workflow = prepared(client)
        workflow.run(seed=1)  # type: ignore[attr-defined]
        with counted() as requests:
            taken = seconds(lambda: [workflow.run(seed=100 + i) for i in range(RUNS)])  # type: ignore[attr-defined]
        show(f"{RUNS} runs, one after the other:", requests, taken)
        with counted() as requests:
            inputs = [{"seed": 200 + i} for i in range(MAPPED)]
            taken = seconds(lambda: workflow.map(inputs))  # type: ignore[attr-defined]
        show(f"map over {MAPPED} seeds:", requests, taken)
        with counted() as requests, connections_to(url) as counts:
            taken = seconds(lambda: asyncio.run(awaited(client, workflow)))
        show(f"{AWAITED} runs, awaited at once:", requests, taken)
        print(f"  connections at most: {max(counts)}")


if __name__ == "__main__":
    main()
