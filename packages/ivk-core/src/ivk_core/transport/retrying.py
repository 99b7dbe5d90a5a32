"""Retrying reads (a middleware).

Changes are not retried: a change without a response may have happened. `ivk_core.exactly_once` queries the
outcome of such a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from ivk_core.errors import ConnectionError, InvokeAIError, NotAnInvokeAIError, TimeoutError
from ivk_core.flow import Flow, Pause, Request, Response
from ivk_core.retry import Backoff, RetryPolicy, retry_after
from ivk_core.transport.base import Middleware

__all__ = ["retrying"]

# Too many requests, and a proxy or server that is overloaded or restarting. A 500 usually occurs again.
_TRANSIENT_STATUSES = frozenset({429, 502, 503, 504})

_Outcome: TypeAlias = Response | InvokeAIError


def retrying(policy: RetryPolicy) -> Middleware:
    """Make the middleware that retries reads.

    Parameters
    ----------
    policy : RetryPolicy
        The number of retries and the pauses; `Request.max_retries` overrides the number.

    Returns
    -------
    Middleware
    """

    def send(request: Request) -> Flow[Response]:
        backoff = Backoff(_policy_for(request, policy))
        while True:
            outcome = yield from _attempt(request)
            pause = backoff.next_pause(retry_after(_headers(outcome))) if _is_transient(outcome) else None
            if pause is None:
                return _result(outcome)
            yield Pause(pause)

    return send


def _policy_for(request: Request, policy: RetryPolicy) -> RetryPolicy:
    if not request.can_be_repeated:
        return replace(policy, retries=0)
    return policy if request.max_retries is None else replace(policy, retries=request.max_retries)


def _attempt(request: Request) -> Flow[_Outcome]:
    try:
        return (yield request)
    except (ConnectionError, TimeoutError) as error:
        return error


def _result(outcome: _Outcome) -> Response:
    if isinstance(outcome, InvokeAIError):
        raise outcome
    return outcome


def _is_transient(outcome: _Outcome) -> bool:
    if isinstance(outcome, Response):
        return outcome.status_code in _TRANSIENT_STATUSES
    return not isinstance(outcome, NotAnInvokeAIError)


def _headers(outcome: _Outcome) -> Mapping[str, str]:
    return outcome.headers if isinstance(outcome, Response) else {}
