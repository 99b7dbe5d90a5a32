"""Rooms of the server's Socket.IO: groups of events that a socket receives only after it has joined them."""

from __future__ import annotations

from dataclasses import dataclass

from ivk_core.frozen import without_assignment

__all__ = ["Room"]


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
    """

    kind: str
    name: str

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
