# Made from running_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Submit several batches, and wait for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.errors import JobError, JobTimeoutError, QueueFullError, ServerLostError
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.jobs.submit import submit
from ivk_workflows.outputs.known_workflow import KnownWorkflow
from ivk_workflows.outputs.result import JobResult
from ivk_workflows.workflow.draft import PreparedRuns

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["run_each"]


def run_each(
    client: Client,
    prepared: Sequence[PreparedRuns],
    *,
    timeout: float | None,
    return_exceptions: bool,
    queue_id: str,
    on_queue_full: OnQueueFull,
    known: KnownWorkflow,
) -> list[JobResult | JobError]:
    """Submit bodies, and return the results of all their runs in the order of their indices.

    Parameters
    ----------
    client : Client
        The client to submit with.
    prepared : sequence of PreparedRuns
        The bodies, and the indices of their runs.
    timeout, return_exceptions, queue_id, on_queue_full
        See `WorkflowHandle.map`.
    known : KnownWorkflow
        What is known of the workflow.

    Returns
    -------
    list of JobResult or JobError
        The ``index`` of each result is its position in the list.
    """
    outcomes: dict[int, JobResult | JobError] = {}
    with ExitStack() as held:
        batches = []
        for each in prepared:
            batch = _submitted_whole(client, each, queue_id, on_queue_full, known)
            batches.append(held.enter_context(batch))
        deadline = Deadline(timeout)
        for each, batch in zip(prepared, batches, strict=True):
            try:
                found = _outcomes(batch, deadline, timeout, return_exceptions)
            except ServerLostError as error:
                error.add_note(f"All batches of this call: {', '.join(one.batch_id for one in batches)}.")
                raise
            outcomes |= zip(each.indices, found, strict=True)
    for index, outcome in outcomes.items():
        if isinstance(outcome, JobResult):
            outcome.index = index
    return [outcomes[index] for index in sorted(outcomes)]


def _submitted_whole(
    client: Client,
    prepared: PreparedRuns,
    queue_id: str,
    on_queue_full: OnQueueFull,
    known: KnownWorkflow,
) -> BatchHandle:
    try:
        return submit(client, prepared.body, queue_id=queue_id, on_queue_full=on_queue_full, known=known)
    except QueueFullError as error:
        if error.enqueued:
            error.handle.cancel()
        raise


def _outcomes(
    batch: BatchHandle, deadline: Deadline, timeout: float | None, return_exceptions: bool
) -> Sequence[JobResult | JobError]:
    try:
        failure = None if return_exceptions else batch.first_failure(deadline.timeout)
        if failure is not None:
            raise failure
        return batch.results(deadline.timeout, return_exceptions=True)
    except JobTimeoutError as error:
        raise JobTimeoutError(error.what, timeout or 0.0, is_canceled=True) from error
