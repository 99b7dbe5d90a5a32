"""The switches of one server.

    server.faults.drop_response("POST", "*/enqueue_batch")
    server.faults.answer("GET", "/api/v1/queue/*", status=503, times=2)
    server.faults.events.duplicate("queue_item_status_changed")

A request is addressed by patterns for its method and its path, in which ``*`` stands for anything. A switch
goes off after ``times`` requests; None leaves it on until ``clear()``.
"""

import json
from collections.abc import Callable

from ivk_devserver.faults.actions import (
    Action,
    Answer,
    Delay,
    DropConnection,
    DropResponse,
    SlowBody,
    Truncate,
)
from ivk_devserver.faults.events import EventFaults
from ivk_devserver.faults.rules import Rule, RuleBook

__all__ = ["Faults"]

HTML = b"<!doctype html><html><head><title>Proxy</title></head><body>Something else answered.</body></html>"


class Faults:
    """Switches for what shall go wrong; ``events`` has those for the socket."""

    def __init__(self) -> None:
        self.events = EventFaults()
        self.are_sockets_refused = False
        self.requests: RuleBook[Action] = RuleBook()
        self._disconnect: Callable[[], None] = lambda: None

    def drop_response(self, method: str = "*", path: str = "*", *, times: int | None = 1) -> None:
        """Act upon a request, then close the connection without an answer."""
        self._set(method, path, times, DropResponse())

    def drop_connection(self, method: str = "*", path: str = "*", *, times: int | None = 1) -> None:
        """Close the connection before a request is acted upon."""
        self._set(method, path, times, DropConnection())

    def delay(self, method: str = "*", path: str = "*", *, seconds: float, times: int | None = 1) -> None:
        """Act at once, and answer ``seconds`` later."""
        self._set(method, path, times, Delay(seconds))

    def slow_body(
        self,
        method: str = "*",
        path: str = "*",
        *,
        seconds: float,
        size: int = 64,
        times: int | None = 1,
    ) -> None:
        """Send the body in pieces of ``size`` bytes, ``seconds`` apart."""
        self._set(method, path, times, SlowBody(seconds, size))

    def truncate(self, method: str = "*", path: str = "*", *, keep: int = 0, times: int | None = 1) -> None:
        """Announce the whole body, send its first ``keep`` bytes, and close the connection."""
        self._set(method, path, times, Truncate(keep))

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
        """Answer with a status; the server does not hear of the request.

        Parameters
        ----------
        method, path
            Patterns.
        status
            The HTTP status.
        detail
            Goes into the body, ``{"detail": …}``.
        retry_after
            The ``Retry-After`` header: seconds, or a date as text.
        times
            How many requests.
        """
        body = json.dumps({"detail": detail}).encode()
        after = None if retry_after is None else str(retry_after)
        self._set(method, path, times, Answer(status, body, "application/json", after))

    def html(self, method: str = "*", path: str = "*", *, status: int = 200, times: int | None = 1) -> None:
        """Answer with a web page, as a proxy in front would."""
        self._set(method, path, times, Answer(status, HTML, "text/html; charset=utf-8"))

    def close_sockets(self) -> None:
        """Close all sockets that are open now."""
        self._disconnect()

    def refuse_sockets(self) -> None:
        """Let no new socket in, over websocket or polling, until ``clear()``; REST goes on."""
        self.are_sockets_refused = True

    def clear(self) -> None:
        """Switch everything off."""
        self.are_sockets_refused = False
        self.requests.clear()
        self.events.clear()

    def on_disconnect(self, disconnect: Callable[[], None]) -> None:
        """Say how sockets are closed; the server does this when it starts."""
        self._disconnect = disconnect

    def _set(self, method: str, path: str, times: int | None, action: Action) -> None:
        self.requests.add(Rule((method, path), action, times))
