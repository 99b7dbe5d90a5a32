"""Which rooms to be in: counted wishes, and what the present connection has confirmed.

The server tells of a queue only those who are in its room, and forgets who was in it when a connection
ends. So wishes and confirmations are kept apart: whatever is wished and not confirmed must be entered,
whatever is confirmed and no longer wished must be left, and a lost connection takes back every
confirmation. There is no I/O in here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Room", "Rooms"]


@dataclass(frozen=True)
class Room:
    """A group of events that is told only on request.

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
        """Give the room of a queue: its items, their nodes, their progress."""
        return cls("queue", queue_id)

    @classmethod
    def bulk_download(cls, bulk_download_id: str = "default") -> Room:
        """Give the room of an image archive that is being packed."""
        return cls("bulk_download", bulk_download_id)

    @property
    def payload(self) -> dict[str, str]:
        """What goes with the request to enter or leave."""
        return {f"{self.kind}_id": self.name}


class Rooms:
    """The rooms of one socket."""

    def __init__(self) -> None:
        self._wishes: Counter[Room] = Counter()
        self._confirmed: set[Room] = set()

    def wish(self, rooms: Iterable[Room]) -> None:
        """Note that one more listener needs these rooms."""
        self._wishes.update(rooms)

    def unwish(self, rooms: Iterable[Room]) -> None:
        """Note that one listener less needs these rooms."""
        self._wishes.subtract(rooms)
        self._wishes = +self._wishes

    def confirm(self, room: Room) -> None:
        """Note that the server put us into a room."""
        self._confirmed.add(room)

    def unconfirm(self, room: Room) -> None:
        """Note that we are about to leave a room."""
        self._confirmed.discard(room)

    def forget(self) -> None:
        """Note that the connection is gone, and every confirmation with it."""
        self._confirmed.clear()

    def missing(self) -> list[Room]:
        """Give the rooms to enter."""
        return [room for room in self._wishes if room not in self._confirmed]

    def surplus(self) -> list[Room]:
        """Give the rooms to leave."""
        return [room for room in self._confirmed if room not in self._wishes]

    def has(self, rooms: Iterable[Room]) -> bool:
        """Tell whether all of these are confirmed."""
        return self._confirmed.issuperset(rooms)
