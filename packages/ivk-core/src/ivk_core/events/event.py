"""What an event is: a name and the server's payload, both kept as they came.

Every event is a mapping, so ``event.get("status")`` works for each of them, also for one that this
library has never heard of. Classes for the known ones only add properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

__all__ = ["Event"]


class Event(Mapping[str, Any]):
    """Something that the server told; the class itself for events nobody here has heard of.

    Parameters
    ----------
    name : str
        The server's name for it, such as ``"invocation_progress"``.
    data : mapping
        The payload. Beside its keys, the event itself has ``"event_type"``, its name.
    """

    __slots__ = ("data", "name")

    names: ClassVar[tuple[str, ...]] = ()
    """The server's names for events of this class."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.data = data

    @property
    def concerns(self) -> str:
        """The group of routes whose answers it outdates, such as ``"models"``; empty for most events."""
        return ""

    @property
    def timestamp(self) -> int:
        """When it happened by the server's clock, in seconds since 1970; 0 when not told."""
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
        told = {key: value for key, value in self.data.items() if isinstance(value, str | int | float)}
        return f"{type(self).__name__}({self.name!r}, {told})"
