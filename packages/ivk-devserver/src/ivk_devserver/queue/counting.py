"""How many items a queue, a batch or a destination has in each status."""

from ivk_devserver.queue.results import BatchStatus, CountsByDestination, QueueStatus
from ivk_devserver.storage.queue_items import QueueFilter, QueueItemStorage

__all__ = ["QueueCounts"]


class QueueCounts:
    """Counts over the queue."""

    def __init__(self, store: QueueItemStorage) -> None:
        self._store = store

    def queue(self, queue_id: str, user_id: str, *, sees_all: bool) -> QueueStatus:
        """Count a queue's items, and name the running one if the user may know it."""
        mine = self._store.counts(QueueFilter(queue_id=queue_id, user_id=user_id))
        running = self._store.first(QueueFilter(queue_id=queue_id, statuses=("in_progress",)))
        if running is not None and not sees_all and running["user_id"] != user_id:
            running = None
        return QueueStatus(
            queue_id=queue_id,
            item_id=running["item_id"] if running else None,
            batch_id=running["batch_id"] if running else None,
            session_id=running["session_id"] if running else None,
            user_pending=mine["pending"],
            user_in_progress=mine["in_progress"],
            **self._store.counts(QueueFilter(queue_id=queue_id)),
        )

    def batch(self, queue_id: str, batch_id: str, user_id: str | None = None) -> BatchStatus:
        """Count a batch's items; of a batch that was never seen there are none."""
        wanted = QueueFilter(queue_id=queue_id, batch_ids=(batch_id,), user_id=user_id)
        origin, destination = self._store.origin(wanted)
        return BatchStatus(
            queue_id=queue_id,
            batch_id=batch_id,
            origin=origin,
            destination=destination,
            **self._store.counts(wanted),
        )

    def destination(self, queue_id: str, destination: str, user_id: str | None = None) -> CountsByDestination:
        """Count the items that are meant for a destination."""
        wanted = QueueFilter(queue_id=queue_id, destination=destination, user_id=user_id)
        return CountsByDestination(queue_id=queue_id, destination=destination, **self._store.counts(wanted))
