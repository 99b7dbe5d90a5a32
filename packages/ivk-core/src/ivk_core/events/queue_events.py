"""Events about queues and queue items."""

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
    """An event about one queue."""

    __slots__ = ()

    @property
    def queue_id(self) -> str:
        """The id of the queue."""
        return self.data.get("queue_id") or ""


class BatchEnqueued(QueueEvent):
    """A batch was enqueued."""

    __slots__ = ()
    names = ("batch_enqueued",)

    @property
    def batch_id(self) -> str:
        """The id of the batch."""
        return self.data.get("batch_id") or ""

    @property
    def enqueued(self) -> int:
        """The number of items of the batch that were enqueued."""
        return self.data.get("enqueued") or 0

    @property
    def requested(self) -> int:
        """The number of items of the batch."""
        return self.data.get("requested") or 0


class QueueCleared(QueueEvent):
    """All items of the queue, or all items of one user, were deleted."""

    __slots__ = ()
    names = ("queue_cleared",)

    @property
    def user_id(self) -> str | None:
        """The id of the user whose items were deleted; None if the items of all users were."""
        return self.data.get("user_id")


class ItemsCanceled(QueueEvent):
    """Items were canceled before they started."""

    __slots__ = ()
    names = ("queue_items_canceled",)

    @property
    def item_ids(self) -> list[int]:
        """The ids of the items."""
        return self.data.get("canceled_item_ids") or []


class ItemsRetried(QueueEvent):
    """Items were enqueued again, with new ids."""

    __slots__ = ()
    names = ("queue_items_retried",)

    @property
    def item_ids(self) -> list[int]:
        """The ids of the old items."""
        return self.data.get("retried_item_ids") or []


class ItemEvent(QueueEvent):
    """An event about one queue item."""

    __slots__ = ()

    @property
    def item_id(self) -> int:
        """The id of the item."""
        return self.data.get("item_id") or 0

    @property
    def batch_id(self) -> str:
        """The id of the item's batch."""
        return self.data.get("batch_id") or ""

    @property
    def session_id(self) -> str:
        """The id of the item's session."""
        return self.data.get("session_id") or ""


class ItemStatusChanged(ItemEvent):
    """The status of a queue item has changed."""

    __slots__ = ()
    names = ("queue_item_status_changed",)

    @property
    def status(self) -> str:
        """The new status."""
        return self.data.get("status") or ""

    @property
    def status_sequence(self) -> int | None:
        """A number that orders the status changes of one item; None if the server does not send it."""
        return self.data.get("status_sequence")

    @property
    def error_type(self) -> str | None:
        """The class of the exception that ended the item; None if there is none."""
        return self.data.get("error_type")

    @property
    def error_message(self) -> str | None:
        """The message of the exception; None if there is none."""
        return self.data.get("error_message")

    @property
    def error_traceback(self) -> str | None:
        """The traceback on the server; None if there is none."""
        return self.data.get("error_traceback")

    @property
    def batch_status(self) -> Mapping[str, Any]:
        """The numbers of items of the batch by status."""
        return self.data.get("batch_status") or {}

    @property
    def queue_status(self) -> Mapping[str, Any]:
        """The numbers of items of the queue by status."""
        return self.data.get("queue_status") or {}
