"""What a transport is, and how behaviour is wrapped around one.

A transport turns a `Request` into a `Response` and knows nothing else: any status is a response, and only
the absence of one is an error. Everything on top (credentials, retries, logs, statuses that become errors)
is a *middleware*: a function that turns a request into a flow of requests. Since a flow does no I/O, one
middleware serves the blocking face and the async one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Protocol, TypeAlias

from ivk_core.flow import AsyncSend, Flow, Request, Response, Send, run, run_async

__all__ = ["AsyncTransport", "Middleware", "Transport", "wrapped", "wrapped_async"]

Middleware: TypeAlias = Callable[[Request], Flow[Response]]
"""Turns one request into the requests that are sent for it, and their responses into one."""


class Transport(Protocol):
    """Sends a request and waits for its response."""

    def send(self, request: Request) -> Response:
        """Send a request.

        Raises
        ------
        ConnectionError
            If there is no connection, or it broke before the answer was complete.
        TimeoutError
            If the server took too long.
        """
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncTransport(Protocol):
    """The twin of `Transport` for an event loop."""

    async def send(self, request: Request) -> Response:
        """Send a request; raises what `Transport.send` raises."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


def wrapped(send: Send, layers: Sequence[Middleware]) -> Send:
    """Wrap middleware around a sender.

    Parameters
    ----------
    send : callable
        The innermost sender.
    layers : sequence of Middleware
        From the outermost to the innermost.

    Returns
    -------
    callable
        A sender that behaves like all of them.
    """
    return reduce(_around, reversed(layers), send)


def wrapped_async(send: AsyncSend, layers: Sequence[Middleware]) -> AsyncSend:
    """Wrap middleware around an async sender; the twin of `wrapped`."""
    return reduce(_around_async, reversed(layers), send)


def _around(send: Send, layer: Middleware) -> Send:
    return lambda request: run(layer(request), send)


def _around_async(send: AsyncSend, layer: Middleware) -> AsyncSend:
    return lambda request: run_async(layer(request), send)
