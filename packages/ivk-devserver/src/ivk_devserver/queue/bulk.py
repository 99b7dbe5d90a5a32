"""Cancelling and deleting many items.

A running item is cancelled on its own, so that its status is told and its run stops. Items that only wait are
changed together, and one event tells of all of them.
"""

from dataclasses import replace

from ivk_devserver.queue.changes import ItemChanges
from ivk_devserver.sockets.socket_events import Publish, socket_event
from ivk_devserver.storage.queue_items import FINISHED, QueueFilter, QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["BulkChanges"]

WAITING = ("pending", "waiting")
UNFINISHED = ("pending", "waiting", "in_progress")


class BulkChanges:
    """Changes of many items, and of the items that a workflow called."""

    def __init__(self, store: QueueItemStorage, changes: ItemChanges, publish: Publish) -> None:
        self._store = store
        self._changes = changes
        self._publish = publish

    def cancel_item(self, item: Row) -> None:
        """Cancel one item, and all that hangs on it."""
        for item_id in self._store.with_called_items(item["root_item_id"] or item["item_id"]):
            self._changes.move(item_id, "canceled")

    def delete_item(self, item: Row) -> None:
        """Remove one item, and all that hangs on it; what still runs is cancelled first."""
        self.cancel_item(item)
        family = tuple(self._store.with_called_items(item["root_item_id"] or item["item_id"]))
        self._store.delete(QueueFilter(item_ids=family))

    def cancel_batches(self, queue_id: str, batch_ids: list[str], user_id: str | None) -> int:
        """Cancel the unfinished items of batches."""
        return self._cancel(QueueFilter(queue_id=queue_id, batch_ids=tuple(batch_ids), user_id=user_id))

    def cancel_destination(self, queue_id: str, destination: str, user_id: str | None) -> int:
        """Cancel the unfinished items of a destination."""
        return self._cancel(QueueFilter(queue_id=queue_id, destination=destination, user_id=user_id))

    def cancel_waiting(self, queue_id: str, user_id: str | None) -> int:
        """Cancel what is not running yet."""
        return self._cancel_idle(self._idle(queue_id, user_id))

    def delete_waiting(self, queue_id: str, user_id: str | None) -> int:
        """Remove what is not running yet."""
        wanted = self._idle(queue_id, user_id)
        with self._store.database.transaction():
            owned = self._store.owners(wanted)
            deleted = self._store.delete(wanted)
        self._tell(queue_id, owned)
        return deleted

    def delete_destination(self, queue_id: str, destination: str, user_id: str | None) -> int:
        """Remove a destination's items; what runs is cancelled first."""
        wanted = QueueFilter(queue_id=queue_id, destination=destination, user_id=user_id)
        told = self._cancel_running(wanted)
        with self._store.database.transaction():
            owned = self._store.owners(wanted)
            deleted = self._store.delete(wanted)
        self._tell(queue_id, _without(owned, told))
        return deleted

    def clear(self, queue_id: str, user_id: str | None) -> int:
        """Remove all items; what runs is cancelled first."""
        wanted = QueueFilter(queue_id=queue_id, user_id=user_id)
        self._cancel_running(wanted)
        deleted = self._store.delete(wanted)
        self._publish(socket_event("queue_cleared", queue_id=queue_id, user_id=user_id))
        return deleted

    def prune(self, queue_id: str, user_id: str | None) -> int:
        """Remove what is finished."""
        return self._store.delete(QueueFilter(queue_id=queue_id, statuses=FINISHED, user_id=user_id))

    def cancel_interrupted(self) -> int:
        """Cancel what a stopped server left running or waiting for a called workflow."""
        left = self._store.owners(QueueFilter(statuses=("in_progress", "waiting")))
        family = {
            one for ids in left.values() for item_id in ids for one in self._store.with_called_items(item_id)
        }
        return self._store.cancel(QueueFilter(item_ids=tuple(family), statuses=UNFINISHED)) if family else 0

    def _cancel(self, wanted: QueueFilter) -> int:
        idle = self._cancel_idle(_with_statuses(wanted, WAITING))
        return idle + len(self._cancel_running(wanted))

    def _cancel_idle(self, wanted: QueueFilter) -> int:
        with self._store.database.transaction():
            owned = self._store.owners(wanted)
            canceled = self._store.cancel(wanted)
        self._tell(wanted.queue_id or "", owned)
        return canceled

    def _cancel_running(self, wanted: QueueFilter) -> list[int]:
        owned = self._store.owners(_with_statuses(wanted, ("in_progress",)))
        running = [item_id for ids in owned.values() for item_id in ids]
        return [item_id for item_id in running if self._changes.move(item_id, "canceled")]

    def _idle(self, queue_id: str, user_id: str | None) -> QueueFilter:
        running = self._store.first(QueueFilter(queue_id=queue_id, statuses=("in_progress",)))
        kept = self._store.with_called_items(running["root_item_id"] or running["item_id"]) if running else []
        return QueueFilter(
            queue_id=queue_id, statuses=WAITING, user_id=user_id, excluded_item_ids=tuple(kept)
        )

    def _tell(self, queue_id: str, owned: dict[str, list[int]]) -> None:
        if owned:
            numbers = [item_id for ids in owned.values() for item_id in ids]
            payload = {"canceled_item_ids": numbers, "canceled_item_ids_by_user": owned}
            self._publish(
                socket_event("queue_items_canceled", queue_id=queue_id, user_ids=list(owned), **payload)
            )


def _with_statuses(wanted: QueueFilter, statuses: tuple[str, ...]) -> QueueFilter:
    return replace(wanted, statuses=statuses)


def _without(owned: dict[str, list[int]], left_out: list[int]) -> dict[str, list[int]]:
    kept = {user: [one for one in ids if one not in left_out] for user, ids in owned.items()}
    return {user: ids for user, ids in kept.items() if ids}
