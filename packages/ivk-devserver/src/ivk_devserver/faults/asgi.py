"""The words of ASGI that faults use, and a way to the connection beneath a request."""

from asyncio import Transport
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

__all__ = ["App", "Message", "Receive", "Scope", "Send", "hang_up"]

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def hang_up(send: Send, *, after_flush: bool = False) -> None:
    """Close the connection of a request, at once or when what was written is out.

    ASGI has no word for this, so the way leads through uvicorn: ``send`` is a method of the object that holds
    the connection.
    """
    transport: Transport = send.__self__.transport  # type: ignore[attr-defined]
    if after_flush:
        transport.close()
    else:
        transport.abort()
