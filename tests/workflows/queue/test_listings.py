"""Listings of the queue: filters with suggestions, tables, and errors for arguments of the wrong type."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.errors import ArgumentError, ConfigurationError
from ivk_workflows import AsyncJobRepository, JobRepository
from ivk_workflows.jobs import submit
from ivk_workflows.outputs import map_outputs_to_images
from ivk_workflows.queue import AsyncQueueHandle, QueueHandle, QueueItemSummary, QueueRepository
from ivk_workflows.queue.listing import QueueItems

both_servers = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def client(server_url: str) -> Iterator[Client]:
    with Client(server_url) as client:
        yield client


def adding(*numbers: int, **batch: Any) -> dict[str, Any]:
    nodes = {"sum": {"id": "sum", "type": "add", "a": 0, "b": 1}}
    datum = {"node_path": "sum", "field_name": "a", "items": list(numbers)}
    return {
        "batch": {"graph": {"id": "g", "nodes": nodes, "edges": []}, "data": [[datum]], "runs": 1, **batch}
    }


@both_servers
def test_items_are_listed_by_status_origin_destination_and_batch(client: Client) -> None:
    destination = f"shelf-{uuid4().hex[:6]}"
    batch = submit(client, adding(1, 2, origin="tests", destination=destination))
    batch.wait(60)
    queue = QueueHandle(client)

    found = queue.list_items(destination=destination, newest_first=False)
    assert [item.item_id for item in found] == sorted(batch.item_ids)
    assert queue.list_items(destination=destination, status="failed") == []
    assert queue.list_items(batch_id=batch.batch_id, status=["completed", "failed"], origin="tests") == list(
        reversed(found)
    )
    with pytest.raises(ConfigurationError, match=f"Did you mean '{destination}'"):
        queue.list_items(destination=destination.replace("shelf", "shlef"))
    assert queue.list_items(destination=uuid4().hex) == []


@both_servers
def test_an_unknown_status_is_an_error_with_a_suggestion(client: Client) -> None:
    for status in ("complete", "Completed", ["pending", "cancelled"]):
        with pytest.raises(ConfigurationError, match=r"Did you mean '(completed|canceled)'"):
            QueueHandle(client).list_items(status=status)
    with pytest.raises(ArgumentError):
        QueueHandle(client).list_items(status=3)  # type: ignore[arg-type]


@both_servers
async def test_an_awaited_listing_has_the_same_filters(server_url: str) -> None:
    async with AsyncClient(server_url) as client:
        with pytest.raises(ConfigurationError, match="Did you mean 'waiting'"):
            await AsyncQueueHandle(client).list_items(status="wait")
        assert await AsyncQueueHandle(client).list_items(batch_id=str(uuid4())) == []


def test_a_listing_is_shown_as_a_short_table(client: Client) -> None:
    batch = submit(client, adding(*range(25), destination="<gallery>"))
    batch.wait(60)
    found = QueueHandle(client).list_items(batch_id=batch.batch_id)
    lines = repr(found).splitlines()

    assert lines[0] == "25 queue items"
    assert lines[1].split() == ["item", "status", "seconds", "created", "batch", "destination"]
    assert lines[2].split()[:2] == [str(max(batch.item_ids)), "completed"]
    assert (len(lines), lines[-1]) == (23, "… and 5 more")
    assert all(len(line) < 100 for line in lines)
    assert "<td>&lt;gallery&gt;</td>" in found._repr_html_()
    assert repr(QueueItems[QueueItemSummary]()).startswith("0 queue items")


def test_an_item_is_shown_in_one_line(client: Client) -> None:
    job = submit(client, adding(1, destination="here")).job
    item = job.item(60)
    assert repr(item) == str(item) == f"QueueItem({item.item_id}, completed, batch {item.batch_id[:8]}, here)"
    (summary,) = QueueHandle(client).summaries([item.item_id])
    assert len(repr([summary, item])) < 200


WRONG_ITEM_IDS = ["12", 2.5, True, None, "b4d6f2a0-1", [12]]


@pytest.mark.parametrize("wrong", WRONG_ITEM_IDS)
@pytest.mark.parametrize(
    "call",
    [
        lambda client, wrong: QueueHandle(client).get_item(wrong),
        lambda client, wrong: QueueHandle(client).cancel(wrong),
        lambda client, wrong: QueueHandle(client).delete(wrong),
        lambda client, wrong: QueueHandle(client).children(wrong),
        lambda client, wrong: QueueHandle(client).get_items([1, wrong]),
        lambda client, wrong: QueueHandle(client).summaries([wrong]),
        lambda client, wrong: QueueHandle(client).retry([wrong]),
        lambda client, wrong: client.repository(JobRepository).get(wrong),
    ],
)
def test_the_id_of_an_item_is_a_number(call: Callable[[Client, Any], object], wrong: Any) -> None:
    with Client("http://127.0.0.1:9") as nowhere, pytest.raises(ArgumentError, match="whole number"):
        call(nowhere, wrong)


@pytest.mark.parametrize("wrong", [12, None, "", b"b4", ["b4"]])
@pytest.mark.parametrize(
    "call",
    [
        lambda client, wrong: QueueHandle(client).batch_status(wrong),
        lambda client, wrong: QueueHandle(client).cancel_batches([wrong]),
        lambda client, wrong: QueueHandle(client).list_items(batch_id=wrong if wrong is not None else 0),
        lambda client, wrong: client.repository(JobRepository).get_batch(wrong),
    ],
)
def test_the_id_of_a_batch_is_a_text(call: Callable[[Client, Any], object], wrong: Any) -> None:
    with Client("http://127.0.0.1:9") as nowhere, pytest.raises(ArgumentError, match="batch is a text"):
        call(nowhere, wrong)


def test_a_handle_instead_of_an_id_says_what_to_pass(client: Client) -> None:
    batch = submit(client, adding(1))
    jobs = client.repository(JobRepository)
    with pytest.raises(ArgumentError, match=f"Pass its item_id: {batch.item_ids[0]}"):
        jobs.get(batch.job)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=f"Pass its batch_id: '{batch.batch_id}'"):
        jobs.get_batch(batch)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="get_batch"):
        jobs.get(batch.batch_id)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=r"job\.result"):
        map_outputs_to_images(batch.job)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="Pass a list"):
        QueueHandle(client).cancel_batches(batch.batch_id)
    with pytest.raises(ArgumentError, match="list of whole numbers"):
        QueueHandle(client).retry(batch.item_ids[0])  # type: ignore[arg-type]
    batch.wait(60)


WRONG_TIMEOUTS = [("5", ArgumentError), (True, ArgumentError), (-1, ConfigurationError), ([], ArgumentError)]
WRONG_TIMEOUTS += [(float("nan"), ConfigurationError), (decimal.Decimal(1), ArgumentError)]


@pytest.mark.parametrize(("wrong", "kind"), WRONG_TIMEOUTS)
def test_a_timeout_is_a_number_of_seconds(client: Client, wrong: Any, kind: type[Exception]) -> None:
    batch = submit(client, adding(1, 2))
    calls: list[Callable[[], object]] = [
        lambda: batch.wait(timeout=wrong),
        lambda: batch.results(wrong),
        lambda: batch.result(wrong),
        lambda: batch.exception(wrong),
        lambda: batch.first_failure(wrong),
        lambda: list(batch.as_completed(wrong)),
        lambda: list(batch.events(wrong)),
        lambda: batch[0].wait(wrong),
        lambda: batch[0].result(wrong, cancel=True),
        lambda: batch[0].exception(wrong),
        lambda: batch[0].item(wrong),
        lambda: batch[0].outcome(wrong),
        lambda: list(batch[0].events(wrong)),
        lambda: QueueHandle(client).wait_until_idle(wrong),
    ]
    for call in calls:
        with pytest.raises(kind, match="seconds"):
            call()
    assert len(batch.results(60)) == 2


def test_other_wrong_arguments_are_refused(client: Client) -> None:
    with pytest.raises(ArgumentError, match="queue is a text"):
        client.repository(QueueRepository).get(1)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="queue is a text"):
        client.repository(JobRepository).submit(adding(1), queue_id=None)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="to_enqueue_body"):
        client.repository(JobRepository).submit({"graph": {}})
    with pytest.raises(ArgumentError, match="newest_first"):
        QueueHandle(client).item_ids(newest_first="no")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="destination is a text"):
        QueueHandle(client).cancel_destination("")
    with pytest.raises(ConfigurationError, match="Did you mean 'wait'"):
        client.repository(JobRepository).submit(adding(1), on_queue_full="wiat")  # type: ignore[arg-type]


async def test_awaited_calls_refuse_them_too(server_url: str) -> None:
    async with AsyncClient(server_url) as client:
        jobs = client.repository(AsyncJobRepository)
        with pytest.raises(ArgumentError, match="Pass it as a number: 12"):
            await jobs.get("12")  # type: ignore[arg-type]
        batch = await jobs.submit(adding(3))
        with pytest.raises(ArgumentError, match="seconds"):
            await batch.wait("5")  # type: ignore[arg-type]
        with pytest.raises(ConfigurationError, match="negative"):
            await batch.job.result(-0.5)
        assert (await batch.results(60))[0].inputs["a"] == 3


def test_an_unknown_attribute_of_a_result_is_an_error_with_a_suggestion(client: Client) -> None:
    result = submit(client, adding(1)).job.result(60)
    assert result["status"] == "completed"
    with pytest.raises(KeyError, match="Did you mean 'status'"):
        result["statuss"]
