# Made from handle_async.py by scripts/make_blocking.py: edit that file, not this one.
"""One queue of the server, and its operations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ivk_core.attributes import StrictAttributes
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.arguments import (
    checked_batch_id,
    checked_batch_ids,
    checked_flag,
    checked_item_id,
    checked_item_ids,
    checked_queue_id,
    checked_text,
    checked_timeout,
)
from ivk_workflows.queue.idle import wait_until_idle
from ivk_workflows.queue.listing import QueueItems, filter_of
from ivk_workflows.queue.schemas import (
    BatchStatus,
    DestinationCounts,
    ProcessorStatus,
    QueueItem,
    QueueItemSummary,
    QueueState,
    QueueStatus,
)

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["QueueHandle"]


class QueueHandle(StrictAttributes):
    """One queue. Listings are small: only whole items contain graphs and workflows.

    Parameters
    ----------
    client : Client
        The client to ask with.
    queue_id : str
        The queue; InvokeAI itself uses only ``"default"``.
    """

    def __init__(self, client: Client, queue_id: str = "default") -> None:
        self._client = client
        self._queue_id = checked_queue_id(queue_id)

    @property
    def queue_id(self) -> str:
        """The id of the queue."""
        return self._queue_id

    def state(self) -> QueueState:
        """Return the numbers of items, and whether the server runs them (operation ``get_queue_status``)."""
        return self._client.run(calls.get_state(self.queue_id))

    def status(self) -> QueueStatus:
        """Return the numbers of items by status (operation ``get_queue_status``)."""
        return self.state().queue

    def item_ids(self, *, newest_first: bool = True) -> list[int]:
        """List the ids of all items (operation ``get_queue_item_ids``)."""
        return self._client.run(
            calls.list_item_ids(self.queue_id, newest_first=checked_flag("newest_first", newest_first))
        )

    def get_item(self, item_id: int) -> QueueItem:
        """Get one whole item (operation ``get_queue_item``).

        Raises
        ------
        NotFoundError
            If there is no such item, or it was deleted.
        """
        return self._client.run(calls.get_item(self.queue_id, checked_item_id(item_id)))

    def get_items(self, item_ids: Sequence[int]) -> QueueItems[QueueItem]:
        """Get whole items (operation ``get_queue_items_by_item_ids``); they are large, so ask for few."""
        wanted = checked_item_ids(item_ids)
        return QueueItems(self._client.run(calls.get_items(self.queue_id, wanted)))

    def summaries(self, item_ids: Sequence[int]) -> QueueItems[QueueItemSummary]:
        """Get items without their graphs (operation ``get_queue_item_summaries_by_ids``)."""
        wanted = checked_item_ids(item_ids)
        return QueueItems(self._client.run(calls.list_summaries(self.queue_id, wanted)))

    def find_current(self) -> QueueItem | None:
        """Get the running item (operation ``get_current_queue_item``); None if none runs."""
        return self._client.run(calls.find_current(self.queue_id))

    def find_next(self) -> QueueItem | None:
        """Get the next item (operation ``get_next_queue_item``); None if there is none."""
        return self._client.run(calls.find_next(self.queue_id))

    def batch_status(self, batch_id: str) -> BatchStatus:
        """Return the numbers of items of a batch; its total is 0 if it is unknown (``get_batch_status``)."""
        return self._client.run(calls.get_batch_status(self.queue_id, checked_batch_id(batch_id)))

    def count_destination(self, destination: str) -> DestinationCounts:
        """Count the items for a destination by status (operation ``counts_by_destination``)."""
        return self._client.run(calls.count_destination(self.queue_id, _checked(destination)))

    def children(self, item_id: int) -> QueueItems[QueueItemSummary]:
        """List the items that run the workflows that an item calls, oldest first.

        The operations are ``get_queue_item_ids`` and ``get_queue_item_summaries_by_ids``.
        """
        parent = checked_item_id(item_id)
        return QueueItems(self._client.run(searches.list_children(self.queue_id, parent)))

    def pause(self) -> ProcessorStatus:
        """Stop starting items (operation ``pause``); the running one continues."""
        return self._client.run(calls.pause(self.queue_id))

    def resume(self) -> ProcessorStatus:
        """Start items again (operation ``resume``)."""
        return self._client.run(calls.resume(self.queue_id))

    def cancel(self, item_id: int) -> QueueItem:
        """Cancel one item, running or not (operation ``cancel_queue_item``)."""
        return self._client.run(calls.cancel_item(self.queue_id, checked_item_id(item_id)))

    def cancel_batches(self, batch_ids: Sequence[str]) -> int:
        """Cancel all items of some batches (operation ``cancel_by_batch_ids``); return how many."""
        return self._client.run(calls.cancel_batches(self.queue_id, checked_batch_ids(batch_ids)))

    def cancel_destination(self, destination: str) -> int:
        """Cancel all items for a destination (operation ``cancel_by_destination``); return how many."""
        return self._client.run(calls.cancel_destination(self.queue_id, _checked(destination)))

    def cancel_all_except_current(self) -> int:
        """Cancel all items that have not started (``cancel_all_except_current``); return how many."""
        return self._client.run(calls.cancel_all_except_current(self.queue_id))

    def delete(self, item_id: int) -> None:
        """Delete one item, canceling it if it runs (operation ``delete_queue_item``)."""
        self._client.run(calls.delete_item(self.queue_id, checked_item_id(item_id)))

    def delete_destination(self, destination: str) -> int:
        """Delete all items for a destination (operation ``delete_by_destination``); return how many."""
        return self._client.run(calls.delete_destination(self.queue_id, _checked(destination)))

    def delete_all_except_current(self) -> int:
        """Delete all items that do not run (operation ``delete_all_except_current``); return how many."""
        return self._client.run(calls.delete_all_except_current(self.queue_id))

    def retry(self, item_ids: Sequence[int]) -> list[int]:
        """Enqueue failed or canceled items again (operation ``retry_items_by_id``).

        Returns
        -------
        list of int
            The items that are retried. Their successors have new ids, in the same batch.
        """
        return self._client.run(calls.retry_items(self.queue_id, checked_item_ids(item_ids)))

    def clear(self) -> int:
        """Delete all items, canceling the one that runs (operation ``clear``); return how many."""
        return self._client.run(calls.clear(self.queue_id))

    def prune(self) -> int:
        """Delete the finished items (operation ``prune``); return how many."""
        return self._client.run(calls.prune(self.queue_id))

    def list_items(
        self,
        *,
        status: str | Sequence[str] | None = None,
        origin: str | None = None,
        destination: str | None = None,
        batch_id: str | None = None,
        newest_first: bool = True,
    ) -> QueueItems[QueueItemSummary]:
        """List items without their graphs.

        The operations are ``get_queue_item_ids`` and ``get_queue_item_summaries_by_ids``. The server has no
        filters, so all items are read.

        Parameters
        ----------
        status : str or sequence of str, optional
            Only items of this status, or of these, such as ``"failed"``.
        origin, destination, batch_id : str, optional
            Only items with these.
        newest_first : bool
            The order.

        Returns
        -------
        list of QueueItemSummary
            It is shown as a table.

        Raises
        ------
        ConfigurationError
            If there is no such status, or an origin or a destination seems to be misspelled.
        ArgumentError
            If a filter is of the wrong type.
        """
        wanted = filter_of(status, origin, destination, batch_id)
        every = []
        for item in self.iter_items(newest_first=newest_first):
            every.append(item)
        # The server sorts by time, and all items of a batch have the same.
        every.sort(key=lambda item: item.item_id, reverse=newest_first)
        found = QueueItems(filter(wanted.takes, every))
        if not found:
            wanted.check_found(every)
        return found

    def iter_items(self, *, newest_first: bool = True) -> Iterator[QueueItemSummary]:
        """Iterate over all items without their graphs, which are fetched a thousand at a time.

        The operations are ``get_queue_item_ids`` and ``get_queue_item_summaries_by_ids``.
        """
        item_ids = self.item_ids(newest_first=newest_first)
        for start in range(0, len(item_ids), calls.SUMMARIES_PER_REQUEST):
            yield from self.summaries(item_ids[start : start + calls.SUMMARIES_PER_REQUEST])

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Wait until every item is finished, by the events of the queue (operation ``get_queue_status``).

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most.

        Returns
        -------
        bool
            Whether it is idle; False if the time is up.

        Raises
        ------
        InvokeAIError
            If the server does not answer for a long time.
        """
        return wait_until_idle(self._client, self.queue_id, checked_timeout(timeout))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.queue_id!r})"


def _checked(destination: str) -> str:
    return checked_text("A destination", destination, hint="The GUI's own ones are 'gallery' and 'canvas'.")
