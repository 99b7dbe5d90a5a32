"""Rooms of the server's Socket.IO: groups of events that a socket receives only after it has joined them."""

from __future__ import annotations

from dataclasses import dataclass

from ivk_core.arguments import check_argument
from ivk_core.errors import ArgumentError
from ivk_core.frozen import without_assignment
from ivk_core.suggestions import did_you_mean

__all__ = ["Room"]

_KINDS = ("queue", "bulk_download")


@without_assignment("Make another Room.")
@dataclass(frozen=True)
class Room:
    """A room: the server sends its events to the sockets that have joined it.

    Parameters
    ----------
    kind : str
        ``"queue"`` or ``"bulk_download"``.
    name : str
        The id of the queue or of the download.

    Raises
    ------
    ArgumentError
        If there is no such kind, or the id is not a string.
    """

    kind: str
    name: str

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            hint = did_you_mean(str(self.kind), _KINDS) or f"The kinds are {' and '.join(_KINDS)}."
            raise ArgumentError(f"There is no room of the kind {self.kind!r}.", hint=hint)
        check_argument(f"{self.kind}_id", self.name, str, "a string")

    @classmethod
    def queue(cls, queue_id: str = "default") -> Room:
        """Return the room of a queue, with the events about its items and their nodes.

        Parameters
        ----------
        queue_id : str
            The id of the queue.
        """
        return cls("queue", queue_id)

    @classmethod
    def bulk_download(cls, bulk_download_id: str = "default") -> Room:
        """Return the room of the downloads of image archives.

        Parameters
        ----------
        bulk_download_id : str
            The id of the room; ``"default"`` is InvokeAI's default.
        """
        return cls("bulk_download", bulk_download_id)

    @property
    def payload(self) -> dict[str, str]:
        """The payload of the requests to join and to leave."""
        return {f"{self.kind}_id": self.name}
