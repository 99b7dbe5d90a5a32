"""The shapes of the queue's answers."""

from pydantic import BaseModel

from ivk_devserver.queue.batch import Batch

__all__ = [
    "BatchStatus",
    "CountsByDestination",
    "EnqueueBatchResult",
    "ItemIdsResult",
    "ProcessorStatus",
    "QueueAndProcessorStatus",
    "QueueStatus",
    "RetryItemsResult",
    "StatusCounts",
]


class StatusCounts(BaseModel):
    """How many items have each status."""

    pending: int = 0
    in_progress: int = 0
    waiting: int = 0
    completed: int = 0
    failed: int = 0
    canceled: int = 0
    total: int = 0


class QueueStatus(BaseModel):
    """The counts of a queue, and its running item."""

    queue_id: str
    item_id: int | None
    batch_id: str | None
    session_id: str | None
    pending: int
    in_progress: int
    waiting: int
    completed: int
    failed: int
    canceled: int
    total: int
    user_pending: int | None = None
    user_in_progress: int | None = None


class BatchStatus(BaseModel):
    """The counts of a batch."""

    queue_id: str
    batch_id: str
    origin: str | None
    destination: str | None
    pending: int
    in_progress: int
    waiting: int
    completed: int
    failed: int
    canceled: int
    total: int


class CountsByDestination(BaseModel):
    """The counts of a destination."""

    queue_id: str
    destination: str
    pending: int
    in_progress: int
    waiting: int
    completed: int
    failed: int
    canceled: int
    total: int


class ProcessorStatus(BaseModel):
    """Whether the processor takes items, and whether it works on one."""

    is_started: bool
    is_processing: bool


class QueueAndProcessorStatus(BaseModel):
    """The status of a queue, and of the processor that all queues share."""

    queue: QueueStatus
    processor: ProcessorStatus


class EnqueueBatchResult(BaseModel):
    """What became of a batch. ``item_ids`` are newest first, and are all items with this batch's id."""

    queue_id: str
    enqueued: int
    requested: int
    batch: Batch
    priority: int
    item_ids: list[int]


class ItemIdsResult(BaseModel):
    """The ids of a queue's items."""

    item_ids: list[int]
    total_count: int


class RetryItemsResult(BaseModel):
    """The ids of the items that were enqueued again (not of the new items)."""

    queue_id: str
    retried_item_ids: list[int]
