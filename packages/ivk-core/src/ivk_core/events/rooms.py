"""The groups of events that a server sends only on request."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Room"]


@dataclass(frozen=True)
class Room:
    """A group of events that the server sends to those who have joined it.

    Parameters
    ----------
    kind : str
        ``"queue"`` or ``"bulk_download"``.
    name : str
        Which queue or which download.
    """

    kind: str
    name: str

    @classmethod
    def queue(cls, queue_id: str = "default") -> Room:
        """Return the room of a queue: its items, their nodes, their progress."""
        return cls("queue", queue_id)

    @classmethod
    def bulk_download(cls, bulk_download_id: str = "default") -> Room:
        """Return the room of an image archive that is being packed."""
        return cls("bulk_download", bulk_download_id)

    @property
    def payload(self) -> dict[str, str]:
        """What is sent with the request to join or leave."""
        return {f"{self.kind}_id": self.name}
