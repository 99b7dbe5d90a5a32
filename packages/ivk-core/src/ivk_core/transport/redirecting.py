"""Following redirects within the same server.

The usual reason of a redirect is a missing slash at the end of a route. A redirect to another address is not
followed, because it would send the credentials to another server.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from ivk_core.address import ServerAddress
from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.base import Middleware

__all__ = ["redirecting"]

# One or two redirects are normal; the limit ends a redirect loop.
_MAX_REDIRECTS = 5
_SAME_METHOD = frozenset({307, 308})
_ANY_REDIRECT = frozenset({301, 302, 303, 307, 308})


def redirecting(address: ServerAddress) -> Middleware:
    """Make the middleware that follows redirects within one server.

    Parameters
    ----------
    address : ServerAddress
        The address of the server.

    Returns
    -------
    Middleware
    """

    def send(request: Request) -> Flow[Response]:
        response = yield request
        for _ in range(_MAX_REDIRECTS):
            target = _redirect_target(address, request, response)
            if target is None:
                break
            request = replace(request, api="", route=target, path={}, query={})
            response = yield request
        return response

    return send


def _redirect_target(address: ServerAddress, request: Request, response: Response) -> str | None:
    # After 301, 302 and 303, clients change other methods to GET, and a change would silently not happen.
    statuses = _ANY_REDIRECT if request.method in {"GET", "HEAD"} else _SAME_METHOD
    if response.status_code not in statuses:
        return None
    url = urljoin(response.url, response.headers.get("Location", ""))
    return url.removeprefix(address.root) if url.startswith(f"{address.root}/") else None
