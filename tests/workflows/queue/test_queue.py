"""Every operation of the queue, blocking and asynchronous."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.errors import NotFoundError
from ivk_core.flow import Request, Response
from ivk_workflows.queue import AsyncQueueRepository, JobStatus, QueueHandle, QueueItem, QueueRepository
from ivk_workflows.queue.calls import enqueue_batch, list_summaries
from ivk_workflows.queue.searches import find_batch_items

Body = dict[str, Any]


@pytest.fixture
def queue(client: Client) -> Iterator[QueueHandle]:
    queue = client.repository(QueueRepository).get()
    queue.clear()
    yield queue
    queue.resume()
    queue.clear()


@pytest.fixture
def enqueue(client: Client) -> Callable[..., list[int]]:
    def send(batch_id: str, runs: int = 1, node_type: str = "add", **more: str) -> list[int]:
        node: Body = {"id": "a", "type": node_type}
        if node_type == "img_resize":
            node |= {"image": {"image_name": "none.png"}, "width": 8, "height": 8}
        graph = {"id": "g", "nodes": {"a": node}, "edges": []}
        batch = {"batch_id": batch_id, "graph": graph, "runs": runs, **more}
        return sorted(client.run(enqueue_batch("default", {"batch": batch})).item_ids)

    return send


def test_an_idle_queue_has_no_current_and_no_next_item(queue: QueueHandle) -> None:
    assert queue.wait_until_idle(60)
    assert queue.find_current() is None
    assert queue.find_next() is None


def test_a_paused_queue_counts_its_pending_items(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    assert not queue.pause().is_started
    first, *_ = enqueue("counted", 3, destination="here")

    assert queue.status().pending == 3
    assert queue.batch_status("counted").pending == 3
    assert queue.count_destination("here").total == 3
    assert queue.batch_status("never seen").total == 0
    following = queue.find_next()
    assert following is not None
    assert following.item_id == first
    assert not queue.wait_until_idle(0.2)
    assert queue.resume().is_started
    assert queue.wait_until_idle(60)


def test_lists_have_summaries_and_whole_items_are_fetched_on_request(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    item_ids = enqueue("listed", 3)
    queue.wait_until_idle(60)

    assert set(queue.item_ids()) >= set(item_ids)
    assert [item.item_id for item in queue.summaries(item_ids)] == item_ids
    assert {item.batch_id for item in queue.iter_items() if item.item_id in item_ids} == {"listed"}
    assert queue.get_item(item_ids[0]).session["results"]
    assert [item.item_id for item in queue.get_items(item_ids[:2])] == item_ids[:2]
    with pytest.raises(NotFoundError):
        queue.get_item(10**9)


def test_items_are_canceled_one_by_one_by_batch_and_by_destination(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    queue.pause()
    one, two = enqueue("one by one", 2)
    enqueue("by batch", 2)
    enqueue("by destination", 3, destination="there")
    enqueue("by all", 1)

    assert queue.cancel(one).status == JobStatus.CANCELED
    assert queue.get_item(two).status == JobStatus.PENDING
    assert queue.cancel_batches(["by batch"]) == 2
    assert queue.cancel_destination("there") == 3
    assert queue.cancel_all_except_current() == 2
    assert queue.status().pending == 0


def test_items_are_deleted(queue: QueueHandle, enqueue: Callable[..., list[int]]) -> None:
    queue.pause()
    one, two = enqueue("deleted", 2)
    enqueue("deleted too", 2, destination="away")
    queue.delete(one)

    assert [item.item_id for item in queue.summaries([one, two])] == [two]
    assert queue.delete_destination("away") == 2
    assert queue.delete_all_except_current() == 1
    assert queue.batch_status("deleted").total == 0


def test_a_failed_item_is_retried_under_a_new_id(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    (failed,) = enqueue("retried", node_type="img_resize")
    queue.wait_until_idle(60)
    assert queue.get_item(failed).error_type

    assert queue.retry([failed]) == [failed]
    queue.wait_until_idle(60)
    newest = queue.get_item(max(queue.item_ids()))
    assert (newest.retried_from_item_id, newest.batch_id) == (failed, "retried")


def test_pruning_deletes_finished_items_and_clearing_all_items(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    enqueue("pruned", 2)
    queue.wait_until_idle(60)
    queue.pause()
    enqueue("cleared", 1)

    assert queue.prune() >= 2
    assert queue.clear() == 1
    assert queue.item_ids() == []


async def test_the_async_handle_does_the_same(server_url: str, enqueue: Callable[..., list[int]]) -> None:
    pytest.importorskip("aiohttp")
    async with AsyncClient(server_url) as client:
        queue = client.repository(AsyncQueueRepository).get()
        await queue.pause()
        one, two, *_ = enqueue("awaited", 4)

        assert (await queue.status()).pending == 4
        assert (await queue.cancel(one)).status == JobStatus.CANCELED
        await queue.delete(two)
        assert {item.item_id async for item in queue.iter_items()} >= {one}
        await queue.resume()
        assert await queue.wait_until_idle(60)
        assert await queue.find_current() is None
        assert (await queue.batch_status("awaited")).completed == 2
        await queue.clear()


def test_an_unknown_status_and_unknown_members_of_a_newer_server_are_kept() -> None:
    item = QueueItem.model_validate({"item_id": 1, "status": "a_new_status", "a_new_key": "blue"})

    assert item.status == "a_new_status"
    assert not item.status.is_final
    assert item.model_dump()["a_new_key"] == "blue"


def test_times_of_the_server_are_in_utc() -> None:
    item = QueueItem.model_validate(
        {"item_id": 1, "status": "pending", "created_at": "2026-11-20 09:07:11.297"}
    )

    assert item.created_at is not None
    assert item.created_at.isoformat() == "2026-11-20T09:07:11.297000+00:00"


def test_many_summaries_are_requested_a_thousand_at_a_time() -> None:
    flow = list_summaries("default", range(1500))
    first = next(flow)
    second = flow.send(Response(200, content=b"[]"))

    assert isinstance(first, Request)
    assert isinstance(second, Request)
    assert (len(first.json["item_ids"]), len(second.json["item_ids"])) == (1000, 500)
    assert first.can_be_repeated


def test_a_search_for_the_items_of_a_batch_ends_when_all_are_found() -> None:
    flow = find_batch_items("default", "b", 1)
    next(flow)
    flow.send(
        Response(200, content=b'{"item_ids": ' + str(list(range(2000))).encode() + b', "total_count": 2000}')
    )
    with pytest.raises(StopIteration) as end:
        flow.send(Response(200, content=b'[{"item_id": 1999, "status": "pending", "batch_id": "b"}]'))

    assert [item.item_id for item in end.value.value] == [1999]


def test_waiting_for_an_idle_queue_uses_events_and_few_polls(
    queue: QueueHandle, enqueue: Callable[..., list[int]], caplog: pytest.LogCaptureFixture
) -> None:
    queue.pause()
    enqueue("many", 200)
    with caplog.at_level("DEBUG", "ivk.http"):
        queue.resume()
        caplog.clear()
        began = time.monotonic()
        assert queue.wait_until_idle(60)

    regular_polls = (time.monotonic() - began) / 5.0  # items may be deleted without an event
    assert len(caplog.records) <= 5 + regular_polls, caplog.messages
    assert queue.status().unfinished == 0


def test_a_queue_that_another_client_clears_is_idle(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    queue.pause()
    enqueue("to be cleared", 3)
    timer = threading.Timer(0.3, queue.clear)
    timer.start()
    try:
        assert queue.wait_until_idle(20)
    finally:
        timer.join()
        queue.resume()


def test_waiting_for_an_idle_queue_ends_at_its_timeout(
    queue: QueueHandle, enqueue: Callable[..., list[int]]
) -> None:
    queue.pause()
    enqueue("waiting", 1)
    began = time.monotonic()

    assert not queue.wait_until_idle(0.3)
    assert time.monotonic() - began >= 0.3
    queue.resume()
