"""Moving one item from status to status, and telling everybody."""

from typing import Any

from ivk_devserver.queue.counting import QueueCounts
from ivk_devserver.sockets.socket_events import Publish, socket_event
from ivk_devserver.storage.queue_items import QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["ItemChanges"]


class ItemChanges:
    """Changes of single items."""

    def __init__(self, store: QueueItemStorage, counts: QueueCounts, publish: Publish) -> None:
        self._store = store
        self._counts = counts
        self._publish = publish

    def move(self, item_id: int, status: str, error: tuple[str, str, str] | None = None) -> bool:
        """Move an unfinished item to a status.

        Parameters
        ----------
        item_id
            The item.
        status
            Its new status.
        error
            Type, message and traceback of what went wrong.

        Returns
        -------
        bool
            Whether it moved; a finished item stays as it is, and nobody is told.
        """
        moved = self._store.set_status(item_id, status, error)
        if moved:
            self.tell(item_id)
        return moved

    def tell(self, item_id: int) -> None:
        """Tell everybody an item's status."""
        item = self._store.get(item_id)
        if item is not None:
            self._publish(socket_event("queue_item_status_changed", **self._status_payload(item)))

    def _status_payload(self, item: Row) -> dict[str, Any]:
        """Give the payload that tells an item's status."""
        names = ("queue_id", "item_id", "batch_id", "origin", "destination", "user_id")
        state = ("status", "status_sequence", "error_type", "error_message", "error_traceback")
        times = ("created_at", "updated_at", "started_at", "completed_at")
        queue = self._counts.queue(item["queue_id"], item["user_id"], sees_all=False)
        return {
            **{name: item[name] for name in (*names, *state, *times)},
            "batch_status": self._counts.batch(item["queue_id"], item["batch_id"]).model_dump(),
            "queue_status": queue.model_dump(),
            "session_id": item["session_id"],
        }
