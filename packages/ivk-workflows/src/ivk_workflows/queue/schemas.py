"""The data of the queue."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData, ServerTime

__all__ = [
    "FINAL_STATUSES",
    "BatchStatus",
    "Counts",
    "DestinationCounts",
    "EnqueueResult",
    "FieldValue",
    "JobStatus",
    "ProcessorStatus",
    "QueueItem",
    "QueueItemSummary",
    "QueueState",
    "QueueStatus",
]


class JobStatus(OpenEnum):
    """The status of a queue item; statuses of newer servers are kept."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_final(self) -> bool:
        """Whether the item is finished."""
        return self in FINAL_STATUSES


FINAL_STATUSES = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED})


class FieldValue(ServerData):
    """One value of a batch for one field of one node."""

    node_path: str
    field_name: str
    value: Any = None


class Counts(ServerData):
    """The numbers of items by status."""

    pending: int = 0
    in_progress: int = 0
    waiting: int = 0
    completed: int = 0
    failed: int = 0
    canceled: int = 0
    total: int = 0

    @property
    def unfinished(self) -> int:
        """How many are not finished."""
        return self.pending + self.in_progress + self.waiting


class BatchStatus(Counts):
    """The numbers of items of one batch; `total` is 0 for a batch that the server does not know."""

    queue_id: str = ""
    batch_id: str = ""
    origin: str | None = None
    destination: str | None = None


class DestinationCounts(Counts):
    """The numbers of items for one destination."""

    queue_id: str = ""
    destination: str = ""


class QueueStatus(Counts):
    """The numbers of items of a queue, and the running item."""

    queue_id: str = ""
    item_id: int | None = None
    batch_id: str | None = None
    session_id: str | None = None
    user_pending: int | None = None
    user_in_progress: int | None = None


class ProcessorStatus(ServerData):
    """Whether the server runs items of the queue."""

    is_started: bool = False
    is_processing: bool = False


class QueueState(ServerData):
    """A queue and its processor."""

    queue: QueueStatus
    processor: ProcessorStatus


class EnqueueResult(ServerData):
    """The answer to a submission. The copy of the batch in it is not kept, because it may be large."""

    model_config = ConfigDict(extra="ignore")

    queue_id: str
    enqueued: int
    requested: int
    item_ids: list[int]
    priority: int = 0


class QueueItemSummary(ServerData):
    """A queue item without its graph, as in listings."""

    item_id: int
    status: JobStatus
    batch_id: str = ""
    origin: str | None = None
    destination: str | None = None
    device: str | None = None
    created_at: ServerTime | None = None
    started_at: ServerTime | None = None
    completed_at: ServerTime | None = None
    user_id: str | None = None
    field_values: list[FieldValue] | None = None
    parent_item_id: int | None = None

    def __repr__(self) -> str:
        """Return one line; graphs, results and workflows would fill the screen."""
        batch = f", batch {self.batch_id[:8]}" if self.batch_id else ""
        where = f", {self.destination}" if self.destination else ""
        return f"{type(self).__name__}({self.item_id}, {self.status.value}{batch}{where})"

    __str__ = __repr__

    @property
    def is_called(self) -> bool:
        """Whether another item called it, to run a saved workflow in the same batch."""
        return self.parent_item_id is not None


class QueueItem(QueueItemSummary):
    """A whole queue item with its graph, results and workflow; it can be large."""

    queue_id: str = "default"
    session_id: str = ""
    status_sequence: int | None = None
    priority: int = 0
    error_type: str | None = None
    error_message: str | None = None
    error_traceback: str | None = None
    updated_at: ServerTime | None = None
    retried_from_item_id: int | None = None
    workflow_call_id: str | None = None
    workflow_call_depth: int | None = None
    parent_session_id: str | None = None
    root_item_id: int | None = None
    session: dict[str, Any] = Field(default_factory=dict)
    workflow: dict[str, Any] | None = None
