"""What the server says about its queue, read leniently: what a newer one adds is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict

from ivk_core.enums import OpenEnum

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
    """Where a queue item stands; statuses of newer servers are kept."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_final(self) -> bool:
        """Whether nothing comes after it."""
        return self in FINAL_STATUSES


FINAL_STATUSES = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED})


def _in_utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


ServerTime: TypeAlias = Annotated[datetime, AfterValidator(_in_utc)]
"""A time of the server; it writes them in UTC without saying so."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class FieldValue(_Said):
    """One value that a batch put into one field of one node."""

    node_path: str
    field_name: str
    value: Any = None


class Counts(_Said):
    """How many items have which status."""

    pending: int = 0
    in_progress: int = 0
    waiting: int = 0
    completed: int = 0
    failed: int = 0
    canceled: int = 0
    total: int = 0

    @property
    def unfinished(self) -> int:
        """How many are yet to come to an end."""
        return self.pending + self.in_progress + self.waiting


class BatchStatus(Counts):
    """How far one batch is; `total` is 0 for a batch that the server has never seen."""

    queue_id: str = ""
    batch_id: str = ""
    origin: str | None = None
    destination: str | None = None


class DestinationCounts(Counts):
    """How far all items for one destination are."""

    queue_id: str = ""
    destination: str = ""


class QueueStatus(Counts):
    """How full a queue is, and which item runs."""

    queue_id: str = ""
    item_id: int | None = None
    batch_id: str | None = None
    session_id: str | None = None
    user_pending: int | None = None
    user_in_progress: int | None = None


class ProcessorStatus(_Said):
    """Whether the queue's items are being worked on."""

    is_started: bool = False
    is_processing: bool = False


class QueueState(_Said):
    """A queue and its processor."""

    queue: QueueStatus
    processor: ProcessorStatus


class EnqueueResult(BaseModel):
    """What became of a batch that was sent. The echo of the batch itself is not kept."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    queue_id: str
    enqueued: int
    requested: int
    item_ids: list[int]
    priority: int = 0


class QueueItemSummary(_Said):
    """A queue item without its graph: what lists are made of."""

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

    @property
    def is_called(self) -> bool:
        """Whether another item called it into being, to run a workflow for it in the same batch."""
        return self.parent_item_id is not None


class QueueItem(QueueItemSummary):
    """A whole queue item, with its graph, its results and its workflow; it can be large."""

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
    session: dict[str, Any] = {}
    workflow: dict[str, Any] | None = None
