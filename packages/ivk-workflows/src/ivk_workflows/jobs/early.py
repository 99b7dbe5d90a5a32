"""Events that were heard before anybody listened to them."""

from __future__ import annotations

from collections import deque

from ivk_core.events.types import Event

__all__ = ["EarlyEvents"]

_KEPT = 100


class EarlyEvents:
    """Keeps the beginning of a story for the first who comes to listen.

    A small job is over before the answer to its submission is read, and before a program can ask for its
    events. The latest hundred are kept, so that a batch of any size costs no more than a small one.
    """

    def __init__(self) -> None:
        self._events: deque[Event] | None = deque(maxlen=_KEPT)

    def note(self, event: Event) -> None:
        """Keep an event, unless somebody has come to listen before."""
        if self._events is not None:
            self._events.append(event)

    def take(self) -> list[Event]:
        """Give what was kept, to the first who asks, and keep nothing from now on."""
        events, self._events = self._events, None
        return list(events or ())
