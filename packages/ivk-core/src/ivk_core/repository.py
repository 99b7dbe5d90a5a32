# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The base class of all repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivk_core.attributes import StrictAttributes
from ivk_core.errors import ArgumentError

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Repository", "check_repository"]


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


def check_repository(kind: object, base: type) -> None:
    """Raise an error for an object that is not a class of repositories.

    Parameters
    ----------
    kind : object
        The class to check; any function of a client is allowed as well.
    base : type
        The base class of the repositories of the client.

    Raises
    ------
    ArgumentError
        If it is another class, or no class.
    """
    if isinstance(kind, type) and issubclass(kind, base):
        return
    if isinstance(kind, type) or not callable(kind):
        name = kind.__name__ if isinstance(kind, type) else repr(kind)
        raise ArgumentError(
            f"{name} is not a class of repositories for this client.",
            hint=f"It takes subclasses of {base.__name__}, such as client.repository(BoardRepository).",
        )
