"""The layer around the whole server in which requests go wrong."""

from ivk_devserver.faults.actions import Action, RefuseSocket
from ivk_devserver.faults.asgi import App, Receive, Scope, Send
from ivk_devserver.faults.faults import Faults

__all__ = ["FaultMiddleware"]

SOCKET = "/socket.io/"
CONTROL = "/devserver/"
"""Requests to these paths are spared, so that whoever switches faults on can switch them off."""


class FaultMiddleware:
    """An ASGI application around another, which lets requests through or makes them go wrong."""

    def __init__(self, app: App, faults: Faults) -> None:
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
        if self._faults.are_sockets_refused and SOCKET in scope["path"]:
            return RefuseSocket()
        is_spared = scope["type"] != "http" or scope["path"].startswith(CONTROL)
        return None if is_spared else self._faults.requests.take(scope["method"], scope["path"])
