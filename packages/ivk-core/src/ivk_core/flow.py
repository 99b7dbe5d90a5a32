"""Flows: calls of the server as generators that do no I/O.

A *flow* yields a `Request` and receives the `Response`; its return value is the result::

    def get_board(board_id: str) -> Flow[Board]:
        response = yield Request("GET", "/boards/{board_id}", path={"board_id": board_id})
        return Board.model_validate(response.json)

`run` runs a flow with a function that sends a request; `run_async` runs the same flow with a coroutine
function. If sending fails, the error is raised inside the flow, at its ``yield``, so a flow can handle it
with ``try``. A flow never sleeps: it yields a `Pause`.

A test of a flow needs no server, no mock and no event loop::

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

from ivk_core.arguments import check_seconds
from ivk_core.errors import ArgumentError, InvokeAIError
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
    """Yielded by a flow to continue later: `run` and `run_async` sleep meanwhile.

    Parameters
    ----------
    seconds : float
        The length of the pause.
    """

    seconds: float

    def __post_init__(self) -> None:
        check_seconds("seconds", self.seconds, at_least_zero=True)


Effect: TypeAlias = Request | Pause
"""What a flow yields: a request to send, or a pause."""

Flow: TypeAlias = Generator[Effect, Response, T]
"""A generator that yields requests and pauses, receives responses, and returns a result."""

Send: TypeAlias = Callable[[Request], Response]
"""A function that sends a request and returns its response, or raises an `InvokeAIError`."""

AsyncSend: TypeAlias = Callable[[Request], Awaitable[Response]]
"""The same as `Send`, as a coroutine function."""

_Resume: TypeAlias = Callable[[], Effect]

_AFTER_A_PAUSE = Response(0)  # a generator has to receive a value; flows ignore this one


def run(flow: Flow[T], send: Send, sleep: Callable[[float], object] = time.sleep) -> T:
    """Run a flow to its end in this thread.

    Parameters
    ----------
    flow : Flow
        The flow to run.
    send : callable
        Takes a `Request`, returns its `Response` or raises an `InvokeAIError`.
    sleep : callable
        Sleeps for a number of seconds.

    Returns
    -------
    object
        The return value of the flow.

    Raises
    ------
    ArgumentError
        If it is not a flow.
    """
    _check_flow(flow)
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
    _check_effect(effect)
    try:
        return partial(flow.send, send(effect))
    except InvokeAIError as error:
        return partial(flow.throw, error)


async def run_async(flow: Flow[T], send: AsyncSend) -> T:
    """Run a flow to its end in the running event loop.

    Parameters
    ----------
    flow : Flow
        The flow to run.
    send : callable
        Takes a `Request`, returns an awaitable of its `Response`.

    Returns
    -------
    object
        The return value of the flow.
    """
    _check_flow(flow)
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
        import asyncio  # here, because importing it would slow down the start of blocking programs

        await asyncio.sleep(effect.seconds)
        return partial(flow.send, _AFTER_A_PAUSE)
    _check_effect(effect)
    try:
        return partial(flow.send, await send(effect))
    except InvokeAIError as error:
        return partial(flow.throw, error)


def _check_flow(flow: object) -> None:
    if not isinstance(flow, Generator):
        hint = (
            "Call the function: run(get_version())."
            if callable(flow)
            else "A flow is a generator of requests."
        )
        raise ArgumentError(f"{flow!r} is not a flow.", hint=hint)


def _check_effect(effect: object) -> None:
    if not isinstance(effect, Request):
        raise ArgumentError(f"A flow yields requests and pauses, not {effect!r}.")
