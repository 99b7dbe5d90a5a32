"""The things that may go wrong with one request.

Each is an ASGI application around the real one: it may call it, delay it, cut it short, or answer in its
place.
"""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from ivk_devserver.faults.asgi import App, Message, Receive, Scope, Send, hang_up

__all__ = [
    "Action",
    "Answer",
    "Delay",
    "DropConnection",
    "DropResponse",
    "RefuseSocket",
    "SlowBody",
    "Truncate",
]


class Action(Protocol):
    """What happens to a request in place of the usual."""

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        ...


@dataclass(frozen=True)
class DropConnection:
    """Close the connection before the request is acted upon."""

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Handle a request."""
        hang_up(send)


@dataclass(frozen=True)
class DropResponse:
    """Act upon the request, and close the connection in place of an answer."""

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def swallow(message: Message) -> None:
            """Send nothing."""

        await app(scope, receive, swallow)
        hang_up(send)


@dataclass(frozen=True)
class Delay:
    """Act at once, and answer ``seconds`` later."""

    seconds: float

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def late(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self.seconds)
            await send(message)

        await app(scope, receive, late)


@dataclass(frozen=True)
class SlowBody:
    """Send the body in pieces of ``size`` bytes, ``seconds`` apart."""

    seconds: float
    size: int

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def dribble(message: Message) -> None:
            body: bytes = message.get("body", b"")
            for start in range(0, len(body), self.size):
                await send({**message, "body": body[start : start + self.size], "more_body": True})
                await asyncio.sleep(self.seconds)
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await app(scope, receive, dribble)


@dataclass(frozen=True)
class Truncate:
    """Announce the whole body, send its first ``keep`` bytes, and close the connection."""

    keep: int

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        left = self.keep

        async def cut(message: Message) -> None:
            nonlocal left
            if message["type"] != "http.response.body":
                await send(message)
                return
            body: bytes = message.get("body", b"")
            await send({**message, "body": body[:left], "more_body": True})
            left -= len(body)
            if left < 0 or not message.get("more_body"):
                hang_up(send, after_flush=True)

        await app(scope, receive, cut)


@dataclass(frozen=True)
class RefuseSocket:
    """Let a socket not in."""

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await Answer(403, b'{"detail":"Fault"}', "application/json")(app, scope, receive, send)


@dataclass(frozen=True)
class Answer:
    """Answer in place of the server, which does not hear of the request."""

    status: int
    body: bytes
    content_type: str
    retry_after: str | None = None

    async def __call__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Handle a request."""
        headers = [(b"content-type", self.content_type.encode())]
        headers.append((b"content-length", str(len(self.body)).encode()))
        if self.retry_after is not None:
            headers.append((b"retry-after", self.retry_after.encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})
