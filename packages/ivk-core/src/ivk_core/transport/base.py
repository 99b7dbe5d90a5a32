"""Transports and middleware.

A transport sends a `Request` and returns its `Response`. A response with any status is returned; only a
missing response is an error. Everything else (credentials, retries, logs, errors for statuses) is
*middleware*: a function that turns a request into a flow of requests. A flow does no I/O, so the blocking and
the asynchronous client use the same middleware.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Protocol, TypeAlias

from ivk_core.flow import AsyncSend, Flow, Request, Response, Send, run, run_async

__all__ = ["AsyncTransport", "Middleware", "Transport", "wrapped", "wrapped_async"]

Middleware: TypeAlias = Callable[[Request], Flow[Response]]
"""Takes a request and returns a flow, which yields the requests to send and returns one response."""


class Transport(Protocol):
    """Sends requests and returns their responses."""

    def send(self, request: Request) -> Response:
        """Send a request and return its response, with any status.

        Raises
        ------
        ConnectionError
            If the connection fails, or ends before the response is complete.
        TimeoutError
            If the server does not respond in time.
        """
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncTransport(Protocol):
    """The asynchronous counterpart of `Transport`."""

    async def send(self, request: Request) -> Response:
        """Send a request and return its response; raises the errors of `Transport.send`."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


def wrapped(send: Send, layers: Sequence[Middleware]) -> Send:
    """Wrap middleware around a function that sends requests.

    Parameters
    ----------
    send : callable
        Sends a request.
    layers : sequence of Middleware
        The middleware, from the outermost to the innermost.

    Returns
    -------
    callable
        Sends a request through all layers.
    """
    return reduce(_around, reversed(layers), send)


def wrapped_async(send: AsyncSend, layers: Sequence[Middleware]) -> AsyncSend:
    """Wrap middleware around a coroutine function that sends requests; parameters as for `wrapped`."""
    return reduce(_around_async, reversed(layers), send)


def _around(send: Send, layer: Middleware) -> Send:
    return lambda request: run(layer(request), send)


def _around_async(send: AsyncSend, layer: Middleware) -> AsyncSend:
    return lambda request: run_async(layer(request), send)
