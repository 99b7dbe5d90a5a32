"""The repository of the jobs of a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.repository_async import AsyncRepository
from ivk_workflows.jobs.batch_handle_async import AsyncBatchHandle
from ivk_workflows.jobs.handle_async import AsyncJobHandle
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.jobs.submit_async import attach_batch_async, attach_job_async, submit_async

__all__ = ["AsyncJobRepository"]


class AsyncJobRepository(AsyncRepository):
    """The jobs of a server, including those that another program or a user of the GUI submitted.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> body = await workflow.to_enqueue_body(runs=100)
    >>> batch = await client.repository(AsyncJobRepository).submit(body)
    >>> batch.batch_id
    'b4d6f2a0-…'

    Later, in another process:

    >>> batch = await client.repository(AsyncJobRepository).get_batch("b4d6f2a0-…")
    >>> for result in await batch.results():
    ...     await result.save_all("images")
    """

    async def get(self, item_id: int, *, queue_id: str = "default") -> AsyncJobHandle:
        """Return a handle of one queue item (operation ``get_queue_item``).

        Parameters
        ----------
        item_id : int
            Which item.
        queue_id : str
            Which queue.

        Returns
        -------
        AsyncJobHandle

        Raises
        ------
        JobGoneError
            If the server does not have it.
        """
        return await attach_job_async(self._client, item_id, queue_id=queue_id)

    async def get_batch(self, batch_id: str, *, queue_id: str = "default") -> AsyncBatchHandle:
        """Return a handle of all items of a batch (operation ``get_batch_status``).

        Parameters
        ----------
        batch_id : str
            Which batch.
        queue_id : str
            Which queue.

        Returns
        -------
        AsyncBatchHandle
            In the order in which the items were enqueued.

        Raises
        ------
        JobGoneError
            If the server has no items of it.
        """
        return await attach_batch_async(self._client, batch_id, queue_id=queue_id)

    async def submit(
        self, body: Mapping[str, Any], *, queue_id: str = "default", on_queue_full: OnQueueFull = "raise"
    ) -> AsyncBatchHandle:
        """Submit a body exactly once (operation ``enqueue_batch``).

        Parameters
        ----------
        body : mapping
            ``{"prepend": …, "batch": {…}}``, such as `AsyncWorkflowHandle.to_enqueue_body` returns; or a
            batch, or an API graph, which runs once.
        queue_id : str
            Which queue.
        on_queue_full : {"raise", "wait"}
            What to do if the queue takes only a part: raise an error, or send the rest as space becomes free.

        Returns
        -------
        AsyncBatchHandle

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
        return await submit_async(self._client, body, queue_id=queue_id, on_queue_full=on_queue_full)
