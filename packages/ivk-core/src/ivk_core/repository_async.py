"""The base class of all repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivk_core.attributes import StrictAttributes

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncRepository"]


class AsyncRepository(StrictAttributes):
    """Finds and creates objects of one kind on the server.

    Get a repository from a client: ``client.repository(AsyncBoardRepository)``.

    Parameters
    ----------
    client : AsyncClient
        The client that sends the requests.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
