"""What is told about queues and their items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.events.event import Event

__all__ = [
    "BatchEnqueued",
    "ItemEvent",
    "ItemStatusChanged",
    "ItemsCanceled",
    "ItemsRetried",
    "QueueCleared",
    "QueueEvent",
]


class QueueEvent(Event):
    """Something about one queue."""

    __slots__ = ()

    @property
    def queue_id(self) -> str:
        """Which queue."""
        return self.data.get("queue_id") or ""


class BatchEnqueued(QueueEvent):
    """A batch was put into the queue."""

    __slots__ = ()
    names = ("batch_enqueued",)

    @property
    def batch_id(self) -> str:
        """Which batch."""
        return self.data.get("batch_id") or ""

    @property
    def enqueued(self) -> int:
        """How many of its items the queue took."""
        return self.data.get("enqueued") or 0

    @property
    def requested(self) -> int:
        """How many items it has."""
        return self.data.get("requested") or 0


class QueueCleared(QueueEvent):
    """All items were deleted; those of one user, when `user_id` is given."""

    __slots__ = ()
    names = ("queue_cleared",)

    @property
    def user_id(self) -> str | None:
        """Whose items; None for everyone's."""
        return self.data.get("user_id")


class ItemsCanceled(QueueEvent):
    """Items were canceled before they started."""

    __slots__ = ()
    names = ("queue_items_canceled",)

    @property
    def item_ids(self) -> list[int]:
        """Which items."""
        return self.data.get("canceled_item_ids") or []


class ItemsRetried(QueueEvent):
    """Items were put into the queue once more, under new ids."""

    __slots__ = ()
    names = ("queue_items_retried",)

    @property
    def item_ids(self) -> list[int]:
        """The ids of the old items."""
        return self.data.get("retried_item_ids") or []


class ItemEvent(QueueEvent):
    """Something about one queue item."""

    __slots__ = ()

    @property
    def item_id(self) -> int:
        """Which item."""
        return self.data.get("item_id") or 0

    @property
    def batch_id(self) -> str:
        """The batch that it belongs to."""
        return self.data.get("batch_id") or ""

    @property
    def session_id(self) -> str:
        """The session that runs it."""
        return self.data.get("session_id") or ""


class ItemStatusChanged(ItemEvent):
    """A queue item went on to another status."""

    __slots__ = ()
    names = ("queue_item_status_changed",)

    @property
    def status(self) -> str:
        """The new status."""
        return self.data.get("status") or ""

    @property
    def status_sequence(self) -> int | None:
        """Orders the statuses of one item; None from servers that do not count them."""
        return self.data.get("status_sequence")

    @property
    def error_type(self) -> str | None:
        """The class of the exception that ended it."""
        return self.data.get("error_type")

    @property
    def error_message(self) -> str | None:
        """What the exception said."""
        return self.data.get("error_message")

    @property
    def error_traceback(self) -> str | None:
        """Where on the server it was raised."""
        return self.data.get("error_traceback")

    @property
    def batch_status(self) -> Mapping[str, Any]:
        """How many items of the batch have which status."""
        return self.data.get("batch_status") or {}

    @property
    def queue_status(self) -> Mapping[str, Any]:
        """How many items of the queue have which status."""
        return self.data.get("queue_status") or {}
