"""Trying again, where that can do no harm.

Only requests that read are repeated. A change that got no answer may have happened, so it is never sent a
second time from here; who wants to know asks the server what became of it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import TypeAlias

from ivk_core.errors import ConnectionError, InvokeAIError, NotAnInvokeAIError, TimeoutError
from ivk_core.flow import Flow, Pause, Request, Response
from ivk_core.transport.base import Middleware

__all__ = ["RetryPolicy", "retrying"]

_PASSING_STATUSES = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class RetryPolicy:
    """How often to try again, and how long to wait before.

    Parameters
    ----------
    retries : int
        How many times a read is repeated at the most.
    first_pause : float
        Seconds before the first repetition; each further one doubles. Half of it is random, so that
        many clients do not come back at once.
    longest_pause : float
        Seconds that no pause of ours exceeds. The server may ask for a longer one by ``Retry-After``.
    budget : float
        Seconds that the pauses of one call may take together. Rather than waiting less than the server
        asked for, the call ends with the answer it has.
    """

    retries: int = 3
    first_pause: float = 0.25
    longest_pause: float = 20.0
    budget: float = 60.0

    def pause(self, attempt: int, headers: Mapping[str, str]) -> Pause:
        """Give the pause before repetition number `attempt`, counted from 0."""
        asked = _retry_after(headers)
        if asked is not None:
            return Pause(asked)
        own = self.first_pause * 2**attempt * random.uniform(0.5, 1.0)  # noqa: S311
        return Pause(min(own, self.longest_pause))


def retrying(policy: RetryPolicy) -> Middleware:
    """Make the middleware that repeats reads.

    Parameters
    ----------
    policy : RetryPolicy
        How often and how patiently.

    Returns
    -------
    Middleware
    """

    def send(request: Request) -> Flow[Response]:
        left = policy.budget
        for attempt in range(policy.retries if request.can_be_repeated else 0):
            outcome = yield from _attempt(request)
            if not _may_pass(outcome):
                break
            pause = policy.pause(attempt, _headers(outcome))
            left -= pause.seconds
            if left < 0:
                break
            yield pause
        else:
            outcome = yield from _attempt(request)
        return _settled(outcome)

    return send


_Outcome: TypeAlias = Response | InvokeAIError


def _attempt(request: Request) -> Flow[_Outcome]:
    try:
        return (yield request)
    except (ConnectionError, TimeoutError) as error:
        return error


def _settled(outcome: _Outcome) -> Response:
    if isinstance(outcome, InvokeAIError):
        raise outcome
    return outcome


def _may_pass(outcome: _Outcome) -> bool:
    if isinstance(outcome, Response):
        return outcome.status_code in _PASSING_STATUSES
    return not isinstance(outcome, NotAnInvokeAIError)


def _headers(outcome: _Outcome) -> Mapping[str, str]:
    return outcome.headers if isinstance(outcome, Response) else {}


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None
