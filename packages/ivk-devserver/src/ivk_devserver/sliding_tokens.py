"""Tokens stay young while they are used: each change made with one is answered with a younger one."""

from starlette.datastructures import Headers, MutableHeaders

from ivk_devserver.auth.tokens import TokenOffice
from ivk_devserver.faults.asgi import App, Message, Receive, Scope, Send

__all__ = ["HEADER", "SlidingTokens"]

HEADER = "X-Refreshed-Token"
BEARER = "Bearer "
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
LEFT_OUT = tuple(f"/api/v1/auth/{name}" for name in ("login", "logout", "media-cookie"))


class SlidingTokens:
    """An ASGI application around another, which adds the header."""

    def __init__(self, app: App, tokens: TokenOffice) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        token = _token_of(scope)

        async def add_header(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                headers = MutableHeaders(scope=message)
                younger = None if HEADER in headers else self._tokens.refreshed(token)
                if younger is not None:
                    headers[HEADER] = younger
            await send(message)

        await self._app(scope, receive, add_header if token else send)


def _token_of(scope: Scope) -> str:
    if scope["type"] != "http" or scope["method"] not in CHANGING or scope["path"] in LEFT_OUT:
        return ""
    header = Headers(scope=scope).get("authorization", "")
    return header.removeprefix(BEARER) if header.startswith(BEARER) else ""
