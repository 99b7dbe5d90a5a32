"""Jobs for an event loop; the twin of `ivk_workflows.jobs.repository`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.repository_async import AsyncRepository
from ivk_workflows.jobs.async_batch_handle import AsyncBatchHandle
from ivk_workflows.jobs.async_job import AsyncJobHandle
from ivk_workflows.jobs.async_submit import attach_batch_async, attach_job_async, submit_async
from ivk_workflows.jobs.submission import OnQueueFull

__all__ = ["AsyncJobRepository"]


class AsyncJobRepository(AsyncRepository):
    """The jobs of a server, whoever submitted them; the twin of `JobRepository`."""

    async def get(self, item_id: int, *, queue_id: str = "default") -> AsyncJobHandle:
        """Give a handle of one queue item; the twin of `JobRepository.get`."""
        return await attach_job_async(self._client, item_id, queue_id=queue_id)

    async def get_batch(self, batch_id: str, *, queue_id: str = "default") -> AsyncBatchHandle:
        """Give a handle of all items of a batch; the twin of `JobRepository.get_batch`."""
        return await attach_batch_async(self._client, batch_id, queue_id=queue_id)

    async def submit(
        self, body: Mapping[str, Any], *, queue_id: str = "default", on_queue_full: OnQueueFull = "raise"
    ) -> AsyncBatchHandle:
        """Submit a body of ``enqueue_batch`` exactly once; the twin of `JobRepository.submit`."""
        return await submit_async(self._client, body, queue_id=queue_id, on_queue_full=on_queue_full)
