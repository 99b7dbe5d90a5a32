# Made from submit_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Submit a body, and attach to jobs that were submitted before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ivk_core.concurrency import failure_of, is_interruption
from ivk_workflows.jobs.batch import combinations, with_batch_id
from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.jobs.bodies import as_body
from ivk_workflows.jobs.calls import fetch_item, find_items_of_batch, find_place
from ivk_workflows.jobs.errors import QueueFullError
from ivk_workflows.jobs.handle import JobHandle
from ivk_workflows.jobs.monitor import BatchMonitor
from ivk_workflows.jobs.progress import weights_of
from ivk_workflows.jobs.submission import (
    OnQueueFull,
    check_on_queue_full,
    submit_batch,
    withdraw,
)
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow, known_of
from ivk_workflows.queue.arguments import checked_batch_id, checked_item_id, checked_queue_id

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["attach_batch", "attach_job", "submit"]


def submit(
    client: Client,
    body: Mapping[str, Any],
    *,
    queue_id: str = "default",
    on_queue_full: OnQueueFull = "raise",
    known: KnownWorkflow = UNKNOWN_WORKFLOW,
) -> BatchHandle:
    """Submit a batch exactly once (operation ``enqueue_batch``), and receive its events from the start.

    If the submission is interrupted, the batch is canceled, because the program gets no handle of it.

    Parameters
    ----------
    client : Client
        The client to submit with.
    body : mapping
        The body of the operation ``enqueue_batch``: ``{"prepend": …, "batch": {…}}``; or a batch, or an API
        graph, which runs once.
    queue_id : str
        Which queue.
    on_queue_full : {"raise", "wait"}
        What to do if the queue takes only a part: raise an error, or send the rest as space becomes free.
    known : KnownWorkflow
        What is known of the workflow beside the body, for names in errors and results.

    Returns
    -------
    BatchHandle

    Raises
    ------
    QueueFullError
        If the queue took only a part; the error has the handle of the jobs that it took.
    SubmissionUnknownError
        If the answer was lost, and the server cannot be asked whether the batch arrived.
    BatchRefusedError
        If the server does not accept the batch; the error names the nodes and inputs.
    ApiGraphError, ArgumentError
        If it is not such a body; nothing was sent.
    """
    checked_queue_id(queue_id)
    check_on_queue_full(on_queue_full)
    body = with_batch_id(as_body(body))
    batch = body["batch"]
    state = BatchState(batch["batch_id"], weights_of(batch["graph"]))
    known = replace(known, graph=batch["graph"], workflow=batch.get("workflow"))
    monitor = BatchMonitor(client, queue_id, state, combinations(batch), known)
    with monitor.opened(from_start=True):
        try:
            submitted = client.run(submit_batch(queue_id, body, on_queue_full))
        except BaseException as error:
            if is_interruption(error):
                failure_of(lambda: client.run(withdraw(queue_id, state.batch_id)))
            raise
    monitor.expect(submitted.item_ids)
    handle = BatchHandle(monitor)
    if not submitted.is_complete:
        raise QueueFullError(len(handle), submitted.requested, submitted.batch_id, handle)
    return handle


def attach_batch(client: Client, batch_id: str, *, queue_id: str = "default") -> BatchHandle:
    """Return a handle of a batch that was submitted before, in this process or another.

    Parameters
    ----------
    client : Client
        The client to ask with.
    batch_id : str
        Which batch.
    queue_id : str
        Which queue.

    Returns
    -------
    BatchHandle

    Raises
    ------
    JobGoneError
        If the server has no items of it.
    """
    batch_id = checked_batch_id(batch_id)
    monitor = BatchMonitor(client, checked_queue_id(queue_id), BatchState(batch_id))
    with monitor.opened(from_start=True):
        items = client.run(find_items_of_batch(queue_id, batch_id))
        if items:  # all of them have the same graph, which one whole item has
            known = known_of(client.run(fetch_item(queue_id, items[0].item_id)))
            monitor.known, monitor.state.weights = known, weights_of(known.graph)
        monitor.attach(items)
    return BatchHandle(monitor)


def attach_job(client: Client, item_id: int, *, queue_id: str = "default") -> JobHandle:
    """Return a handle of one queue item that was submitted before, in this process or another.

    Parameters
    ----------
    client : Client
        The client to ask with.
    item_id : int
        Which item.
    queue_id : str
        Which queue.

    Returns
    -------
    JobHandle

    Raises
    ------
    JobGoneError
        If the server does not have it.
    """
    item_id = checked_item_id(item_id)
    item = client.run(fetch_item(checked_queue_id(queue_id), item_id))
    place = client.run(find_place(queue_id, item))
    known = known_of(item)
    state = BatchState(item.batch_id, weights_of(known.graph))
    with BatchMonitor(client, queue_id, state, known=known).opened() as monitor:
        monitor.attach([item], {item_id: place})
    return BatchHandle(monitor).job
