# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The repository of the queues of a server."""

from __future__ import annotations

from ivk_core.repository import Repository
from ivk_workflows.queue.handle import QueueHandle

__all__ = ["QueueRepository"]


class QueueRepository(Repository):
    """The queues of a server; it has only ``"default"``, unless programs use other names.

    Parameters
    ----------
    client : Client
        The client to ask with.

    Examples
    --------
    >>> queue = client.repository(QueueRepository).get()
    >>> (queue.status()).pending
    0
    """

    def get(self, queue_id: str = "default") -> QueueHandle:
        """Return a handle of a queue; the server is not asked.

        Parameters
        ----------
        queue_id : str
            Which queue.

        Returns
        -------
        QueueHandle

        Raises
        ------
        ArgumentError
            If it is not a text.
        """
        return QueueHandle(self._client, queue_id)
