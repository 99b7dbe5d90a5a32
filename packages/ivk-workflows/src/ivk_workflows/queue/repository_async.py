"""The repository of the queues of a server."""

from __future__ import annotations

from ivk_core.repository_async import AsyncRepository
from ivk_workflows.queue.handle_async import AsyncQueueHandle

__all__ = ["AsyncQueueRepository"]


class AsyncQueueRepository(AsyncRepository):
    """The queues of a server; it has only ``"default"``, unless programs use other names.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> queue = client.repository(AsyncQueueRepository).get()
    >>> (await queue.status()).pending
    0
    """

    def get(self, queue_id: str = "default") -> AsyncQueueHandle:
        """Return a handle of a queue; the server is not asked.

        Parameters
        ----------
        queue_id : str
            Which queue.

        Returns
        -------
        AsyncQueueHandle

        Raises
        ------
        ArgumentError
            If it is not a text.
        """
        return AsyncQueueHandle(self._client, queue_id)
