"""The server's operations on its queue, as flows: one function for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ivk_core.flow import Flow, Response
from ivk_core.timeouts import NEVER, Deadline
from ivk_workflows.queue.routes import answered_by, delete, get, post, put
from ivk_workflows.queue.schemas import (
    BatchStatus,
    DestinationCounts,
    EnqueueResult,
    ProcessorStatus,
    QueueItem,
    QueueItemSummary,
    QueueState,
)

__all__ = [
    "SUMMARIES_PER_REQUEST",
    "cancel_all_except_current",
    "cancel_batches",
    "cancel_destination",
    "cancel_item",
    "clear",
    "count_destination",
    "delete_all_except_current",
    "delete_destination",
    "delete_item",
    "enqueue_batch",
    "find_current",
    "find_next",
    "get_batch_status",
    "get_item",
    "get_items",
    "get_state",
    "in_portions",
    "list_item_ids",
    "list_some_summaries",
    "list_summaries",
    "pause",
    "prune",
    "resume",
    "retry_items",
]

SUMMARIES_PER_REQUEST = 1000
"""The most that the server returns in one answer."""


def enqueue_batch(queue_id: str, body: Mapping[str, Any]) -> Flow[EnqueueResult]:
    """Send a batch once (operation ``enqueue_batch``); see `ivk_workflows.jobs.sending`.

    Parameters
    ----------
    queue_id : str
        Which queue.
    body : mapping
        ``{"prepend": bool, "batch": {…}}``.

    Returns
    -------
    Flow of EnqueueResult
        `enqueued` is less than `requested` if the queue was full; the server drops the rest.
    """
    return EnqueueResult.model_validate((yield post(queue_id, "/enqueue_batch", body, "enqueue_batch")).json)


def get_batch_status(queue_id: str, batch_id: str) -> Flow[BatchStatus]:
    """Return the numbers of items of a batch (``get_batch_status``); `total` is 0 if it is unknown."""
    answer = yield get(queue_id, "/b/{batch_id}/status", "get_batch_status", batch_id=batch_id)
    return BatchStatus.model_validate(answer.json)


def get_state(queue_id: str, *, deadline: Deadline = NEVER) -> Flow[QueueState]:
    """Return the numbers of items of a queue, and whether the server runs them (``get_queue_status``)."""
    answer = yield answered_by(get(queue_id, "/status", "get_queue_status"), deadline)
    return QueueState.model_validate(answer.json)


def count_destination(queue_id: str, destination: str) -> Flow[DestinationCounts]:
    """Count the items for a destination by status (operation ``counts_by_destination``)."""
    request = get(queue_id, "/counts_by_destination", "counts_by_destination", {"destination": destination})
    return DestinationCounts.model_validate((yield request).json)


def list_item_ids(queue_id: str, *, newest_first: bool = True) -> Flow[list[int]]:
    """List the ids of all items (operation ``get_queue_item_ids``)."""
    order = {"order_dir": "DESC" if newest_first else "ASC"}
    answer = yield get(queue_id, "/item_ids", "get_queue_item_ids", order)
    return [int(item_id) for item_id in answer.json["item_ids"]]


def list_summaries(
    queue_id: str, item_ids: Sequence[int], *, deadline: Deadline = NEVER
) -> Flow[list[QueueItemSummary]]:
    """Get items without their graphs (operation ``get_queue_item_summaries_by_ids``).

    Parameters
    ----------
    queue_id : str
        Which queue.
    item_ids : sequence of int
        Which items; any number of them.
    deadline : Deadline
        The end of the time for answers; with a deadline, the transport retries nothing.

    Returns
    -------
    Flow of list of QueueItemSummary
        In the order of `item_ids`; items that do not exist are missing.
    """
    summaries: list[QueueItemSummary] = []
    for some in in_portions(item_ids):
        summaries += yield from list_some_summaries(queue_id, some, deadline=deadline)
    return summaries


def get_items(queue_id: str, item_ids: Sequence[int]) -> Flow[list[QueueItem]]:
    """Get whole items (operation ``get_queue_items_by_item_ids``); large, so ask for few."""
    request = post(
        queue_id,
        "/items_by_ids",
        {"item_ids": list(item_ids)},
        "get_queue_items_by_item_ids",
        is_read=True,
    )
    return [QueueItem.model_validate(item) for item in (yield request).json]


def get_item(queue_id: str, item_id: int) -> Flow[QueueItem]:
    """Get one whole item (operation ``get_queue_item``).

    Raises
    ------
    NotFoundError
        If there is no such item, or it was deleted.
    """
    answer = yield get(queue_id, "/i/{item_id}", "get_queue_item", item_id=item_id)
    return QueueItem.model_validate(answer.json)


def find_current(queue_id: str) -> Flow[QueueItem | None]:
    """Get the running item (operation ``get_current_queue_item``); None if none runs."""
    return _item_or_none((yield get(queue_id, "/current", "get_current_queue_item")))


def find_next(queue_id: str) -> Flow[QueueItem | None]:
    """Get the next item (operation ``get_next_queue_item``); None if there is none."""
    return _item_or_none((yield get(queue_id, "/next", "get_next_queue_item")))


def pause(queue_id: str) -> Flow[ProcessorStatus]:
    """Stop starting items (operation ``pause``)."""
    answer = yield put(queue_id, "/processor/pause", "pause")
    return ProcessorStatus.model_validate(answer.json)


def resume(queue_id: str) -> Flow[ProcessorStatus]:
    """Start items again (operation ``resume``)."""
    answer = yield put(queue_id, "/processor/resume", "resume")
    return ProcessorStatus.model_validate(answer.json)


def clear(queue_id: str) -> Flow[int]:
    """Delete all items, canceling the one that runs (operation ``clear``); return how many."""
    return int((yield put(queue_id, "/clear", "clear")).json["deleted"])


def prune(queue_id: str) -> Flow[int]:
    """Delete the finished items (operation ``prune``); return how many."""
    return int((yield put(queue_id, "/prune", "prune")).json["deleted"])


def cancel_item(queue_id: str, item_id: int) -> Flow[QueueItem]:
    """Cancel one item, running or not (operation ``cancel_queue_item``)."""
    answer = yield put(queue_id, "/i/{item_id}/cancel", "cancel_queue_item", item_id=item_id)
    return QueueItem.model_validate(answer.json)


def cancel_batches(queue_id: str, batch_ids: Sequence[str]) -> Flow[int]:
    """Cancel all items of some batches (operation ``cancel_by_batch_ids``); return how many."""
    body = {"batch_ids": list(batch_ids)}
    answer = yield put(queue_id, "/cancel_by_batch_ids", "cancel_by_batch_ids", body)
    return int(answer.json["canceled"])


def cancel_destination(queue_id: str, destination: str) -> Flow[int]:
    """Cancel all items for a destination (operation ``cancel_by_destination``); return how many."""
    query = {"destination": destination}
    answer = yield put(queue_id, "/cancel_by_destination", "cancel_by_destination", query=query)
    return int(answer.json["canceled"])


def cancel_all_except_current(queue_id: str) -> Flow[int]:
    """Cancel all items that have not started (operation ``cancel_all_except_current``); return how many."""
    answer = yield put(queue_id, "/cancel_all_except_current", "cancel_all_except_current")
    return int(answer.json["canceled"])


def delete_item(queue_id: str, item_id: int) -> Flow[None]:
    """Delete one item, canceling it if it runs (operation ``delete_queue_item``)."""
    yield delete(queue_id, "/i/{item_id}", "delete_queue_item", item_id=item_id)


def delete_destination(queue_id: str, destination: str) -> Flow[int]:
    """Delete all items for a destination (operation ``delete_by_destination``); return how many."""
    request = delete(queue_id, "/d/{destination}", "delete_by_destination", destination=destination)
    return int((yield request).json["deleted"])


def delete_all_except_current(queue_id: str) -> Flow[int]:
    """Delete all items that do not run (operation ``delete_all_except_current``); return how many."""
    answer = yield put(queue_id, "/delete_all_except_current", "delete_all_except_current")
    return int(answer.json["deleted"])


def retry_items(queue_id: str, item_ids: Sequence[int]) -> Flow[list[int]]:
    """Enqueue failed or canceled items again (operation ``retry_items_by_id``).

    Returns
    -------
    Flow of list of int
        The ids of the items that are retried. Their successors have new ids, in the same batch.
    """
    answer = yield put(queue_id, "/retry_items_by_id", "retry_items_by_id", list(item_ids))
    return [int(item_id) for item_id in answer.json["retried_item_ids"]]


def list_some_summaries(
    queue_id: str, item_ids: Sequence[int], *, deadline: Deadline = NEVER
) -> Flow[list[QueueItemSummary]]:
    """Get at most a thousand items without their graphs (``get_queue_item_summaries_by_ids``)."""
    request = post(
        queue_id,
        "/item_summaries_by_ids",
        {"item_ids": list(item_ids)},
        "get_queue_item_summaries_by_ids",
        is_read=True,
    )
    answer = yield answered_by(request, deadline)
    return [QueueItemSummary.model_validate(item) for item in answer.json]


def in_portions(item_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Split a list of items into portions that the server returns in one answer."""
    for start in range(0, len(item_ids), SUMMARIES_PER_REQUEST):
        yield item_ids[start : start + SUMMARIES_PER_REQUEST]


def _item_or_none(answer: Response) -> QueueItem | None:
    return None if answer.json is None else QueueItem.model_validate(answer.json)
