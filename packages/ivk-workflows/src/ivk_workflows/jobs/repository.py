"""Finds the jobs that a server has, and submits new ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.repository import Repository
from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.job import JobHandle
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.jobs.submit import attach_batch, attach_job, submit

__all__ = ["JobRepository"]


class JobRepository(Repository):
    """The jobs of a server, whoever submitted them: this program, another one, or somebody at the GUI.

    Examples
    --------
    >>> batch_id = workflow.submit_sync(runs=100).batch_id
    >>> # the next morning, in another process
    >>> for result in client.repository(JobRepository).get_batch(batch_id).results():
    ...     result.save_all("pictures")
    """

    def get(self, item_id: int, *, queue_id: str = "default") -> JobHandle:
        """Give a handle of one queue item (operation ``get_queue_item``).

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
        """Give a handle of all items of a batch (operation ``get_batch_status``).

        Parameters
        ----------
        batch_id : str
            Which batch.
        queue_id : str
            Which queue.

        Returns
        -------
        BatchHandle
            In the order in which the items entered the queue.

        Raises
        ------
        JobGoneError
            If the server has no items of it.
        """
        return attach_batch(self._client, batch_id, queue_id=queue_id)

    def submit(
        self, body: Mapping[str, Any], *, queue_id: str = "default", on_queue_full: OnQueueFull = "raise"
    ) -> BatchHandle:
        """Submit a body of ``enqueue_batch`` exactly once: what `WorkflowHandle.to_enqueue_body` gives, say.

        Parameters and errors are those of `ivk_workflows.jobs.submit`.
        """
        return submit(self._client, body, queue_id=queue_id, on_queue_full=on_queue_full)
