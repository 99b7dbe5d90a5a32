"""Finds the queues of a server."""

from __future__ import annotations

from ivk_core.repository import Repository
from ivk_workflows.queue.handle import QueueHandle

__all__ = ["QueueRepository"]


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
