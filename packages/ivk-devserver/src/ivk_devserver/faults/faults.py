"""The faults of one server.

    server.faults.drop_response("POST", "*/enqueue_batch")
    server.faults.answer("GET", "/api/v1/queue/*", status=503, times=2)
    server.faults.events.duplicate("queue_item_status_changed")

A request is selected by patterns for its method and path, an event by a pattern for its name; ``*`` matches
anything. A fault applies to the first ``times`` matches; None keeps it until ``clear()``.
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Generic, TypeVar

from ivk_devserver.faults.actions import (
    Action,
    Answer,
    Delay,
    DropConnection,
    DropResponse,
    SlowBody,
    Truncate,
)
from ivk_devserver.sockets.socket_events import SocketEvent

__all__ = ["EventFaults", "Faults", "Rule", "RuleList"]

T = TypeVar("T")
HTML = b"<!doctype html><html><head><title>Proxy</title></head><body>Something else answered.</body></html>"
EventChange = Callable[[SocketEvent], Awaitable[list[SocketEvent]]]


@dataclass
class Rule(Generic[T]):
    """An action for everything that matches all patterns, ``times`` more times; None means every time."""

    patterns: tuple[str, ...]
    action: T
    times: int | None

    def matches(self, values: tuple[str, ...]) -> bool:
        """Return whether each value matches its pattern."""
        return all(fnmatchcase(value, pattern) for value, pattern in zip(values, self.patterns, strict=True))


class RuleList(Generic[T]):
    """Rules in the order in which they were added; the first that matches is applied and counted down."""

    def __init__(self) -> None:
        self._rules: list[Rule[T]] = []
        self._lock = threading.Lock()

    def add(self, rule: Rule[T]) -> None:
        """Add a rule."""
        with self._lock:
            self._rules.append(rule)

    def take(self, *values: str) -> T | None:
        """Return the action for these values and count it down; None if no rule matches."""
        with self._lock:
            rule = next((rule for rule in self._rules if rule.matches(values)), None)
            if rule is None:
                return None
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            return rule.action

    def clear(self) -> None:
        """Remove all rules."""
        with self._lock:
            self._rules.clear()


class EventFaults:
    """Faults for events on the socket, each selected by a pattern for the event's name."""

    def __init__(self) -> None:
        self._rules: RuleList[EventChange] = RuleList()
        self._held_back: list[SocketEvent] = []

    def drop(self, name: str = "*", *, times: int | None = 1) -> None:
        """Do not send an event."""
        self._add(name, times, _drop)

    def duplicate(self, name: str = "*", *, times: int | None = 1) -> None:
        """Send an event twice."""
        self._add(name, times, _duplicate)

    def delay(self, name: str = "*", *, seconds: float, times: int | None = 1) -> None:
        """Send an event, and all events after it, ``seconds`` later."""

        async def delayed(event: SocketEvent) -> list[SocketEvent]:
            await asyncio.sleep(seconds)
            return [event]

        self._add(name, times, delayed)

    def reorder(self, name: str = "*", *, times: int | None = 1) -> None:
        """Send an event after the event that follows it."""
        self._add(name, times, self._hold_back)

    def clear(self) -> None:
        """Remove all event faults."""
        self._rules.clear()

    async def apply(self, event: SocketEvent) -> list[SocketEvent]:
        """Return the events to send instead of an event."""
        change = self._rules.take(event.name)
        held_back, self._held_back = self._held_back, []
        return [*(await change(event) if change else [event]), *held_back]

    async def _hold_back(self, event: SocketEvent) -> list[SocketEvent]:
        self._held_back.append(event)
        return []

    def _add(self, name: str, times: int | None, change: EventChange) -> None:
        self._rules.add(Rule((name,), change, times))


class Faults:
    """Faults for requests and sockets; ``events`` has those for events on the socket.

    Attributes
    ----------
    events : EventFaults
        Faults for events: ``drop``, ``duplicate``, ``delay`` and ``reorder``.
    """

    def __init__(self) -> None:
        self.events = EventFaults()
        self.are_sockets_refused = False
        self.requests: RuleList[Action] = RuleList()
        self._disconnect: Callable[[], None] = lambda: None

    def drop_response(self, method: str = "*", path: str = "*", *, times: int | None = 1) -> None:
        """Handle a request, then close the connection without an answer."""
        self._add(method, path, times, DropResponse())

    def drop_connection(self, method: str = "*", path: str = "*", *, times: int | None = 1) -> None:
        """Close the connection before a request is handled."""
        self._add(method, path, times, DropConnection())

    def delay(self, method: str = "*", path: str = "*", *, seconds: float, times: int | None = 1) -> None:
        """Handle a request at once, and answer ``seconds`` later."""
        self._add(method, path, times, Delay(seconds))

    def slow_body(
        self,
        method: str = "*",
        path: str = "*",
        *,
        seconds: float,
        size: int = 64,
        times: int | None = 1,
    ) -> None:
        """Send the body in chunks of ``size`` bytes, ``seconds`` apart.

        The default of 64 bytes cuts even short JSON answers into several chunks.
        """
        self._add(method, path, times, SlowBody(seconds, size))

    def truncate(self, method: str = "*", path: str = "*", *, keep: int = 0, times: int | None = 1) -> None:
        """Send the headers of the whole body and its first ``keep`` bytes, then close the connection."""
        self._add(method, path, times, Truncate(keep))

    def answer(
        self,
        method: str = "*",
        path: str = "*",
        *,
        status: int,
        detail: str = "Fault",
        retry_after: float | str | None = None,
        times: int | None = 1,
    ) -> None:
        """Answer with a status; the server does not handle the request.

        Parameters
        ----------
        method, path : str
            Patterns for the requests to answer.
        status : int
            The HTTP status.
        detail : str
            The text of the body, ``{"detail": …}``.
        retry_after : float or str, optional
            The ``Retry-After`` header: seconds, or an HTTP date.
        times : int, optional
            Number of requests to answer; None for all of them.
        """
        body = json.dumps({"detail": detail}).encode()
        after = None if retry_after is None else str(retry_after)
        self._add(method, path, times, Answer(status, body, "application/json", after))

    def html(self, method: str = "*", path: str = "*", *, status: int = 200, times: int | None = 1) -> None:
        """Answer with a web page instead of JSON, as a proxy in front of the server would."""
        self._add(method, path, times, Answer(status, HTML, "text/html; charset=utf-8"))

    def close_sockets(self) -> None:
        """Close all sockets that are open now."""
        self._disconnect()

    def refuse_sockets(self) -> None:
        """Refuse new sockets, over websocket or polling, until ``clear()``; REST still works."""
        self.are_sockets_refused = True

    def clear(self) -> None:
        """Remove all faults."""
        self.are_sockets_refused = False
        self.requests.clear()
        self.events.clear()

    def on_disconnect(self, disconnect: Callable[[], None]) -> None:
        """Set the function that closes all sockets; the server calls this when it starts."""
        self._disconnect = disconnect

    def _add(self, method: str, path: str, times: int | None, action: Action) -> None:
        self.requests.add(Rule((method, path), action, times))


async def _drop(_: SocketEvent) -> list[SocketEvent]:
    return []


async def _duplicate(event: SocketEvent) -> list[SocketEvent]:
    return [event, event]
