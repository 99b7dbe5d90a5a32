"""What every repository is: a view of one client on one kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient
    from ivk_core.client import Client

__all__ = ["AsyncRepository", "Repository"]


class Repository:
    """Finds and makes one kind of thing on a server.

    Get one from a client: ``client.repository(BoardRepository)``.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    def __init__(self, client: Client) -> None:
        self._client = client


class AsyncRepository:
    """The twin of `Repository` for an event loop: the same methods, to be awaited.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
