"""What a fault does to one request.

Each action is an ASGI application that receives the wrapped application: it may call it, delay or cut its
response, or answer instead of it.
"""

import asyncio
from asyncio import Transport
from dataclasses import dataclass
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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

POLICY_VIOLATION = 1008
"""The WebSocket close code for "not allowed"; a client sees the handshake answered with 403."""


class Action(Protocol):
    """What happens to a request instead of the usual handling."""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        ...


@dataclass(frozen=True)
class DropConnection:
    """Close the connection before the application receives the request."""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Handle a request."""
        _close_connection(send)


@dataclass(frozen=True)
class DropResponse:
    """Let the application handle the request, and close the connection instead of answering."""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def discard(message: Message) -> None:
            """Send nothing."""

        await app(scope, receive, discard)
        _close_connection(send)


@dataclass(frozen=True)
class Delay:
    """Handle the request at once, and answer ``seconds`` later."""

    seconds: float

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def send_delayed(message: Message) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self.seconds)
            await send(message)

        await app(scope, receive, send_delayed)


@dataclass(frozen=True)
class SlowBody:
    """Send the body in chunks of ``size`` bytes, ``seconds`` apart."""

    seconds: float
    size: int

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

        async def send_chunks(message: Message) -> None:
            body: bytes = message.get("body", b"")
            for start in range(0, len(body), self.size):
                await send({**message, "body": body[start : start + self.size], "more_body": True})
                await asyncio.sleep(self.seconds)
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await app(scope, receive, send_chunks)


@dataclass(frozen=True)
class Truncate:
    """Send the headers of the whole body and its first ``keep`` bytes, then close the connection."""

    keep: int

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        left = self.keep

        async def send_truncated(message: Message) -> None:
            nonlocal left
            if message["type"] != "http.response.body":
                await send(message)
                return
            body: bytes = message.get("body", b"")
            await send({**message, "body": body[:left], "more_body": True})
            left -= len(body)
            if left < 0 or not message.get("more_body"):
                _close_connection(send, after_flush=True)

        await app(scope, receive, send_truncated)


@dataclass(frozen=True)
class RefuseSocket:
    """Refuse a Socket.IO connection, over websocket or polling."""

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await Answer(403, b'{"detail":"Fault"}', "application/json")(app, scope, receive, send)


@dataclass(frozen=True)
class Answer:
    """Answer with a fixed response; the application does not receive the request."""

    status: int
    body: bytes
    content_type: str
    retry_after: str | None = None

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Handle a request."""
        headers = [(b"content-type", self.content_type.encode())]
        headers.append((b"content-length", str(len(self.body)).encode()))
        if self.retry_after is not None:
            headers.append((b"retry-after", self.retry_after.encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def _close_connection(send: Send, *, after_flush: bool = False) -> None:
    """Close the connection of a request, at once or after the data written so far was sent.

    ASGI has no message for this, so it depends on uvicorn: ``send`` is a method of the object that holds the
    connection.
    """
    transport: Transport = send.__self__.transport  # type: ignore[attr-defined]
    if after_flush:
        transport.close()
    else:
        transport.abort()
