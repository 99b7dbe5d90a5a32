"""Searches for jobs that take more than one operation of the queue, as flows."""

from __future__ import annotations

from collections.abc import Sequence

from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow
from ivk_workflows.jobs.errors import JobGoneError
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.schemas import QueueItem, QueueItemSummary

__all__ = ["fetch_item", "fetch_items", "find_items_of_batch", "find_place", "gone"]

# Whole items hold a graph and a workflow, some 100 kB each: a response of about 2 MB.
_ITEMS_PER_REQUEST = 20


def gone(queue_id: str, item_id: int) -> JobGoneError:
    """Make the error for an item that was deleted."""
    return JobGoneError(
        f"Queue item {item_id} is not in the queue {queue_id!r}, or was deleted.", item_id=item_id
    )


def fetch_item(queue_id: str, item_id: int) -> Flow[QueueItem]:
    """Get a whole item.

    Raises
    ------
    JobGoneError
        If it was deleted.
    """
    try:
        return (yield from calls.get_item(queue_id, item_id))
    except NotFoundError as error:
        raise gone(queue_id, item_id) from error


def fetch_items(queue_id: str, item_ids: Sequence[int]) -> Flow[dict[int, QueueItem]]:
    """Get whole items, several with each request; deleted ones are missing."""
    found: dict[int, QueueItem] = {}
    for start in range(0, len(item_ids), _ITEMS_PER_REQUEST):
        items = yield from calls.get_items(queue_id, item_ids[start : start + _ITEMS_PER_REQUEST])
        found |= {item.item_id: item for item in items}
    return found


def find_place(queue_id: str, item: QueueItem) -> Flow[int]:
    """Find the position of an item in its batch; a retried one has the position of the original item."""
    total = (yield from calls.get_batch_status(queue_id, item.batch_id)).total
    if total <= 1:
        return 0
    item_ids = [one.item_id for one in (yield from searches.find_batch_items(queue_id, item.batch_id, total))]
    places = {item_id: place for place, item_id in enumerate(item_ids)}
    return places.get(item.retried_from_item_id or 0, places.get(item.item_id, 0))


def find_items_of_batch(queue_id: str, batch_id: str) -> Flow[list[QueueItemSummary]]:
    """Find the items of a batch, in the order in which they were enqueued.

    Raises
    ------
    JobGoneError
        If the server has none.
    """
    status = yield from calls.get_batch_status(queue_id, batch_id)
    if not status.total:
        raise JobGoneError(
            f"The queue {queue_id!r} has no items of batch {batch_id}.", item_id=0, batch_id=batch_id
        )
    return (yield from searches.find_batch_items(queue_id, batch_id, status.total))
