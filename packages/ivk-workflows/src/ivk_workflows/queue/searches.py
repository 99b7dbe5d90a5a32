"""Searches in a queue that take several requests, and the conditions for an idle queue."""

from __future__ import annotations

from ivk_core.errors import InvokeAIError
from ivk_core.events.types import (
    ConnectionLost,
    ConnectionRestored,
    Event,
    ItemsCanceled,
    ItemStatusChanged,
    QueueCleared,
)
from ivk_core.flow import Flow
from ivk_core.retry import without_retries
from ivk_core.timeouts import Deadline
from ivk_workflows.queue import calls
from ivk_workflows.queue.outage import Outage
from ivk_workflows.queue.polling import PollSchedule
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["find_batch_items", "is_busy", "list_children", "may_mean_idle"]

_UNFINISHED = ("pending", "in_progress", "waiting")


def find_batch_items(queue_id: str, batch_id: str, count: int) -> Flow[list[QueueItemSummary]]:
    """Find the items of a batch among those of the queue, beginning with the newest.

    Parameters
    ----------
    queue_id : str
        Which queue.
    batch_id : str
        Which batch.
    count : int
        How many items it has, including called ones; the search ends when they are found.

    Returns
    -------
    Flow of list of QueueItemSummary
        In the order in which they were enqueued, without those that other items called.
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


def is_busy(queue_id: str, schedule: PollSchedule, deadline: Deadline, outage: Outage) -> Flow[bool]:
    """Return whether a queue has unfinished items; True if the server does not answer."""
    try:
        state = yield from without_retries(calls.get_state(queue_id, deadline=deadline))
    except InvokeAIError as error:
        outage.begin(error, f"the queue {queue_id!r} continues")
        schedule.note_failure(error)
        return True
    outage.end()
    schedule.note_answer()
    return bool(state.queue.unfinished)


def may_mean_idle(event: Event, queue_id: str) -> bool:
    """Return whether a queue may be idle after an event; status events contain the numbers of its items."""
    if event.get("queue_id", queue_id) != queue_id:
        return False
    if isinstance(event, ItemStatusChanged):
        return not any(event.queue_status.get(status) for status in _UNFINISHED)
    return isinstance(event, QueueCleared | ItemsCanceled | ConnectionLost | ConnectionRestored)
