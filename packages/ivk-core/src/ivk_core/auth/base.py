"""Who is asking: credentials as a middleware, so that both faces and the socket show the same ones."""

from __future__ import annotations

from collections.abc import Mapping

from ivk_core.flow import Flow, Request, Response

__all__ = ["Auth"]


class Auth:
    """No credentials; the base of every kind that has some."""

    def headers(self) -> Mapping[str, str]:
        """Return the headers that carry the credentials as they stand now."""
        return {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with the credentials (a middleware)."""
        return (yield request.with_headers(self.headers()))

    def ready(self) -> Flow[Mapping[str, str]]:
        """Return the headers, after getting what is needed for them; the socket is opened with these."""
        yield from ()
        return self.headers()
