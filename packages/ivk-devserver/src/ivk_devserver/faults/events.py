"""What may go wrong with events on the socket."""

import asyncio
from collections.abc import Awaitable, Callable

from ivk_devserver.events.event import Event
from ivk_devserver.faults.rules import Rule, RuleBook

__all__ = ["EventFaults"]

Change = Callable[[Event], Awaitable[list[Event]]]


class EventFaults:
    """Switches for events, each addressed by a pattern for the event's name."""

    def __init__(self) -> None:
        self._rules: RuleBook[Change] = RuleBook()
        self._held: list[Event] = []

    def drop(self, name: str = "*", *, times: int | None = 1) -> None:
        """Do not send an event."""
        self._set(name, times, _nothing)

    def duplicate(self, name: str = "*", *, times: int | None = 1) -> None:
        """Send an event twice."""
        self._set(name, times, _twice)

    def delay(self, name: str = "*", *, seconds: float, times: int | None = 1) -> None:
        """Send an event, and all after it, ``seconds`` later."""

        async def late(event: Event) -> list[Event]:
            await asyncio.sleep(seconds)
            return [event]

        self._set(name, times, late)

    def reorder(self, name: str = "*", *, times: int | None = 1) -> None:
        """Send an event after the one that follows it."""
        self._set(name, times, self._hold)

    def clear(self) -> None:
        """Forget all switches."""
        self._rules.clear()

    async def alter(self, event: Event) -> list[Event]:
        """Give what to send in place of an event."""
        change = self._rules.take(event.name)
        held, self._held = self._held, []
        return [*(await change(event) if change else [event]), *held]

    async def _hold(self, event: Event) -> list[Event]:
        self._held.append(event)
        return []

    def _set(self, name: str, times: int | None, change: Change) -> None:
        self._rules.add(Rule((name,), change, times))


async def _nothing(_: Event) -> list[Event]:
    return []


async def _twice(event: Event) -> list[Event]:
    return [event, event]
