"""The async way in; the twin of `ivk_workflows.jobs.submit`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from ivk_core.client_async import AsyncClient
from ivk_workflows.jobs.async_batch_handle import AsyncBatchHandle
from ivk_workflows.jobs.async_job import AsyncJobHandle
from ivk_workflows.jobs.async_watch import AsyncWatch
from ivk_workflows.jobs.attempts import failure_of_async
from ivk_workflows.jobs.batch import combinations, with_batch_id
from ivk_workflows.jobs.calls import fetch_item, find_items_of_batch, find_place
from ivk_workflows.jobs.errors import QueueFullError
from ivk_workflows.jobs.progress import weights_of
from ivk_workflows.jobs.submission import OnQueueFull, submit_batch, withdraw
from ivk_workflows.jobs.tracker import BatchTracker

__all__ = ["attach_batch_async", "attach_job_async", "submit_async"]


async def submit_async(
    client: AsyncClient,
    body: Mapping[str, Any],
    *,
    queue_id: str = "default",
    on_queue_full: OnQueueFull = "raise",
) -> AsyncBatchHandle:
    """Submit a batch exactly once, and listen to it from before it starts; the twin of `submit`."""
    whole = with_batch_id(body)
    batch = whole["batch"]
    tracker = BatchTracker(batch["batch_id"], weights_of(batch["graph"]))
    async with AsyncWatch(client, queue_id, tracker, combinations(batch)).opened() as watch:
        try:
            submitted = await client.run(submit_batch(queue_id, whole, on_queue_full))
        except asyncio.CancelledError:
            await failure_of_async(client.run(withdraw(queue_id, batch["batch_id"])))
            raise
    watch.expect(submitted.item_ids)
    handle = AsyncBatchHandle(watch)
    if not submitted.is_complete:
        raise QueueFullError(len(handle), submitted.requested, submitted.batch_id, handle)
    return handle


async def attach_batch_async(
    client: AsyncClient, batch_id: str, *, queue_id: str = "default"
) -> AsyncBatchHandle:
    """Attach to a batch that was submitted before; the twin of `attach_batch`."""
    async with AsyncWatch(client, queue_id, BatchTracker(batch_id)).opened() as watch:
        watch.find(await client.run(find_items_of_batch(queue_id, batch_id)))
    return AsyncBatchHandle(watch)


async def attach_job_async(client: AsyncClient, item_id: int, *, queue_id: str = "default") -> AsyncJobHandle:
    """Attach to one queue item that was submitted before; the twin of `attach_job`."""
    item = await client.run(fetch_item(queue_id, item_id))
    place = await client.run(find_place(queue_id, item))
    tracker = BatchTracker(item.batch_id, weights_of(item.session.get("graph") or {}))
    async with AsyncWatch(client, queue_id, tracker).opened() as watch:
        watch.find([item], {item_id: place})
    return AsyncBatchHandle(watch).job
