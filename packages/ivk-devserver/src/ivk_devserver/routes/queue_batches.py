"""Enqueueing batches, and the status of queues, batches and the processor."""

from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.concurrency import run_in_threadpool

from ivk_devserver.queue.batch import Batch
from ivk_devserver.queue.parsing import complete_batch
from ivk_devserver.queue.results import (
    BatchStatus,
    CountsByDestination,
    EnqueueBatchResult,
    ProcessorStatus,
    QueueAndProcessorStatus,
)
from ivk_devserver.routes.dependencies import AdminCaller, BackendDep, Caller

__all__ = ["router"]

router = APIRouter(prefix="/v1/queue/{queue_id}", tags=["queue"])


@router.post("/enqueue_batch", operation_id="enqueue_batch")
async def enqueue_batch(
    *,
    backend: BackendDep,
    user: Caller,
    request: Request,
    queue_id: str,
    batch: Annotated[Batch, Body()],
    prepend: Annotated[bool, Body()] = False,
) -> EnqueueBatchResult:
    """Add a batch to a queue."""
    sent = await request.json()

    def enqueue() -> EnqueueBatchResult:
        complete = complete_batch(batch, sent["batch"])
        return backend.enqueueing.enqueue(queue_id, complete, prepend=prepend, user_id=user.user_id)

    result = await run_in_threadpool(enqueue)
    backend.processor.wake()
    return result


@router.get("/status", operation_id="get_queue_status")
def get_queue_status(backend: BackendDep, user: Caller, queue_id: str) -> QueueAndProcessorStatus:
    """Count a queue's items."""
    counts = backend.counts.queue(queue_id, user.user_id, sees_all=user.is_admin)
    return QueueAndProcessorStatus(queue=counts, processor=backend.processor.status())


@router.get("/b/{batch_id}/status", operation_id="get_batch_status")
def get_batch_status(backend: BackendDep, user: Caller, queue_id: str, batch_id: str) -> BatchStatus:
    """Count a batch's items."""
    return backend.counts.batch(queue_id, batch_id, None if user.is_admin else user.user_id)


@router.get("/counts_by_destination", operation_id="counts_by_destination")
def counts_by_destination(
    backend: BackendDep, user: Caller, queue_id: str, destination: str
) -> CountsByDestination:
    """Count a destination's items."""
    return backend.counts.destination(queue_id, destination, None if user.is_admin else user.user_id)


@router.put("/processor/resume", operation_id="resume")
def resume(backend: BackendDep, _: AdminCaller, queue_id: str) -> ProcessorStatus:  # noqa: ARG001
    """Take items again, of all queues."""
    return backend.processor.resume()


@router.put("/processor/pause", operation_id="pause")
def pause(backend: BackendDep, _: AdminCaller, queue_id: str) -> ProcessorStatus:  # noqa: ARG001
    """Take no new item, of any queue."""
    return backend.processor.pause()
