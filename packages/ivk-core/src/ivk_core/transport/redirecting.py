"""Following the server to where it says a thing is, as long as that is the same server.

A missing slash at the end of a route is the usual reason. What leads to another address is not followed:
the credentials in our headers are for this server alone.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from ivk_core.address import ServerAddress
from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.base import Middleware

__all__ = ["redirecting"]

_MOST_HOPS = 5
_SAME_METHOD = frozenset({307, 308})
_ANY_REDIRECT = frozenset({301, 302, 303, 307, 308})


def redirecting(address: ServerAddress) -> Middleware:
    """Make the middleware that follows redirections within one server.

    Parameters
    ----------
    address : ServerAddress
        The server.

    Returns
    -------
    Middleware
    """

    def send(request: Request) -> Flow[Response]:
        response = yield request
        for _ in range(_MOST_HOPS):
            target = _followed(address, request, response)
            if target is None:
                break
            request = replace(request, api="", route=target, path={}, query={})
            response = yield request
        return response

    return send


def _followed(address: ServerAddress, request: Request, response: Response) -> str | None:
    statuses = _ANY_REDIRECT if request.method in {"GET", "HEAD"} else _SAME_METHOD
    if response.status_code not in statuses:
        return None
    url = urljoin(response.url, response.headers.get("Location", ""))
    return url.removeprefix(address.root) if url.startswith(f"{address.root}/") else None
