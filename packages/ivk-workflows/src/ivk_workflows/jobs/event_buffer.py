"""Events that were heard before anybody listened to them."""

from __future__ import annotations

from collections import deque

from ivk_core.events.types import Event, InvocationProgress
from ivk_core.timeouts import Deadline

__all__ = ["EarlyEvents"]

_KEPT = 100
_SECONDS_TO_COME = 5.0


class EarlyEvents:
    """Keeps the beginning of a story for the first who comes to listen.

    A small job is over before the answer to its submission is read, and before a program can ask for its
    events. The latest hundred of the first seconds are kept, without previews and percentages, which are
    of interest only while they are fresh: ten thousand jobs that nobody listens to must cost next to
    nothing.
    """

    def __init__(self) -> None:
        self._events: deque[Event] | None = deque(maxlen=_KEPT)
        self._time_to_come = Deadline(_SECONDS_TO_COME)

    def note(self, event: Event) -> None:
        """Keep an event, unless somebody has come to listen before, or it is too late for that."""
        if self._events is None or isinstance(event, InvocationProgress):
            return
        if self._time_to_come.left:
            self._events.append(event)
        else:
            self.forget()

    def forget(self) -> None:
        """Keep nothing from now on."""
        self._events = None

    def take(self) -> list[Event]:
        """Give what was kept, to the first who asks, and keep nothing from now on."""
        events, self._events = self._events, None
        return list(events or ())
