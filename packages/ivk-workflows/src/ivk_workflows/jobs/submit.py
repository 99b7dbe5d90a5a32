"""The way in: submit a body, or attach to what was submitted before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.client import Client
from ivk_workflows.jobs.attempts import failure_of
from ivk_workflows.jobs.batch import combinations, with_batch_id
from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.calls import fetch_item, find_items_of_batch, find_place
from ivk_workflows.jobs.errors import QueueFullError
from ivk_workflows.jobs.job import JobHandle
from ivk_workflows.jobs.progress import weights_of
from ivk_workflows.jobs.submission import OnQueueFull, submit_batch, withdraw
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.watch import Watch

__all__ = ["attach_batch", "attach_job", "submit"]


def submit(
    client: Client,
    body: Mapping[str, Any],
    *,
    queue_id: str = "default",
    on_queue_full: OnQueueFull = "raise",
) -> BatchHandle:
    """Submit a batch exactly once, and listen to it from before it starts.

    When it is interrupted, what may be in the queue is canceled, for nobody would hold it.

    Parameters
    ----------
    client : Client
        What to submit with.
    body : mapping
        The body of the operation ``enqueue_batch``: ``{"prepend": …, "batch": {…}}``.
    queue_id : str
        Which queue.
    on_queue_full : {"raise", "wait"}
        What to do when the queue takes only a part: raise, or feed the rest in as room appears.

    Returns
    -------
    BatchHandle

    Raises
    ------
    QueueFullError
        If the queue took only a part; the error has the handle of what got in.
    SubmissionUnknownError
        If the answer was lost and the server cannot be asked what became of it.
    APIError
        If the server refuses the batch.
    """
    whole = with_batch_id(body)
    batch = whole["batch"]
    tracker = BatchTracker(batch["batch_id"], weights_of(batch["graph"]))
    with Watch(client, queue_id, tracker, combinations(batch)).opened() as watch:
        try:
            submitted = client.run(submit_batch(queue_id, whole, on_queue_full))
        except KeyboardInterrupt:
            failure_of(lambda: client.run(withdraw(queue_id, batch["batch_id"])))
            raise
    watch.expect(submitted.item_ids)
    handle = BatchHandle(watch)
    if not submitted.is_complete:
        raise QueueFullError(len(handle), submitted.requested, submitted.batch_id, handle)
    return handle


def attach_batch(client: Client, batch_id: str, *, queue_id: str = "default") -> BatchHandle:
    """Attach to a batch that was submitted before, in this process or another.

    Raises
    ------
    JobGoneError
        If the server has no items of it.
    """
    with Watch(client, queue_id, BatchTracker(batch_id)).opened() as watch:
        watch.find(client.run(find_items_of_batch(queue_id, batch_id)))
    return BatchHandle(watch)


def attach_job(client: Client, item_id: int, *, queue_id: str = "default") -> JobHandle:
    """Attach to one queue item that was submitted before, in this process or another.

    Raises
    ------
    JobGoneError
        If the server does not have it.
    """
    item = client.run(fetch_item(queue_id, item_id))
    place = client.run(find_place(queue_id, item))
    tracker = BatchTracker(item.batch_id, weights_of(item.session.get("graph") or {}))
    with Watch(client, queue_id, tracker).opened() as watch:
        watch.find([item], {item_id: place})
    return BatchHandle(watch).job
