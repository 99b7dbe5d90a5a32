# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The base class of all repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivk_core.attributes import StrictAttributes

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Repository"]


class Repository(StrictAttributes):
    """Finds and creates objects of one kind on the server.

    Get a repository from a client: ``client.repository(BoardRepository)``.

    Parameters
    ----------
    client : Client
        The client that sends the requests.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
