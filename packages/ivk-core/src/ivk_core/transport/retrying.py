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
        Seconds that no pause exceeds, whatever the server asks for by ``Retry-After``.
    """

    retries: int = 3
    first_pause: float = 0.25
    longest_pause: float = 20.0

    def pause(self, attempt: int, headers: Mapping[str, str]) -> Pause:
        """Give the pause before repetition number `attempt`, counted from 0."""
        asked = _retry_after(headers)
        if asked is None:
            asked = self.first_pause * 2**attempt * random.uniform(0.5, 1.0)  # noqa: S311
        return Pause(min(asked, self.longest_pause))


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
        retries = policy.retries if request.can_be_repeated else 0
        for attempt in range(retries):
            headers: Mapping[str, str] = {}
            try:
                response = yield request
            except (ConnectionError, TimeoutError) as error:
                if not _may_pass(error):
                    raise
            else:
                if response.status_code not in _PASSING_STATUSES:
                    return response
                headers = response.headers
            yield policy.pause(attempt, headers)
        return (yield request)

    return send


def _may_pass(error: InvokeAIError) -> bool:
    return not isinstance(error, NotAnInvokeAIError)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None
