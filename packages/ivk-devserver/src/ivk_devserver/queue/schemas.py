"""The answers of the queue's operations."""

from pydantic import BaseModel

from ivk_devserver.queue.batch import Batch

__all__ = [
    "BatchStatus",
    "EnqueueBatchResult",
    "ItemIdsResult",
    "RetryItemsResult",
    "SessionProcessorStatus",
    "SessionQueueAndProcessorStatus",
    "SessionQueueCountsByDestination",
    "SessionQueueStatus",
]


class SessionQueueStatus(BaseModel):
    """The number of items of a queue in each status, and the running item."""

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
    """The number of items of a batch in each status."""

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


class SessionQueueCountsByDestination(BaseModel):
    """The number of items of a destination in each status."""

    queue_id: str
    destination: str
    pending: int
    in_progress: int
    waiting: int
    completed: int
    failed: int
    canceled: int
    total: int


class SessionProcessorStatus(BaseModel):
    """Whether the processor is started, and whether it runs an item."""

    is_started: bool
    is_processing: bool


class SessionQueueAndProcessorStatus(BaseModel):
    """The status of a queue, and of the session processor, which all queues share."""

    queue: SessionQueueStatus
    processor: SessionProcessorStatus


class EnqueueBatchResult(BaseModel):
    """The result of enqueuing a batch. ``item_ids`` are those of all items of the batch, the newest first."""

    queue_id: str
    enqueued: int
    requested: int
    batch: Batch
    priority: int
    item_ids: list[int]


class ItemIdsResult(BaseModel):
    """The ids of the items of a queue."""

    item_ids: list[int]
    total_count: int


class RetryItemsResult(BaseModel):
    """The ids of the items that were retried, not those of the new items."""

    queue_id: str
    retried_item_ids: list[int]
