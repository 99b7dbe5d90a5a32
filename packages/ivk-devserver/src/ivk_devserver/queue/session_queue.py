"""The session queue: enqueuing, retrying, canceling and deleting items.

A running item is canceled on its own, so that its status is published and its session stops. Items that wait
are changed together, with one event for all of them.
"""

from dataclasses import replace
from itertools import islice
from typing import Any

from ivk_devserver.queue.batch import Batch, count_items, field_values_of_items
from ivk_devserver.queue.queue_events import (
    batch_enqueued_event,
    queue_items_canceled_event,
    queue_items_retried_event,
)
from ivk_devserver.queue.schemas import EnqueueBatchResult, RetryItemsResult
from ivk_devserver.queue.status import StatusTransitions
from ivk_devserver.sockets.socket_events import Publish, socket_event
from ivk_devserver.storage.queue_items import FINISHED, QueueFilter, QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["SessionQueue"]

RETRYABLE = ("failed", "canceled")
WAITING = ("pending", "waiting")
RUNNING = ("in_progress",)
UNFINISHED = (*WAITING, *RUNNING)


class SessionQueue:
    """The queues of one server.

    Parameters
    ----------
    items
        The queue items.
    transitions
        Changes the status of single items.
    publish
        Sends an event.
    max_size
        Greatest number of pending items of a queue.
    """

    def __init__(
        self, items: QueueItemStorage, transitions: StatusTransitions, publish: Publish, max_size: int
    ) -> None:
        self._items = items
        self._transitions = transitions
        self._publish = publish
        self._max_size = max_size

    def enqueue_batch(
        self, queue_id: str, batch: Batch, *, prepend: bool, user_id: str
    ) -> EnqueueBatchResult:
        """Add the items of a batch, as many as the queue has space for."""
        with self._items.database.transaction():
            priority = self._items.highest_priority(queue_id) + 1 if prepend else 0
            shared = self._shared_columns(queue_id, batch, priority, user_id)
            field_values = islice(field_values_of_items(batch), self._free_space(queue_id))
            enqueued = self._items.add_items(shared, field_values)
            result = EnqueueBatchResult(
                queue_id=queue_id,
                enqueued=enqueued,
                requested=count_items(batch),
                batch=batch,
                priority=priority,
                item_ids=self._items.ids_of_batch(batch.batch_id),
            )
        self._publish(batch_enqueued_event(result, user_id))
        return result

    def retry_items(self, queue_id: str, item_ids: list[int]) -> RetryItemsResult:
        """Add new items for failed and canceled items; other ids are ignored."""
        free_space = self._free_space(queue_id)
        if free_space <= 0:
            return RetryItemsResult(queue_id=queue_id, retried_item_ids=[])
        with self._items.database.transaction():
            items = list(islice(self._retryable(queue_id, item_ids), free_space))
            for item in items:
                self._items.add_copy(item)
        ids_by_user: dict[str, list[int]] = {}
        for item in items:
            ids_by_user.setdefault(item["user_id"], []).append(item["item_id"])
        retried = [item["item_id"] for item in items]
        self._publish(queue_items_retried_event(queue_id, retried, ids_by_user))
        return RetryItemsResult(queue_id=queue_id, retried_item_ids=retried)

    def cancel_item(self, item: Row) -> None:
        """Cancel an item, the items of workflows that it called, and the item that called it."""
        for item_id in self._workflow_call_ids(item):
            self._transitions.transition(item_id, "canceled")

    def delete_item(self, item: Row) -> None:
        """Cancel and delete an item, the items of workflows that it called, and the item that called it."""
        self.cancel_item(item)
        self._items.delete(QueueFilter(item_ids=tuple(self._workflow_call_ids(item))))

    def cancel_by_batch_ids(self, queue_id: str, batch_ids: list[str], user_id: str | None) -> int:
        """Cancel the unfinished items of batches, and return how many."""
        return self._cancel(QueueFilter(queue_id=queue_id, batch_ids=tuple(batch_ids), user_id=user_id))

    def cancel_by_destination(self, queue_id: str, destination: str, user_id: str | None) -> int:
        """Cancel the unfinished items with a destination, and return how many."""
        return self._cancel(QueueFilter(queue_id=queue_id, destination=destination, user_id=user_id))

    def cancel_all_except_current(self, queue_id: str, user_id: str | None) -> int:
        """Cancel all items that do not run yet, and return how many."""
        return self._cancel_waiting(self._all_except_current(queue_id, user_id))

    def delete_all_except_current(self, queue_id: str, user_id: str | None) -> int:
        """Delete all items that do not run yet, and return how many."""
        item_filter = self._all_except_current(queue_id, user_id)
        with self._items.database.transaction():
            ids_by_user = self._items.owners(item_filter)
            deleted = self._items.delete(item_filter)
        self._publish_canceled(queue_id, ids_by_user)
        return deleted

    def delete_by_destination(self, queue_id: str, destination: str, user_id: str | None) -> int:
        """Cancel the running items with a destination, delete all of them, and return how many."""
        item_filter = QueueFilter(queue_id=queue_id, destination=destination, user_id=user_id)
        published = self._cancel_running(item_filter)
        with self._items.database.transaction():
            ids_by_user = self._items.owners(item_filter)
            deleted = self._items.delete(item_filter)
        self._publish_canceled(queue_id, _without(ids_by_user, published))
        return deleted

    def clear(self, queue_id: str, user_id: str | None) -> int:
        """Cancel the running items, delete all items, and return how many."""
        item_filter = QueueFilter(queue_id=queue_id, user_id=user_id)
        self._cancel_running(item_filter)
        deleted = self._items.delete(item_filter)
        self._publish(socket_event("queue_cleared", queue_id=queue_id, user_id=user_id))
        return deleted

    def prune(self, queue_id: str, user_id: str | None) -> int:
        """Delete the finished items, and return how many."""
        return self._items.delete(QueueFilter(queue_id=queue_id, statuses=FINISHED, user_id=user_id))

    def cancel_interrupted(self) -> int:
        """Cancel the items that ran, or waited for a called workflow, when the server stopped."""
        interrupted = self._items.owners(QueueFilter(statuses=("in_progress", "waiting")))
        item_ids = [item_id for ids in interrupted.values() for item_id in ids]
        ids = {one for item_id in item_ids for one in self._items.with_called_items(item_id)}
        return self._items.cancel(QueueFilter(item_ids=tuple(ids), statuses=UNFINISHED)) if ids else 0

    def _shared_columns(self, queue_id: str, batch: Batch, priority: int, user_id: str) -> dict[str, Any]:
        workflow = None if batch.workflow is None else batch.workflow.model_dump(mode="json")
        return {
            "queue_id": queue_id,
            "batch_id": batch.batch_id,
            "batch_number": self._items.add_batch(batch.graph.model_dump(mode="json"), workflow),
            "priority": priority,
            "origin": batch.origin,
            "destination": batch.destination,
            "user_id": user_id,
        }

    def _free_space(self, queue_id: str) -> int:
        pending = self._items.counts(QueueFilter(queue_id=queue_id, statuses=("pending",)))["pending"]
        return max(0, self._max_size - pending)

    def _retryable(self, queue_id: str, item_ids: list[int]) -> list[Row]:
        """Return the items to retry. For the item of a called workflow this is the item that called it."""
        roots: dict[int, Row] = {}
        for item_id in item_ids:
            item = self._items.get(item_id)
            if item is None or item["queue_id"] != queue_id or item["status"] not in RETRYABLE:
                continue
            root = self._items.get(item["root_item_id"] or item_id)
            if root is not None and root["status"] in RETRYABLE:
                roots.setdefault(root["item_id"], root)
        return list(roots.values())

    def _workflow_call_ids(self, item: Row) -> list[int]:
        return self._items.with_called_items(item["root_item_id"] or item["item_id"])

    def _cancel(self, item_filter: QueueFilter) -> int:
        waiting = self._cancel_waiting(replace(item_filter, statuses=WAITING))
        return waiting + len(self._cancel_running(item_filter))

    def _cancel_waiting(self, item_filter: QueueFilter) -> int:
        with self._items.database.transaction():
            ids_by_user = self._items.owners(item_filter)
            canceled = self._items.cancel(item_filter)
        self._publish_canceled(item_filter.queue_id or "", ids_by_user)
        return canceled

    def _cancel_running(self, item_filter: QueueFilter) -> list[int]:
        ids_by_user = self._items.owners(replace(item_filter, statuses=RUNNING))
        running = [item_id for ids in ids_by_user.values() for item_id in ids]
        return [item_id for item_id in running if self._transitions.transition(item_id, "canceled")]

    def _all_except_current(self, queue_id: str, user_id: str | None) -> QueueFilter:
        current = self._items.first(QueueFilter(queue_id=queue_id, statuses=RUNNING))
        excluded = tuple(self._workflow_call_ids(current)) if current else ()
        return QueueFilter(queue_id=queue_id, statuses=WAITING, user_id=user_id, excluded_item_ids=excluded)

    def _publish_canceled(self, queue_id: str, ids_by_user: dict[str, list[int]]) -> None:
        if ids_by_user:
            self._publish(queue_items_canceled_event(queue_id, ids_by_user))


def _without(ids_by_user: dict[str, list[int]], left_out: list[int]) -> dict[str, list[int]]:
    kept = {user: [one for one in ids if one not in left_out] for user, ids in ids_by_user.items()}
    return {user: ids for user, ids in kept.items() if ids}
