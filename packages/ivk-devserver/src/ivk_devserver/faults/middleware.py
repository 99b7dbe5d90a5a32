"""The layer around the whole server in which requests go wrong."""

from ivk_devserver.faults.asgi import App, Receive, Scope, Send
from ivk_devserver.faults.faults import Faults

__all__ = ["FaultMiddleware"]

CONTROL = "/devserver/"
"""Requests to these paths are spared, so that whoever switches faults on can switch them off."""


class FaultMiddleware:
    """An ASGI application around another, which lets requests through or makes them go wrong."""

    def __init__(self, app: App, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        action = None
        if scope["type"] == "http" and not scope["path"].startswith(CONTROL):
            action = self._faults.requests.take(scope["method"], scope["path"])
        if action is None:
            await self._app(scope, receive, send)
        else:
            await action(self._app, scope, receive, send)
