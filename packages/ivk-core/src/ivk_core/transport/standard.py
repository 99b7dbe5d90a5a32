"""The layers that every client has around its transport, from the outermost to the innermost.

Statuses become errors last, so that a retry sees statuses; each repetition carries fresh credentials;
and the log tells of every exchange as it really happened.
"""

from __future__ import annotations

from ivk_core.auth.base import Auth
from ivk_core.config import ClientConfig
from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.base import Middleware
from ivk_core.transport.checking import checking
from ivk_core.transport.logging import logged
from ivk_core.transport.recognising import recognising
from ivk_core.transport.redirecting import redirecting
from ivk_core.transport.retrying import RetryPolicy, retrying

__all__ = ["standard_layers"]


def standard_layers(config: ClientConfig, auth: Auth) -> list[Middleware]:
    """Give the layers for a client.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.
    auth : Auth
        Its credentials.

    Returns
    -------
    list of Middleware
    """

    def extra_headers(request: Request) -> Flow[Response]:
        return (yield request.with_headers(config.headers))

    retries = retrying(RetryPolicy(retries=config.max_retries, budget=config.retry_budget))
    return [checking, recognising, retries, auth.flow, extra_headers, redirecting(config.address), logged]
