"""What takes several requests to find out about a queue, as flows."""

from __future__ import annotations

from ivk_core.flow import Flow
from ivk_workflows.queue import calls
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["find_batch_items", "list_children"]


def find_batch_items(queue_id: str, batch_id: str, count: int) -> Flow[list[QueueItemSummary]]:
    """Find the items of a batch among those of the queue, looking at the newest first.

    Parameters
    ----------
    queue_id : str
        Which queue.
    batch_id : str
        Which batch.
    count : int
        How many items it has, called ones among them; the search ends when they are found.

    Returns
    -------
    Flow of list of QueueItemSummary
        In the order in which they entered the queue, without those that other items called.
    """
    found: list[QueueItemSummary] = []
    item_ids = yield from calls.list_item_ids(queue_id)
    for some in calls.in_portions(sorted(item_ids, reverse=True)):
        if len(found) >= count:
            break
        found += [
            one for one in (yield from calls.list_some_summaries(queue_id, some)) if one.batch_id == batch_id
        ]
    return sorted((one for one in found if not one.is_called), key=lambda summary: summary.item_id)


def list_children(queue_id: str, item_id: int) -> Flow[list[QueueItemSummary]]:
    """List the items that run the workflows that this item calls, oldest first."""
    newer = [other for other in (yield from calls.list_item_ids(queue_id)) if other > item_id]
    summaries = yield from calls.list_summaries(queue_id, sorted(newer))
    return [summary for summary in summaries if summary.parent_item_id == item_id]
