"""The base class of all events: a name and the server's payload, both unchanged.

Every event is a mapping, so ``event.get("status")`` also works for events that this library does not know.
The subclasses for the known events only add properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

__all__ = ["Event"]


class Event(Mapping[str, Any]):
    """An event of the server. Unknown events are of this class itself.

    Parameters
    ----------
    name : str
        The server's name of the event, such as ``"invocation_progress"``.
    data : mapping
        The payload. The event has its keys, and ``"event_type"`` with the name.
    """

    __slots__ = ("data", "name")

    names: ClassVar[tuple[str, ...]] = ()
    """The server's names of the events of this class."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.data = data

    @property
    def concerns(self) -> str:
        """The group of routes whose cached responses it invalidates, such as ``"models"``; usually empty."""
        return ""

    @property
    def timestamp(self) -> int:
        """The time of the event by the server's clock, in seconds since 1970; 0 if the server sent none."""
        return self.data.get("timestamp") or 0

    def __getitem__(self, key: str) -> Any:
        return self.name if key == "event_type" else self.data[key]

    def __iter__(self) -> Iterator[str]:
        yield "event_type"
        yield from self.data

    def __len__(self) -> int:
        return len(self.data) + 1

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and (self.name, self.data) == (other.name, other.data)

    def __repr__(self) -> str:
        simple = {key: value for key, value in self.data.items() if isinstance(value, str | int | float)}
        return f"{type(self).__name__}({self.name!r}, {simple})"
