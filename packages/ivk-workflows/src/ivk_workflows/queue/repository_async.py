"""Finds the queues of a server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from ivk_core.repository_async import AsyncRepository
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.async_idle import wait_until_idle_async
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
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncQueueHandle", "AsyncQueueRepository"]


class AsyncQueueRepository(AsyncRepository):
    """The queues of a server; it has one, unless a program makes others by naming them.

    Examples
    --------
    >>> client.repository(AsyncQueueRepository).get().status().pending
    0
    """

    def get(self, queue_id: str = "default") -> AsyncQueueHandle:
        """Give a queue; nothing is asked.

        Parameters
        ----------
        queue_id : str
            Which queue.

        Returns
        -------
        AsyncQueueHandle
        """
        return AsyncQueueHandle(self._client, queue_id)


