"""The statuses of queue items: the counts of items by status, and the changes of one item's status."""

from ivk_devserver.queue.queue_events import queue_item_status_changed_event
from ivk_devserver.queue.schemas import BatchStatus, SessionQueueCountsByDestination, SessionQueueStatus
from ivk_devserver.sockets.socket_events import Publish
from ivk_devserver.storage.queue_items import QueueFilter, QueueItemStorage

__all__ = ["StatusCounter", "StatusTransitions"]


class StatusCounter:
    """Counts the items of queues, batches and destinations by status."""

    def __init__(self, items: QueueItemStorage) -> None:
        self._items = items

    def of_queue(self, queue_id: str, user_id: str, *, sees_all: bool) -> SessionQueueStatus:
        """Return the status of a queue; the running item is left out if the user may not see it."""
        own = self._items.counts(QueueFilter(queue_id=queue_id, user_id=user_id))
        running = self._items.first(QueueFilter(queue_id=queue_id, statuses=("in_progress",)))
        if running is not None and not sees_all and running["user_id"] != user_id:
            running = None
        return SessionQueueStatus(
            queue_id=queue_id,
            item_id=running["item_id"] if running else None,
            batch_id=running["batch_id"] if running else None,
            session_id=running["session_id"] if running else None,
            user_pending=own["pending"],
            user_in_progress=own["in_progress"],
            **self._items.counts(QueueFilter(queue_id=queue_id)),
        )

    def of_batch(self, queue_id: str, batch_id: str, user_id: str | None = None) -> BatchStatus:
        """Return the status of a batch; an unknown batch has no items."""
        item_filter = QueueFilter(queue_id=queue_id, batch_ids=(batch_id,), user_id=user_id)
        origin, destination = self._items.origin(item_filter)
        return BatchStatus(
            queue_id=queue_id,
            batch_id=batch_id,
            origin=origin,
            destination=destination,
            **self._items.counts(item_filter),
        )

    def of_destination(
        self, queue_id: str, destination: str, user_id: str | None = None
    ) -> SessionQueueCountsByDestination:
        """Return the number of items with a destination by status."""
        counts = self._items.counts(QueueFilter(queue_id=queue_id, destination=destination, user_id=user_id))
        return SessionQueueCountsByDestination(queue_id=queue_id, destination=destination, **counts)


class StatusTransitions:
    """Changes the status of single items, and publishes the changes."""

    def __init__(self, items: QueueItemStorage, counter: StatusCounter, publish: Publish) -> None:
        self._items = items
        self._counter = counter
        self._publish = publish

    def transition(self, item_id: int, status: str, error: tuple[str, str, str] | None = None) -> bool:
        """Change the status of an unfinished item.

        Parameters
        ----------
        item_id
            The item.
        status
            Its new status.
        error
            The type, message and traceback of the error.

        Returns
        -------
        bool
            Whether the status changed. A finished item stays as it is, and no event is published.
        """
        has_changed = self._items.set_status(item_id, status, error)
        if has_changed:
            self.publish_status(item_id)
        return has_changed

    def publish_status(self, item_id: int) -> None:
        """Publish the status of an item."""
        item = self._items.get(item_id)
        if item is not None:
            batch_status = self._counter.of_batch(item["queue_id"], item["batch_id"])
            queue_status = self._counter.of_queue(item["queue_id"], item["user_id"], sees_all=False)
            self._publish(queue_item_status_changed_event(item, batch_status, queue_status))
