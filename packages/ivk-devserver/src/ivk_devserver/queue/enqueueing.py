"""Taking batches in, and taking finished items in once more."""

from itertools import islice
from typing import Any

from ivk_devserver.queue.batch import Batch
from ivk_devserver.queue.expansion import count_items, expand
from ivk_devserver.queue.results import EnqueueBatchResult, RetryItemsResult
from ivk_devserver.sockets.socket_events import Publish, SocketEvent, socket_event
from ivk_devserver.storage.queue_items import QueueFilter, QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["Enqueueing"]

RETRYABLE = ("failed", "canceled")


class Enqueueing:
    """What adds items to a queue.

    Parameters
    ----------
    store
        The items.
    publish
        Tells everybody.
    limit
        Number of pending items that a queue takes at most.
    """

    def __init__(self, store: QueueItemStorage, publish: Publish, limit: int) -> None:
        self._store = store
        self._publish = publish
        self._limit = limit

    def enqueue(self, queue_id: str, batch: Batch, *, prepend: bool, user_id: str) -> EnqueueBatchResult:
        """Add a batch's items, as many as there is room for."""
        with self._store.database.transaction():
            priority = self._store.highest_priority(queue_id) + 1 if prepend else 0
            shared = self._shared_columns(queue_id, batch, priority, user_id)
            values = islice(expand(batch), self._room(queue_id))
            enqueued = self._store.add_items(shared, values)
            result = EnqueueBatchResult(
                queue_id=queue_id,
                enqueued=enqueued,
                requested=count_items(batch),
                batch=batch,
                priority=priority,
                item_ids=self._store.ids_of_batch(batch.batch_id),
            )
        self._publish(_enqueued_event(result, user_id))
        return result

    def retry(self, queue_id: str, item_ids: list[int]) -> RetryItemsResult:
        """Enqueue failed and canceled items once more; others are passed over."""
        room = self._room(queue_id)
        if room <= 0:
            return RetryItemsResult(queue_id=queue_id, retried_item_ids=[])
        with self._store.database.transaction():
            roots = list(islice(self._retryable(queue_id, item_ids), room))
            for root in roots:
                self._store.add_copy(root)
        owned: dict[str, list[int]] = {}
        for root in roots:
            owned.setdefault(root["user_id"], []).append(root["item_id"])
        retried = [root["item_id"] for root in roots]
        payload: dict[str, Any] = {"retried_item_ids": retried, "user_ids": list(owned)}
        payload["retried_item_ids_by_user"] = owned
        self._publish(socket_event("queue_items_retried", queue_id=queue_id, **payload))
        return RetryItemsResult(queue_id=queue_id, retried_item_ids=retried)

    def _retryable(self, queue_id: str, item_ids: list[int]) -> list[Row]:
        roots: dict[int, Row] = {}
        for item_id in item_ids:
            item = self._store.get(item_id)
            if item is None or item["queue_id"] != queue_id or item["status"] not in RETRYABLE:
                continue
            root = self._store.get(item["root_item_id"] or item_id)
            if root is not None and root["status"] in RETRYABLE:
                roots.setdefault(root["item_id"], root)
        return list(roots.values())

    def _room(self, queue_id: str) -> int:
        pending = self._store.counts(QueueFilter(queue_id=queue_id, statuses=("pending",)))["pending"]
        return max(0, self._limit - pending)

    def _shared_columns(self, queue_id: str, batch: Batch, priority: int, user_id: str) -> dict[str, Any]:
        workflow = None if batch.workflow is None else batch.workflow.model_dump(mode="json")
        return {
            "queue_id": queue_id,
            "batch_id": batch.batch_id,
            "batch_number": self._store.add_batch(batch.graph.model_dump(mode="json"), workflow),
            "priority": priority,
            "origin": batch.origin,
            "destination": batch.destination,
            "user_id": user_id,
        }


def _enqueued_event(result: EnqueueBatchResult, user_id: str) -> SocketEvent:
    return socket_event(
        "batch_enqueued",
        queue_id=result.queue_id,
        batch_id=result.batch.batch_id,
        enqueued=result.enqueued,
        requested=result.requested,
        priority=result.priority,
        origin=result.batch.origin,
        user_id=user_id,
    )
