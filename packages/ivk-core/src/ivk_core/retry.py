"""Retries with backoff, used for single requests, for whole flows and for reconnects.

`RetryPolicy` has the settings, `Backoff` counts the retries of one operation, and `retried` retries a flow.
When a flow is retried as a whole, the transport does not retry its requests (`without_retries`); otherwise
the numbers of retries would multiply.
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

# 64 doublings exceed every longest_pause; the power of thousands of them would overflow a float.
_MAX_DOUBLINGS = 64


@dataclass(frozen=True)
class RetryPolicy:
    """The number of retries, and the pauses before them.

    Parameters
    ----------
    first_pause : float
        Seconds before the first retry. By default 0.25: a user hardly notices it, and an overloaded server
        gets a break.
    longest_pause : float
        The maximum pause in seconds, unless the server asks for a longer one with ``Retry-After``. By
        default 20, so that the end of an outage is noticed soon.
    growth : float
        The factor from each pause to the next. By default 2, the usual exponential backoff.
    jitter : float
        The random part of each pause, from 0 to 1. By default 0.5, so that many clients that failed at the
        same time do not retry at the same time.
    retries : int, optional
        The maximum number of retries; unlimited by default.
    budget : float
        The maximum of all pauses together, in seconds. If the next pause would exceed it, there is no
        further retry: a shorter pause than the server asked for would be useless.
    """

    first_pause: float = 0.25
    longest_pause: float = 20.0
    growth: float = 2.0
    jitter: float = 0.5
    retries: int | None = None
    budget: float = inf

    def pause(self, retry: int) -> float:
        """Return the pause in seconds before a retry; retries are counted from 0."""
        grown = self.first_pause * self.growth ** min(retry, _MAX_DOUBLINGS)
        return min(grown, self.longest_pause) * (1.0 - self.jitter * random.random())  # noqa: S311


class Backoff:
    """The retries of one operation.

    Parameters
    ----------
    policy : RetryPolicy
        The limits.
    """

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._retries = 0
        self._paused = 0.0

    def next_pause(self, asked: float | None = None) -> float | None:
        """Count a retry, and return the pause before it.

        Parameters
        ----------
        asked : float, optional
            The pause in seconds that the server asked for.

        Returns
        -------
        float or None
            Seconds; None if the policy allows no further retry.
        """
        if self._policy.retries is not None and self._retries >= self._policy.retries:
            return None
        # A requested pause of 0 is ignored if the number of retries is unlimited, to avoid a busy loop.
        is_obeyed = asked is not None and (asked > 0 or self._policy.retries is not None)
        pause = asked if asked is not None and is_obeyed else self._policy.pause(self._retries)
        if self._paused + pause > self._policy.budget:
            return None
        self._retries += 1
        self._paused += pause
        return pause


def retried(make: Callable[[], Flow[T]], policy: RetryPolicy) -> Flow[T]:
    """Run a flow that only reads, and retry it as a whole after transient errors.

    Parameters
    ----------
    make : callable
        Makes the flow, for each attempt.
    policy : RetryPolicy
        The number of retries and the pauses. The transport does not retry the requests of the flow.

    Returns
    -------
    Flow
        Returns what the flow returns, or raises its last error.
    """
    backoff = Backoff(policy)
    while True:
        try:
            return (yield from without_retries(make()))
        except InvokeAIError as error:
            pause = backoff.next_pause(retry_after_of(error)) if is_transient(error) else None
            if pause is None:
                raise
        yield Pause(pause)


def without_retries(flow: Flow[T]) -> Flow[T]:
    """Run a flow without the transport's retries, because it is retried as a whole or not at all."""
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
    """Return whether a retry may succeed."""
    transient = isinstance(error, ConnectionError | TimeoutError | ServerError | RateLimitError)
    return transient and not isinstance(error, NotAnInvokeAIError)


def retry_after_of(error: InvokeAIError) -> float | None:
    """Return the seconds in the ``Retry-After`` of an error response; None if there is none."""
    return retry_after(error.response.headers) if isinstance(error, APIError) else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return ``Retry-After``, seconds or a date, in seconds from now; None if it is absent or invalid."""
    value = headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None
