"""How often something is tried again, and after which pauses: one policy for everything that is repeated.

`RetryPolicy` says it, `Backoff` counts one operation against it, and `retried` repeats a flow by it. Who
repeats a flow takes the transport's own retries out of it (`without_retries`), so that nothing is multiplied.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import partial
from math import inf
from time import time
from typing import TypeVar

from ivk_core.errors import (
    APIError,
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    RateLimitError,
    ServerError,
    TimeoutError,
)
from ivk_core.flow import Effect, Flow, Pause, Request

__all__ = [
    "Backoff",
    "RetryPolicy",
    "is_transient",
    "retried",
    "retry_after",
    "retry_after_of",
    "without_retries",
]

T = TypeVar("T")

# More doublings would not make a pause longer, and thousands of them would not fit into a float.
_MOST_DOUBLINGS = 64


@dataclass(frozen=True)
class RetryPolicy:
    """How often to try again, and how long to wait before.

    Parameters
    ----------
    first_pause : float
        Seconds before the first retry. By default a quarter of a second: short for a user, long for a server.
    longest_pause : float
        Seconds that no pause exceeds; a server may ask for a longer one by ``Retry-After``. By default 20, so
        that a server which is back after an outage is noticed soon.
    growth : float
        By how much each pause is longer than the one before.
    jitter : float
        The part of each pause that is random, from 0 to 1, so that many clients do not return at once.
    retries : int, optional
        How many retries there are at most; any number by default.
    budget : float
        Seconds that all pauses may take together. Rather than waiting less than the server asked for, there
        is no further retry.
    """

    first_pause: float = 0.25
    longest_pause: float = 20.0
    growth: float = 2.0
    jitter: float = 0.5
    retries: int | None = None
    budget: float = inf

    def pause(self, retry: int) -> float:
        """Return the seconds before a retry, counted from 0."""
        grown = self.first_pause * self.growth ** min(retry, _MOST_DOUBLINGS)
        return min(grown, self.longest_pause) * (1.0 - self.jitter * random.random())  # noqa: S311


class Backoff:
    """The retries of one operation.

    Parameters
    ----------
    policy : RetryPolicy
        What they are counted against.
    """

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._retries = 0
        self._paused = 0.0

    def next_pause(self, asked: float | None = None) -> float | None:
        """Count a retry, and return the seconds before it; None when the policy allows no other.

        Parameters
        ----------
        asked : float, optional
            The seconds that the server asked for.
        """
        if self._policy.retries is not None and self._retries >= self._policy.retries:
            return None
        # A server that asks for 0 seconds is obeyed only if retries are counted: no busy loops.
        is_obeyed = asked is not None and (asked > 0 or self._policy.retries is not None)
        pause = asked if asked is not None and is_obeyed else self._policy.pause(self._retries)
        if self._paused + pause > self._policy.budget:
            return None
        self._retries += 1
        self._paused += pause
        return pause


def retried(ask: Callable[[], Flow[T]], policy: RetryPolicy) -> Flow[T]:
    """Run a flow that only reads, and again while the server cannot answer it.

    Parameters
    ----------
    ask : callable
        Makes the flow, for each attempt.
    policy : RetryPolicy
        How often, and after which pauses; the transport retries nothing meanwhile.

    Returns
    -------
    Flow
        Returns what the flow returns, or raises its last error.
    """
    backoff = Backoff(policy)
    while True:
        try:
            return (yield from without_retries(ask()))
        except InvokeAIError as error:
            pause = backoff.next_pause(retry_after_of(error)) if is_transient(error) else None
            if pause is None:
                raise
        yield Pause(pause)


def without_retries(flow: Flow[T]) -> Flow[T]:
    """Run a flow without the transport's retries; for flows that are repeated as a whole, or not at all."""
    resume: Callable[[], Effect] = partial(next, flow)
    with closing(flow):
        while True:
            try:
                effect = resume()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if isinstance(effect, Request):
                effect = replace(effect, max_retries=0)
            try:
                resume = partial(flow.send, (yield effect))
            except InvokeAIError as error:
                resume = partial(flow.throw, error)


def is_transient(error: InvokeAIError) -> bool:
    """Return whether asking again later may help."""
    transient = isinstance(error, ConnectionError | TimeoutError | ServerError | RateLimitError)
    return transient and not isinstance(error, NotAnInvokeAIError)


def retry_after_of(error: InvokeAIError) -> float | None:
    """Return the seconds that the server asked to wait when it answered with an error; None if it did not."""
    return retry_after(error.response.headers) if isinstance(error, APIError) else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read ``Retry-After``, which holds seconds or a date; None if it is absent or neither."""
    value = headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None
