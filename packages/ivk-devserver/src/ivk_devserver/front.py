"""What may stand in front of a server: a proxy with a sub-path, and a gate that wants a header.

Hosted servers are often reached through one, and programs must cope. Both are ASGI applications around the
server, so REST, files and sockets are behind them alike.
"""

from collections.abc import Mapping

from ivk_devserver.faults.asgi import App, Receive, Scope, Send

__all__ = ["Gate", "SubPath"]

Answer = tuple[int, bytes]
NOT_FOUND: Answer = (404, b'{"detail":"Nothing is served outside of the sub-path"}')
REFUSED: Answer = (401, b'{"detail":"The gate in front wants its header"}')


class SubPath:
    """Serves an application below a path, and nothing outside of it."""

    def __init__(self, app: App, path: str) -> None:
        self._app = app
        self._path = "/" + path.strip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(f"{self._path}/"):
            await self._app(_moved(scope, self._path), receive, send)
        else:
            await _answer(scope, send, NOT_FOUND)


class Gate:
    """Lets requests through that bring some headers, such as an API key."""

    def __init__(self, app: App, headers: Mapping[str, str]) -> None:
        self._app = app
        self._wanted = {(name.lower().encode(), value.encode()) for name, value in headers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "lifespan" or self._wanted <= set(scope["headers"]):
            await self._app(scope, receive, send)
        else:
            await _answer(scope, send, REFUSED)


def _moved(scope: Scope, path: str) -> Scope:
    return {**scope, "path": scope["path"].removeprefix(path)}


async def _answer(scope: Scope, send: Send, answer: Answer) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    status, body = answer
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
