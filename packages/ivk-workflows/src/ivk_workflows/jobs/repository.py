# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The repository of the jobs of a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.repository import Repository
from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.handle import JobHandle
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.jobs.submit import attach_batch, attach_job, submit

__all__ = ["JobRepository"]


class JobRepository(Repository):
    """The jobs of a server, including those that another program or a user of the GUI submitted.

    Parameters
    ----------
    client : Client
        The client to ask with.

    Examples
    --------
    >>> body = workflow.to_enqueue_body(runs=100)
    >>> batch = client.repository(JobRepository).submit(body)
    >>> batch.batch_id
    'b4d6f2a0-…'

    Later, in another process:

    >>> batch = client.repository(JobRepository).get_batch("b4d6f2a0-…")
    >>> for result in batch.results():
    ...     result.save_all("images")
    """

    def get(self, item_id: int, *, queue_id: str = "default") -> JobHandle:
        """Return a handle of one queue item (operation ``get_queue_item``).

        Parameters
        ----------
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
        return attach_job(self._client, item_id, queue_id=queue_id)

    def get_batch(self, batch_id: str, *, queue_id: str = "default") -> BatchHandle:
        """Return a handle of all items of a batch (operation ``get_batch_status``).

        Parameters
        ----------
        batch_id : str
            Which batch.
        queue_id : str
            Which queue.

        Returns
        -------
        BatchHandle
            In the order in which the items were enqueued.

        Raises
        ------
        JobGoneError
            If the server has no items of it.
        """
        return attach_batch(self._client, batch_id, queue_id=queue_id)

    def submit(
        self, body: Mapping[str, Any], *, queue_id: str = "default", on_queue_full: OnQueueFull = "raise"
    ) -> BatchHandle:
        """Submit a body exactly once (operation ``enqueue_batch``).

        Parameters
        ----------
        body : mapping
            ``{"prepend": …, "batch": {…}}``, such as `WorkflowHandle.to_enqueue_body` returns; or a
            batch, or an API graph, which runs once.
        queue_id : str
            Which queue.
        on_queue_full : {"raise", "wait"}
            What to do if the queue takes only a part: raise an error, or send the rest as space becomes free.

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
        return submit(self._client, body, queue_id=queue_id, on_queue_full=on_queue_full)
