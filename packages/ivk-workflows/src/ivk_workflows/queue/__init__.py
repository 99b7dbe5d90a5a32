"""The server's queue: its items and its operations."""

from ivk_workflows.queue.handle import QueueHandle
from ivk_workflows.queue.handle_async import AsyncQueueHandle
from ivk_workflows.queue.listing import QueueItems
from ivk_workflows.queue.repository import QueueRepository
from ivk_workflows.queue.repository_async import AsyncQueueRepository
from ivk_workflows.queue.schemas import (
    FINAL_STATUSES,
    BatchStatus,
    DestinationCounts,
    FieldValue,
    JobStatus,
    ProcessorStatus,
    QueueItem,
    QueueItemSummary,
    QueueState,
    QueueStatus,
)

__all__ = [
    "FINAL_STATUSES",
    "AsyncQueueHandle",
    "AsyncQueueRepository",
    "BatchStatus",
    "DestinationCounts",
    "FieldValue",
    "JobStatus",
    "ProcessorStatus",
    "QueueHandle",
    "QueueItem",
    "QueueItemSummary",
    "QueueItems",
    "QueueRepository",
    "QueueState",
    "QueueStatus",
]
