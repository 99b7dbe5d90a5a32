"""One thing that happened, as it is told on the socket."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Event", "Publish", "event"]


@dataclass(frozen=True)
class Event:
    """A name and its payload."""

    name: str
    data: dict[str, Any]


Publish = Callable[[Event], None]


def event(name: str, **data: Any) -> Event:
    """Make an event that happens now."""
    return Event(name, {"timestamp": int(time.time()), **data})
