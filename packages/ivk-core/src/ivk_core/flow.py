"""The one idea to learn: what is said on the wire is a generator, with no I/O in it.

A *flow* yields a `Request` and receives the `Response`; whatever it returns is the result::

    def get_board(board_id: str) -> Flow[Board]:
        response = yield Request("GET", "/boards/{board_id}", path={"board_id": board_id})
        return Board.model_validate(response.json)

`run` drives a flow with anything that can send a request, `run_async` does so with anything that can be
awaited; the flow is the same. When sending fails, the error is raised inside the flow, at its ``yield``,
so a flow handles failure with an ordinary ``try``. A flow never sleeps: it yields a `Pause`.

A flow is tested without server, mock or event loop::

    flow = get_board("b1")
    assert next(flow) == Request("GET", "/boards/{board_id}", path={"board_id": "b1"})
    flow.send(Response(200, content=b"..."))
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

from ivk_core.errors import InvokeAIError
from ivk_core.messages import UNSET, Request, Response

__all__ = [
    "UNSET",
    "AsyncSend",
    "Effect",
    "Flow",
    "Pause",
    "Request",
    "Response",
    "Send",
    "run",
    "run_async",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Pause:
    """What a flow yields when it wants to go on later: the driver sleeps for it.

    Parameters
    ----------
    seconds : float
        How long.
    """

    seconds: float


Effect: TypeAlias = Request | Pause
"""What a flow yields."""

Flow: TypeAlias = Generator[Effect, Response, T]
"""Yields what to do, receives responses, and returns a result."""

Send: TypeAlias = Callable[[Request], Response]
"""Sends a request and gives its response, or raises an `InvokeAIError`."""

AsyncSend: TypeAlias = Callable[[Request], Awaitable[Response]]
"""The same, to be awaited."""

_Resume: TypeAlias = Callable[[], Effect]

_AFTER_A_PAUSE = Response(0)


def run(flow: Flow[T], send: Send, sleep: Callable[[float], object] = time.sleep) -> T:
    """Drive a flow to its end on this thread.

    Parameters
    ----------
    flow : Flow
        The flow to drive.
    send : callable
        Takes a `Request`, returns its `Response` or raises an `InvokeAIError`.
    sleep : callable
        Sleeps for a number of seconds.

    Returns
    -------
    object
        What the flow returned.
    """
    resume: _Resume = partial(next, flow)
    with closing(flow):
        while True:
            try:
                effect = resume()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            resume = _perform(flow, effect, send, sleep)


def _perform(flow: Flow[T], effect: Effect, send: Send, sleep: Callable[[float], object]) -> _Resume:
    if isinstance(effect, Pause):
        sleep(effect.seconds)
        return partial(flow.send, _AFTER_A_PAUSE)
    try:
        return partial(flow.send, send(effect))
    except InvokeAIError as error:
        return partial(flow.throw, error)


async def run_async(flow: Flow[T], send: AsyncSend) -> T:
    """Drive a flow to its end in the running event loop; the twin of `run`.

    Parameters
    ----------
    flow : Flow
        The flow to drive.
    send : callable
        Takes a `Request`, returns an awaitable of its `Response`.

    Returns
    -------
    object
        What the flow returned.
    """
    resume: _Resume = partial(next, flow)
    with closing(flow):
        while True:
            try:
                effect = resume()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            resume = await _perform_async(flow, effect, send)


async def _perform_async(flow: Flow[T], effect: Effect, send: AsyncSend) -> _Resume:
    if isinstance(effect, Pause):
        import asyncio  # a program that only blocks does not pay for it

        await asyncio.sleep(effect.seconds)
        return partial(flow.send, _AFTER_A_PAUSE)
    try:
        return partial(flow.send, await send(effect))
    except InvokeAIError as error:
        return partial(flow.throw, error)
