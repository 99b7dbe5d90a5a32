"""The server's queue: what is in it, and everything that can be done with it."""

from ivk_workflows.queue.handle import QueueHandle
from ivk_workflows.queue.repository import QueueRepository
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
    "BatchStatus",
    "DestinationCounts",
    "FieldValue",
    "JobStatus",
    "ProcessorStatus",
    "QueueHandle",
    "QueueItem",
    "QueueItemSummary",
    "QueueRepository",
    "QueueState",
    "QueueStatus",
]
