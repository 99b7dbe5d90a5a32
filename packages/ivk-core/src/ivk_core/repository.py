# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""What every repository is: a view of one client on one kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Repository"]


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
