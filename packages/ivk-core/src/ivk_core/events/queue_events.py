"""What is told about queues, their items and the nodes of an item."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ivk_core.events.event import Event

__all__ = [
    "BatchEnqueued",
    "InvocationComplete",
    "InvocationError",
    "InvocationProgress",
    "InvocationStarted",
    "ItemEvent",
    "ItemStatusChanged",
    "ItemsCanceled",
    "ItemsRetried",
    "NodeEvent",
    "PreviewImage",
    "QueueCleared",
    "QueueEvent",
]


@dataclass(frozen=True)
class PreviewImage:
    """What a picture looks like while it is being made.

    Parameters
    ----------
    width, height : int
        Pixels of the picture that is being made; the preview itself is smaller.
    data_url : str
        The preview as a data URL.
    """

    width: int
    height: int
    data_url: str = field(repr=False)

    @property
    def content(self) -> bytes:
        """The encoded preview, as a file would hold it."""
        return b64decode(self.data_url.partition(",")[2])


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


class NodeEvent(ItemEvent):
    """Something about one node of a running item."""

    __slots__ = ()

    @property
    def invocation(self) -> Mapping[str, Any]:
        """The node as it runs, with its inputs."""
        return self.data.get("invocation") or {}

    @property
    def node_id(self) -> str:
        """The node's id in the graph that was sent."""
        return self.data.get("invocation_source_id") or ""

    @property
    def node_type(self) -> str:
        """The node's type."""
        return self.invocation.get("type") or ""


class InvocationStarted(NodeEvent):
    """A node started to run."""

    __slots__ = ()
    names = ("invocation_started",)


class InvocationProgress(NodeEvent):
    """A node tells how far it is."""

    __slots__ = ()
    names = ("invocation_progress",)

    @property
    def message(self) -> str:
        """What it is doing."""
        return self.data.get("message") or ""

    @property
    def percentage(self) -> float | None:
        """How much is done, from 0 to 1; None when it cannot tell."""
        return self.data.get("percentage")

    @property
    def image(self) -> PreviewImage | None:
        """What the picture looks like by now."""
        told = self.data.get("image")
        if not told:
            return None
        return PreviewImage(told.get("width") or 0, told.get("height") or 0, told.get("dataURL") or "")

    @property
    def device(self) -> str | None:
        """What it runs on."""
        return self.data.get("device")


class InvocationComplete(NodeEvent):
    """A node has its output."""

    __slots__ = ()
    names = ("invocation_complete",)

    @property
    def result(self) -> Mapping[str, Any]:
        """The output, with its ``type``."""
        return self.data.get("result") or {}


class InvocationError(NodeEvent):
    """A node failed, and its item with it."""

    __slots__ = ()
    names = ("invocation_error",)

    @property
    def error_type(self) -> str:
        """The class of the exception."""
        return self.data.get("error_type") or ""

    @property
    def error_message(self) -> str:
        """What it said."""
        return self.data.get("error_message") or ""

    @property
    def error_traceback(self) -> str:
        """Where on the server it was raised."""
        return self.data.get("error_traceback") or ""
