"""Submit several batches, and wait for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch_handle_async import AsyncBatchHandle
from ivk_workflows.jobs.errors import JobError, JobTimeoutError, QueueFullError, ServerLostError
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.jobs.submit_async import submit_async
from ivk_workflows.outputs.known_workflow import KnownWorkflow
from ivk_workflows.outputs.result_async import AsyncJobResult
from ivk_workflows.workflow.draft import PreparedRuns

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["run_each_async"]


async def run_each_async(
    client: AsyncClient,
    prepared: Sequence[PreparedRuns],
    *,
    timeout: float | None,
    return_exceptions: bool,
    queue_id: str,
    on_queue_full: OnQueueFull,
    known: KnownWorkflow,
) -> list[AsyncJobResult | JobError]:
    """Submit bodies, and return the results of all their runs in the order of their indices.

    Parameters
    ----------
    client : AsyncClient
        The client to submit with.
    prepared : sequence of PreparedRuns
        The bodies, and the indices of their runs.
    timeout, return_exceptions, queue_id, on_queue_full
        See `AsyncWorkflowHandle.map`.
    known : KnownWorkflow
        What is known of the workflow.

    Returns
    -------
    list of AsyncJobResult or JobError
        The ``index`` of each result is its position in the list.
    """
    outcomes: dict[int, AsyncJobResult | JobError] = {}
    async with AsyncExitStack() as held:
        batches = []
        for each in prepared:
            batch = await _submitted_whole(client, each, queue_id, on_queue_full, known)
            batches.append(await held.enter_async_context(batch))
        deadline = Deadline(timeout)
        for each, batch in zip(prepared, batches, strict=True):
            try:
                found = await _outcomes(batch, deadline, timeout, return_exceptions)
            except ServerLostError as error:
                error.add_note(f"All batches of this call: {', '.join(one.batch_id for one in batches)}.")
                raise
            outcomes |= zip(each.indices, found, strict=True)
    for index, outcome in outcomes.items():
        if isinstance(outcome, AsyncJobResult):
            outcome.index = index
    return [outcomes[index] for index in sorted(outcomes)]


async def _submitted_whole(
    client: AsyncClient,
    prepared: PreparedRuns,
    queue_id: str,
    on_queue_full: OnQueueFull,
    known: KnownWorkflow,
) -> AsyncBatchHandle:
    try:
        return await submit_async(
            client, prepared.body, queue_id=queue_id, on_queue_full=on_queue_full, known=known
        )
    except QueueFullError as error:
        if error.enqueued:
            await error.handle.cancel()
        raise


async def _outcomes(
    batch: AsyncBatchHandle, deadline: Deadline, timeout: float | None, return_exceptions: bool
) -> Sequence[AsyncJobResult | JobError]:
    try:
        failure = None if return_exceptions else await batch.first_failure(deadline.timeout)
        if failure is not None:
            raise failure
        return await batch.results(deadline.timeout, return_exceptions=True)
    except JobTimeoutError as error:
        raise JobTimeoutError(error.what, timeout or 0.0, is_canceled=True) from error
