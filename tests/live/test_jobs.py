"""Jobs on a real server: results, events, failures, cancelation, retries, and attaching to a batch."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.flow import Request
from ivk_workflows.jobs import JobCanceledError, JobFailedError, attach_batch, submit, submit_async
from ivk_workflows.queue import JobStatus, QueueHandle

pytestmark = pytest.mark.live

Body = dict[str, Any]
BATCH_SIZE = 200  # enough that results arrive while later items are still pending


def body(*nodes: Body, edges: list[tuple[str, str, str, str]] = (), **batch: Any) -> Body:  # type: ignore[assignment]
    graph_edges = [
        {"source": {"node_id": source, "field": output}, "destination": {"node_id": target, "field": field}}
        for source, output, target, field in edges
    ]
    graph = {"id": "g", "nodes": {node["id"]: node for node in nodes}, "edges": graph_edges}
    return {"batch": {"graph": graph, "runs": 1, "origin": "tests", "destination": "tests", **batch}}


def adding(*numbers: int) -> Body:
    node = {"id": "sum", "type": "add", "a": 0, "b": 1}
    datum = {"node_path": "sum", "field_name": "a", "items": list(numbers)}
    return body(node, data=[[datum]])


IMAGE = body(
    {"id": "blank", "type": "blank_image", "width": 16, "height": 16, "is_intermediate": True},
    {"id": "size", "type": "img_resize", "width": 64, "height": 32, "is_intermediate": False},
    edges=[("blank", "image", "size", "image")],
)
FAILING = body({"id": "size", "type": "img_resize", "image": {"image_name": "none.png"}})


@pytest.fixture
def delete_later(client: Client) -> Iterator[Callable[[str], None]]:
    """Return a function that takes the names of images to delete after the test."""
    names: list[str] = []
    yield names.append
    for name in names:
        client.send(Request("DELETE", "/images/i/{name}", path={"name": name}, operation="delete_image"))


def test_a_job_has_events_and_a_result_with_an_image(
    client: Client, delete_later: Callable[[str], None], tmp_path: Path
) -> None:
    job = submit(client, IMAGE).job
    names = [event.name for event in job.events(60)]
    result = job.result(60)
    delete_later(result.image.name)
    delete_later(result.intermediates.by_node("blank").value.name)

    assert names[-1] == "queue_item_status_changed"
    assert names.count("invocation_complete") == 2
    assert result.image.pil().size == (64, 32)
    (path,) = result.save_all(tmp_path)
    assert path.read_bytes() == result.image.read()


async def test_several_jobs_are_awaited(server_url: str) -> None:
    async with AsyncClient(server_url) as client:
        batches = [await submit_async(client, adding(number)) for number in range(5)]
        sums = [(await batch.job).outputs["sum"].value for batch in batches]

    assert sums == [1, 2, 3, 4, 5]


def test_the_results_of_a_batch_are_in_order_and_its_progress_increases(client: Client) -> None:
    batch = submit(client, adding(*range(BATCH_SIZE)))
    fractions = []
    for _ in batch.as_completed(120):
        fractions.append(batch.progress.fraction)

    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    sums = [result.outputs["sum"].value for result in batch.results(10)]
    assert sums == [number + 1 for number in range(BATCH_SIZE)]


def test_a_failure_has_node_and_traceback_and_can_be_retried(client: Client) -> None:
    batch = submit(client, FAILING)
    with pytest.raises(JobFailedError) as raised:
        batch.job.result(60)

    assert (raised.value.node_id, raised.value.node_type) == ("size", "img_resize")
    assert raised.value.error_type == "ImageRecordNotFoundException"
    assert "image_records" in raised.value.error_traceback
    retried = batch.retry_failed()
    assert retried is not None
    assert isinstance(retried.exception(60), JobFailedError)
    assert QueueHandle(client).get_item(retried.item_ids[0]).retried_from_item_id == batch.item_ids[0]


def test_a_batch_is_canceled(client: Client) -> None:
    batch = submit(client, adding(*range(1000, 1030)))
    canceled = batch.cancel()

    assert canceled > 0
    assert isinstance(batch.exception(30), JobCanceledError)
    assert sum(job.status == JobStatus.CANCELED for job in batch) == canceled


def test_a_second_process_attaches_to_a_batch(client: Client, server_url: str) -> None:
    batch = submit(client, adding(10, 20))
    program = (
        "from ivk_core.client import Client\n"
        "from ivk_workflows.jobs import attach_batch\n"
        f"with Client({server_url!r}) as client:\n"
        f"    batch = attach_batch(client, {batch.batch_id!r})\n"
        "    print([result.outputs['sum'].value for result in batch.results(60)])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[11, 21]"
    assert [job.index for job in attach_batch(client, batch.batch_id)] == [0, 1]


def test_a_result_is_available_within_a_second_of_completion(client: Client) -> None:
    lags = []
    for number in range(5):
        result = submit(client, adding(time.time_ns() % 10**6 + number)).job.result(60)
        assert result.item.completed_at is not None
        lags.append(time.time() - result.item.completed_at.timestamp())

    print(f"completion lag in ms: {[round(lag * 1000, 1) for lag in lags]}")
    assert min(lags) < 1.0


def test_a_queue_handle_counts_cancels_and_deletes_items(client: Client) -> None:
    queue = QueueHandle(client)
    destination = f"tests-{uuid4().hex[:8]}"
    queue.pause()
    try:
        additions = adding(1, 2, 3, 4)
        additions["batch"]["destination"] = destination
        first, second, *_ = (batch := submit(client, additions)).item_ids

        assert queue.count_destination(destination).pending == 4
        assert queue.batch_status(batch.batch_id).pending == 4
        assert queue.cancel(first).status == JobStatus.CANCELED
        queue.delete(second)
        assert [item.item_id for item in queue.summaries([first, second])] == [first]
        assert queue.find_next() is not None
        assert queue.cancel_destination(destination) == 2
        assert queue.delete_destination(destination) == 3
    finally:
        queue.resume()
