"""The middleware that every client has around its transport, from the outermost to the innermost.

The cache keeps only successful answers. Statuses become errors above the retries, so that a retry sees
statuses; each repetition carries fresh credentials; and the log shows every exchange as it really happened.
"""

from __future__ import annotations

from dataclasses import replace

from ivk_core.auth.base import Auth
from ivk_core.config import ClientConfig
from ivk_core.flow import Flow, Request, Response
from ivk_core.retry import RetryPolicy
from ivk_core.transport.base import Middleware
from ivk_core.transport.caching import AnswerCache, caching
from ivk_core.transport.checking import checking
from ivk_core.transport.logging import logging_exchanges
from ivk_core.transport.redirecting import redirecting
from ivk_core.transport.retrying import retrying
from ivk_core.transport.unsupported import detecting_unsupported

__all__ = ["standard_layers"]

# A server that is busy for a moment is asked again soon. Longer pauses than 20 s would not help a call that
# should return within seconds.
_READS = RetryPolicy(first_pause=0.25, longest_pause=20.0)


def standard_layers(config: ClientConfig, auth: Auth, cache: AnswerCache) -> list[Middleware]:
    """Return the middleware for a client.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.
    auth : Auth
        Its credentials.
    cache : AnswerCache
        The answers that it keeps.

    Returns
    -------
    list of Middleware
    """

    def extra_headers(request: Request) -> Flow[Response]:
        return (yield request.with_headers(config.headers))

    policy = replace(_READS, retries=config.max_retries, budget=config.retry_budget)
    return [
        caching(cache),
        checking,
        detecting_unsupported,
        retrying(policy),
        auth.flow,
        extra_headers,
        redirecting(config.address),
        logging_exchanges,
    ]
