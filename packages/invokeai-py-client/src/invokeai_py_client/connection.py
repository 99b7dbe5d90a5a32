"""The methods by which older programs connect, ask and listen.

Nothing has to be connected first: every call does what it needs. These methods say the same in the words that
programs already use.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import requests

from invokeai_py_client.raw import raw_request, raw_request_async
from ivk_core import Client
from ivk_core.errors import ConnectionError
from ivk_core.events.hub import Subscription
from ivk_core.events.rooms import Room
from ivk_core.events.types import ConnectionLost, Event

if TYPE_CHECKING:
    import aiohttp

    from ivk_core.events.async_socket import AsyncSocket

__all__ = ["ConnectionMethods", "EventStream"]


class EventStream:
    """A subscription in the words of older programs; close it when nothing more is to be heard."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    def close(self) -> None:
        """Listen no more."""
        self._subscription.close()

    unsubscribe = close


class ConnectionMethods(Client):
    """What `InvokeAIClient` offers beside its repositories."""

    _socket: AsyncSocket | None = None

    def connect(self) -> bool:
        """Ask the server for its version, to find out early whether it answers (operation ``app_version``).

        Returns
        -------
        bool
            True.

        Raises
        ------
        ConnectionError
            If no InvokeAI answers at this address.
        """
        return bool(self.server.version)

    def disconnect(self) -> None:
        """Close the connections; the client may be used again."""
        self.close()

    def ping(self) -> bool:
        """Tell whether an InvokeAI answers (operation ``app_version``); no error is raised."""
        return self.server.is_healthy()

    def health_check(self) -> bool:
        """Tell whether an InvokeAI answers (operation ``app_version``); no error is raised."""
        return self.server.is_healthy()

    @property
    def is_connected(self) -> bool:
        """Whether an InvokeAI answers (operation ``app_version``)."""
        return self.server.is_healthy()

    @property
    def server_version(self) -> str:
        """The server's version, such as ``"6.14.2"`` (operation ``app_version``)."""
        return self.server.version

    def get_server_info(self) -> dict[str, Any]:
        """Say what the server is (operations ``app_version``, ``list_model_records``).

        Returns
        -------
        dict
            ``version``, ``url``, ``models_count``, and ``features``: the ids of its operations.
        """
        models = self._make_request("GET", "/api/v2/models/").json()["models"]
        routes = self.server.openapi["paths"].values()
        features = [operation["operationId"] for route in routes for operation in route.values()]
        return {
            "version": self.server.version,
            "url": self.config.address.root,
            "models_count": len(models),
            "features": sorted(features),
        }

    def _make_request(self, method: str, endpoint: str, **options: Any) -> requests.Response:
        """Send any request, with credentials; see `invokeai_py_client.raw.raw_request`."""
        return raw_request(self, method, endpoint, **options)

    async def _make_request_async(self, method: str, endpoint: str, **options: Any) -> aiohttp.ClientResponse:
        """Send any request from an event loop; see `invokeai_py_client.raw.raw_request_async`."""
        return await raw_request_async(self, method, endpoint, **options)

    def subscribe_to_queue(
        self, queue_id: str = "default", callback: Callable[[Event], object] | None = None
    ) -> EventStream:
        """Have a function called with what is told of a queue, from the thread that listens.

        Parameters
        ----------
        queue_id : str
            Which queue.
        callback : callable, optional
            Takes each event, which is a mapping.

        Returns
        -------
        EventStream
        """
        hear = callback or (lambda _event: None)
        return EventStream(self.events.subscribe(hear, [Room.queue(queue_id)]))

    def connect_websocket(
        self,
        on_message: Callable[[Mapping[str, Any]], object],
        on_error: Callable[[Exception], object] | None = None,
        on_close: Callable[[], object] | None = None,
    ) -> EventStream:
        """Have functions called with everything that the server tells of its default queue.

        Parameters
        ----------
        on_message : callable
            Takes ``{"event": name, "data": payload}``.
        on_error : callable, optional
            Takes the error when no connection can be had.
        on_close : callable, optional
            Called when the connection is lost; another one is made by itself.

        Returns
        -------
        EventStream
        """

        def hear(event: Event) -> None:
            if isinstance(event, ConnectionLost):
                if on_close is not None:
                    on_close()
            else:
                on_message({"event": event.name, "data": event.data})

        subscription = self.events.subscribe(hear, [Room.queue()])
        if not subscription.is_live and on_error is not None:
            on_error(ConnectionError(f"No socket to {self.config.address} yet."))
        return EventStream(subscription)

    async def connect_socketio(self) -> Any:
        """Open a Socket.IO connection of the program's own, for handlers of its own.

        Returns
        -------
        socketio.AsyncClient
            Connected, with credentials. Emit ``subscribe_queue`` on it to hear of a queue.

        Raises
        ------
        ConnectionError
            If no socket can be had.
        """
        from ivk_core.sockets import open_async_socket

        if self._socket is None:
            self._socket = await open_async_socket(self.aio, _nobody_hears, self._forget_socket)
        return self._socket.client

    async def disconnect_socketio(self) -> None:
        """Close the connection that `connect_socketio` opened."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    @asynccontextmanager
    async def socketio_session(self) -> AsyncIterator[Any]:
        """Open a Socket.IO connection for a block; see `connect_socketio`.

        Yields
        ------
        socketio.AsyncClient
        """
        try:
            yield await self.connect_socketio()
        finally:
            await self.disconnect_socketio()

    def _forget_socket(self) -> None:
        self._socket = None


def _nobody_hears(event: Event) -> None:
    del event
