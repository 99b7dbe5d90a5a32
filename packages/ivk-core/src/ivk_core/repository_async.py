"""What every repository is: a view of one client on one kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncRepository"]


class AsyncRepository:
    """Finds and makes one kind of thing on a server.

    Get one from a client: ``client.repository(AsyncBoardRepository)``.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
