"""Sending a change exactly once, although any answer may be lost.

The steps, each of which may lead back to the first:

1. send;
2. when the answer is lost, ask whether the change arrived, several times, because a server that was only slow
may
   still be at work;
3. when it did not arrive, send again; when that cannot be found out, report it.

A change that never left (no connection, too many requests) is sent again without asking.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
    TimeoutError,
)
from ivk_core.flow import Flow, Pause
from ivk_core.retry import Backoff, RetryPolicy, retried, retry_after_of

__all__ = ["ASKING", "exactly_once"]

S = TypeVar("S")
T = TypeVar("T")

# A server that is being restarted listens again within some seconds; a program should not hang for longer.
_UNREACHABLE = RetryPolicy(first_pause=0.1, longest_pause=2.0, budget=6.0)
# A rate limit says when to come back, mostly within a minute. If not, eight retries take some 7 seconds.
_RATE_LIMITED = RetryPolicy(first_pause=0.1, longest_pause=2.0, retries=8, budget=60.0)
# A lost answer matters, so the server is asked for as long as a restart under load takes.
ASKING = RetryPolicy(first_pause=0.1, longest_pause=2.0, budget=30.0)
"""For the questions that belong to a change, before and after it."""

# Between two looks for a change that may still be on its way.
_ARRIVING = RetryPolicy(first_pause=0.1, longest_pause=2.0, jitter=0.0)

# After a timeout, or behind a proxy that gave up, the server may be at work for seconds: six looks take 3.1
# s.
_LOOKS_AFTER_SILENCE = 6
# After a connection broke, what arrived is processed at once: four looks take 0.7 s.
_LOOKS_AFTER_LOSS = 4
# A server that answered with an error is done with the request.
_LOOKS_AFTER_AN_ERROR = 1
_PROXY_GAVE_UP = frozenset({502, 504})

# An error of the server that comes back after sending once more is its answer.
_MOST_SERVER_ERRORS = 2
# Each loss may be bad luck; five in a row are not.
_MOST_LOSSES = 5


def exactly_once(
    send: Callable[[], Flow[S]],
    find: Callable[[], Flow[T | None]],
    unknown: Callable[[InvokeAIError], InvokeAIError],
) -> Flow[S | T]:
    """Send a change until it is known to have happened once.

    Parameters
    ----------
    send : callable
        Makes the flow that sends it, and returns its outcome.
    find : callable
        Makes the flow that asks what became of it: its outcome, or None if the server knows nothing of it. It
        only reads, and is repeated.
    unknown : callable
        Makes the error to raise when the server cannot be asked, of the error that it answered with.

    Returns
    -------
    Flow
        Returns the outcome, as `send` or `find` returned it.

    Raises
    ------
    InvokeAIError
        What `send` raises when it is refused or cannot be sent, and what `unknown` makes.
    """
    unreachable, limited = Backoff(_UNREACHABLE), Backoff(_RATE_LIMITED)
    failures = 0
    while True:
        try:
            return (yield from send())
        except (OutcomeUnknownError, ServerError, NotAnInvokeAIError) as error:
            outcome = yield from _settled(find, error, unknown)
            if outcome is not None:
                return outcome
            failures += 1
            if failures >= (_MOST_SERVER_ERRORS if isinstance(error, ServerError) else _MOST_LOSSES):
                raise
        except (RateLimitError, ConnectionError, TimeoutError) as error:
            is_limited = isinstance(error, RateLimitError)
            pause = limited.next_pause(retry_after_of(error)) if is_limited else unreachable.next_pause()
            if pause is None:
                raise
            yield Pause(pause)


def _settled(
    find: Callable[[], Flow[T | None]],
    reason: InvokeAIError,
    unknown: Callable[[InvokeAIError], InvokeAIError],
) -> Flow[T | None]:
    """Find out what became of a change whose answer was lost; None if it did not arrive."""
    looks = _looks_after(reason)
    for look in range(looks):
        try:
            outcome = yield from retried(find, ASKING)
        except InvokeAIError as error:
            if isinstance(error, NotAnInvokeAIError) and isinstance(reason, NotAnInvokeAIError):
                raise  # there is no InvokeAI at this address, so nothing was lost
            raise unknown(error) from error
        if outcome is not None or look == looks - 1:
            return outcome
        yield Pause(_ARRIVING.pause(look))
    return None


def _looks_after(reason: InvokeAIError) -> int:
    if isinstance(reason, TimeoutError) or getattr(reason, "status_code", 0) in _PROXY_GAVE_UP:
        return _LOOKS_AFTER_SILENCE
    return _LOOKS_AFTER_AN_ERROR if isinstance(reason, ServerError) else _LOOKS_AFTER_LOSS
