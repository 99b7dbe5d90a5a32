# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Finds the queues of a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ivk_core.repository import Repository
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.async_idle import wait_until_idle
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

__all__ = ["QueueHandle", "QueueRepository"]


class QueueRepository(Repository):
    """The queues of a server; it has one, unless a program makes others by naming them.

    Examples
    --------
    >>> client.repository(QueueRepository).get().status().pending
    0
    """

    def get(self, queue_id: str = "default") -> QueueHandle:
        """Give a queue; nothing is asked.

        Parameters
        ----------
        queue_id : str
            Which queue.

        Returns
        -------
        QueueHandle
        """
        return QueueHandle(self._client, queue_id)
