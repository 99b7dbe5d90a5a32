"""Credentials as a middleware, so that the blocking and the asynchronous client and the socket share them."""

from __future__ import annotations

from collections.abc import Mapping

from ivk_core.flow import Flow, Request, Response

__all__ = ["Auth"]


class Auth:
    """No credentials; the base class of all kinds of credentials."""

    def headers(self) -> Mapping[str, str]:
        """Return the headers with the current credentials, without any request."""
        return {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with the credentials (a middleware)."""
        return (yield request.with_headers(self.headers()))

    def ready(self) -> Flow[Mapping[str, str]]:
        """Return the headers for a new socket, after logging in if that is necessary."""
        yield from ()
        return self.headers()
