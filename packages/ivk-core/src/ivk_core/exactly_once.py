"""Sending a change exactly once, although any response may be lost.

1. Send the change.
2. If the response is lost, query whether the change arrived. Query several times, because a slow server may
   still be processing it.
3. If it did not arrive, start again with 1. If the query fails, raise an error.

A change that the server did not accept (no connection, too many requests) is sent again without a query.
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

__all__ = ["QUERY_RETRIES", "exactly_once"]

S = TypeVar("S")
T = TypeVar("T")

# All pauses start at 0.1 s, because most failures are over at once, and grow to 2 s, so that the end of a
# longer failure is noticed soon.

# A restarted server accepts connections within seconds; a server that is down is reported after 6 s.
_UNREACHABLE = RetryPolicy(first_pause=0.1, longest_pause=2.0, budget=6.0)
# Retry-After is usually at most a minute. Without that header, eight retries take some 7 s.
_RATE_LIMITED = RetryPolicy(first_pause=0.1, longest_pause=2.0, retries=8, budget=60.0)
# Without an answer the outcome stays unknown, so the query is retried for as long as a restart under load
# may take.
QUERY_RETRIES = RetryPolicy(first_pause=0.1, longest_pause=2.0, budget=30.0)
"""The retries of queries that belong to a change, before and after it."""

# The pauses between two queries for a change that may still arrive. Without jitter, because the number of
# queries below is chosen by the time that they take together.
_ARRIVAL_PAUSES = RetryPolicy(first_pause=0.1, longest_pause=2.0, jitter=0.0)

# After a timeout, of the client or of a proxy, the server may need seconds: six queries take 3.1 s.
_QUERIES_AFTER_TIMEOUT = 6
# After a lost connection, the server processes what it received at once: four queries take 0.7 s.
_QUERIES_AFTER_LOST_CONNECTION = 4
# A server that responded with an error has finished the request.
_QUERIES_AFTER_SERVER_ERROR = 1
_GATEWAY_ERRORS = frozenset({502, 504})

# A server error that occurs again at the second attempt is not temporary.
_MAX_SERVER_ERRORS = 2
# A few lost responses may be chance; five in a row are a fault of the network or of a proxy.
_MAX_LOST_RESPONSES = 5


def exactly_once(
    send: Callable[[], Flow[S]],
    find: Callable[[], Flow[T | None]],
    unknown: Callable[[InvokeAIError], InvokeAIError],
) -> Flow[S | T]:
    """Send a change until it has happened once.

    Parameters
    ----------
    send : callable
        Makes the flow that sends the change and returns its outcome.
    find : callable
        Makes the flow that queries the outcome; the flow returns None if the change did not arrive. It only
        reads, and it is retried.
    unknown : callable
        Makes the error to raise when the query fails, from the error of the query.

    Returns
    -------
    Flow
        Returns the outcome, as `send` or `find` returned it.

    Raises
    ------
    InvokeAIError
        The error of `send` if the change is rejected or cannot be sent, or the error that `unknown` makes.
    """
    unreachable, limited = Backoff(_UNREACHABLE), Backoff(_RATE_LIMITED)
    failures = 0
    while True:
        try:
            return (yield from send())
        except (OutcomeUnknownError, ServerError, NotAnInvokeAIError) as error:
            outcome = yield from _query_outcome(find, error, unknown)
            if outcome is not None:
                return outcome
            failures += 1
            if failures >= (_MAX_SERVER_ERRORS if isinstance(error, ServerError) else _MAX_LOST_RESPONSES):
                raise
        except (RateLimitError, ConnectionError, TimeoutError) as error:
            is_limited = isinstance(error, RateLimitError)
            pause = limited.next_pause(retry_after_of(error)) if is_limited else unreachable.next_pause()
            if pause is None:
                raise
            yield Pause(pause)


def _query_outcome(
    find: Callable[[], Flow[T | None]],
    reason: InvokeAIError,
    unknown: Callable[[InvokeAIError], InvokeAIError],
) -> Flow[T | None]:
    """Query the outcome of a change whose response was lost; return None if it did not arrive."""
    queries = _queries_after(reason)
    for query in range(queries):
        try:
            outcome = yield from retried(find, QUERY_RETRIES)
        except InvokeAIError as error:
            if isinstance(error, NotAnInvokeAIError) and isinstance(reason, NotAnInvokeAIError):
                raise  # there is no InvokeAI at this address, so no change was made
            raise unknown(error) from error
        if outcome is not None or query == queries - 1:
            return outcome
        yield Pause(_ARRIVAL_PAUSES.pause(query))
    return None


def _queries_after(reason: InvokeAIError) -> int:
    if isinstance(reason, TimeoutError) or getattr(reason, "status_code", 0) in _GATEWAY_ERRORS:
        return _QUERIES_AFTER_TIMEOUT
    return _QUERIES_AFTER_SERVER_ERROR if isinstance(reason, ServerError) else _QUERIES_AFTER_LOST_CONNECTION
