"""The ASGI middleware of the server: faults, refreshed tokens, required headers and a sub-path.

Hosted InvokeAI servers are often reached through a proxy below a path, or behind a proxy that requires an API
key. The middleware for both wraps the whole application, so it applies to REST, files and sockets alike.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ivk_devserver.auth import TokenService
from ivk_devserver.faults.actions import POLICY_VIOLATION, Action, RefuseSocket
from ivk_devserver.faults.faults import Faults

__all__ = [
    "FaultMiddleware",
    "RequiredHeadersMiddleware",
    "SlidingWindowTokenMiddleware",
    "SubPathMiddleware",
]

Response = tuple[int, bytes]
NOT_FOUND: Response = (404, b'{"detail":"Nothing is served outside of the sub-path"}')
UNAUTHORIZED: Response = (401, b'{"detail":"A required header is missing or wrong"}')

SOCKET_PATH = "/socket.io/"
CONTROL_PATH = "/devserver/"
"""Faults never apply below this path, because faults are switched off there."""

REFRESHED_TOKEN = "X-Refreshed-Token"  # noqa: S105 - the name of a header
BEARER = "Bearer "
CHANGING_METHODS = ("POST", "PUT", "PATCH", "DELETE")
NOT_REFRESHED = tuple(f"/api/v1/auth/{name}" for name in ("login", "logout", "media-cookie"))


class FaultMiddleware:
    """Pass requests on, or apply the fault that is set for them."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        action = None if scope["type"] == "lifespan" else self._action(scope)
        if action is None:
            await self._app(scope, receive, send)
        else:
            await action(self._app, scope, receive, send)

    def _action(self, scope: Scope) -> Action | None:
        if self._faults.are_sockets_refused and SOCKET_PATH in scope["path"]:
            return RefuseSocket()
        is_excluded = scope["type"] != "http" or scope["path"].startswith(CONTROL_PATH)
        return None if is_excluded else self._faults.requests.take(scope["method"], scope["path"])


class SlidingWindowTokenMiddleware:
    """Answer each successful change that was made with a token with a new token in a header."""

    def __init__(self, app: ASGIApp, tokens: TokenService) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        token = _token_of(scope)

        async def add_header(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                headers = MutableHeaders(scope=message)
                refreshed = None if REFRESHED_TOKEN in headers else self._tokens.refresh(token)
                if refreshed is not None:
                    headers[REFRESHED_TOKEN] = refreshed
            await send(message)

        await self._app(scope, receive, add_header if token else send)


class SubPathMiddleware:
    """Serve an application below a path; any other path answers 404."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = "/" + path.strip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(f"{self._path}/"):
            inner = {**scope, "path": scope["path"].removeprefix(self._path)}
            await self._app(inner, receive, send)
        else:
            await _respond(scope, send, NOT_FOUND)


class RequiredHeadersMiddleware:
    """Pass on requests that have the required headers, such as an API key; others answer 401."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._required = {(name.lower().encode(), value.encode()) for name, value in headers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "lifespan" or self._required <= set(scope["headers"]):
            await self._app(scope, receive, send)
        else:
            await _respond(scope, send, UNAUTHORIZED)


def _token_of(scope: Scope) -> str:
    if scope["type"] != "http" or scope["method"] not in CHANGING_METHODS or scope["path"] in NOT_REFRESHED:
        return ""
    header = Headers(scope=scope).get("authorization", "")
    return header.removeprefix(BEARER) if header.startswith(BEARER) else ""


async def _respond(scope: Scope, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    status, body = response
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
