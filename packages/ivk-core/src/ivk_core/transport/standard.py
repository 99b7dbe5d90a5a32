"""The standard middleware of a client, and its order.

The cache is outermost, so that it only has successful responses. Error statuses are raised outside the
retries, because retries need the status. Credentials are inside the retries, so that each retry has the
current ones. The log is innermost, so that it shows every request that is sent.
"""

from __future__ import annotations

from dataclasses import replace

from ivk_core.auth.base import Auth
from ivk_core.config import ClientConfig
from ivk_core.flow import Flow, Request, Response
from ivk_core.retry import RetryPolicy
from ivk_core.transport.base import Middleware
from ivk_core.transport.caching import ResponseCache, caching
from ivk_core.transport.checking import checking
from ivk_core.transport.logging import logging_exchanges
from ivk_core.transport.redirecting import redirecting
from ivk_core.transport.retrying import retrying
from ivk_core.transport.unsupported import detecting_unsupported

__all__ = ["standard_layers"]

# The first retry comes soon, because most failures are short. Pauses of more than 20 s would not help a call
# that should return within seconds.
_READ_RETRIES = RetryPolicy(first_pause=0.25, longest_pause=20.0)


def standard_layers(config: ClientConfig, auth: Auth, cache: ResponseCache) -> list[Middleware]:
    """Return the middleware for a client.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.
    auth : Auth
        The credentials of the client.
    cache : ResponseCache
        The cache of the client.

    Returns
    -------
    list of Middleware
        From the outermost to the innermost.
    """

    def extra_headers(request: Request) -> Flow[Response]:
        return (yield request.with_headers(config.headers))

    policy = replace(_READ_RETRIES, retries=config.max_retries, budget=config.retry_budget)
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
