"""Events that are received before the program asks for them."""

from __future__ import annotations

from collections import deque

from ivk_core.events.types import Event, InvocationProgress
from ivk_core.timeouts import Deadline

__all__ = ["EventBuffer"]

# A small job has some dozens of events. A hundred events of each batch use little memory, even with ten
# thousand batches.
_MAX_EVENTS = 100
# A program asks for the events right after the submission or not at all.
_SECONDS_OPEN = 5.0


class EventBuffer:
    """Keeps the first events of a batch for the first listener.

    A small job is finished before the answer to its submission is read, and before a program can ask for its
    events. The latest hundred events of the first seconds are kept. Progress events are not, because their
    percentages and previews are useful only while they are new, and ten thousand jobs without listeners must
    use little memory.
    """

    def __init__(self) -> None:
        self._events: deque[Event] | None = deque(maxlen=_MAX_EVENTS)
        self._open_until = Deadline(_SECONDS_OPEN)

    def add(self, event: Event) -> None:
        """Keep an event, unless the buffer was taken or closed."""
        if self._events is None or isinstance(event, InvocationProgress):
            return
        if self._open_until.left:
            self._events.append(event)
        else:
            self.close()

    def close(self) -> None:
        """Keep nothing from now on."""
        self._events = None

    def take(self) -> list[Event]:
        """Return what was kept, and keep nothing from now on."""
        events, self._events = self._events, None
        return list(events or ())
