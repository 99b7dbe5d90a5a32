"""Searches for jobs that take more than one operation of the queue, as flows."""

from __future__ import annotations

from collections.abc import Sequence

from ivk_core.errors import InvokeAIError, NotFoundError
from ivk_core.flow import Flow
from ivk_workflows.compile.loaded import SAVED_CALL
from ivk_workflows.jobs.errors import JobError, JobFailedError, JobGoneError
from ivk_workflows.jobs.failures import error_of, with_called_failure
from ivk_workflows.library.calls import get_workflow
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.schemas import JobStatus, QueueItem, QueueItemSummary

__all__ = ["explain", "fetch_item", "fetch_items", "find_items_of_batch", "find_place", "gone"]

# Whole items hold a graph and a workflow, some 100 kB each: a response of about 2 MB.
_ITEMS_PER_REQUEST = 20


def gone(queue_id: str, item_id: int, batch_id: str = "") -> JobGoneError:
    """Make the error for an item that was deleted."""
    return JobGoneError(
        f"Queue item {item_id} is not in the queue {queue_id!r}, or was deleted.",
        item_id=item_id,
        batch_id=batch_id,
    )


def fetch_item(queue_id: str, item_id: int, batch_id: str = "") -> Flow[QueueItem]:
    """Get a whole item; with `batch_id`, only if it is of that batch.

    Raises
    ------
    JobGoneError
        If it was deleted.
    """
    try:
        item = yield from calls.get_item(queue_id, item_id)
    except NotFoundError as error:
        raise gone(queue_id, item_id, batch_id) from error
    # A server that was restarted with an empty queue counts its items from 1 again.
    if batch_id and item.batch_id != batch_id:
        raise gone(queue_id, item_id, batch_id)
    return item


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


def explain(queue_id: str, item: QueueItem, known: KnownWorkflow = UNKNOWN_WORKFLOW) -> Flow[JobError | None]:
    """Make the error for a finished item; for a failed call of a saved workflow, with what failed inside.

    Parameters
    ----------
    queue_id : str
        Which queue.
    item : QueueItem
        The whole item.
    known : KnownWorkflow
        What is known of its workflow.

    Returns
    -------
    Flow of JobError or None
        None if it completed.
    """
    return (yield from _with_inner(queue_id, item, error_of(item, known.catalog, known.workflow), known))


def _with_inner(
    queue_id: str, item: QueueItem, error: JobError | None, known: KnownWorkflow
) -> Flow[JobError | None]:
    if not isinstance(error, JobFailedError) or error.node_type != SAVED_CALL:
        return error
    try:
        return (yield from _explain_call(queue_id, item, error, known))
    except InvokeAIError:
        return error  # the called item or workflow was deleted; the error of the caller says the rest


def _explain_call(
    queue_id: str, item: QueueItem, error: JobFailedError, known: KnownWorkflow
) -> Flow[JobFailedError]:
    children = yield from searches.list_children(queue_id, item.item_id)
    for child in children:
        if child.status != JobStatus.FAILED:
            continue
        whole = yield from calls.get_item(queue_id, child.item_id)
        document, name = whole.workflow, ""
        if document is None:  # the server sends no workflow with a called item
            saved = yield from get_workflow(str(error.node_inputs.get("workflow_id", "")))
            document, name = saved.workflow, saved.name
        inner = error_of(whole, known.catalog, document)
        inner = yield from _with_inner(queue_id, whole, inner, known)
        if isinstance(inner, JobFailedError):
            return with_called_failure(error, inner, name or str(document.get("name", "")))
    return error
