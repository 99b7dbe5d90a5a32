"""The methods of `InvokeAIClient` from earlier versions: connecting, health checks, raw requests and sockets.

New programs do not need them: every call opens the connections that it needs, `Client.events` receives
events, and ``client.aio`` and `AsyncInvokeAIClient` have the asynchronous methods.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import requests

from invokeai_py_client.raw import raw_request, raw_request_async
from ivk_core import Client
from ivk_core.attributes import StrictAttributes
from ivk_core.errors import ArgumentError, ConnectionError
from ivk_core.events.hub import Subscription
from ivk_core.events.rooms import Room
from ivk_core.events.types import ConnectionLost, Event

if TYPE_CHECKING:
    import aiohttp

    from invokeai_py_client.client_async import AsyncInvokeAIClient
    from ivk_core.events.socket_async import AsyncSocket

__all__ = ["ConnectionMethods", "EventStream"]


class EventStream(StrictAttributes):
    """A subscription to events, with the methods from earlier versions.

    Parameters
    ----------
    subscription : Subscription
        The subscription to wrap.
    """

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    def close(self) -> None:
        """End the subscription: the callback receives no further events."""
        self._subscription.close()

    unsubscribe = close


class ConnectionMethods(Client):
    """The methods of `InvokeAIClient` from earlier versions, and its asynchronous client."""

    _socket: AsyncSocket | None = None

    @property
    def aio(self) -> AsyncInvokeAIClient:
        """The asynchronous client of the running event loop, with the same settings and credentials.

        Each event loop has its own, which is closed with this client or with the loop.
        """
        return cast("AsyncInvokeAIClient", super().aio)

    def _new_async_client(self) -> AsyncInvokeAIClient:
        from invokeai_py_client.client_async import AsyncInvokeAIClient

        return AsyncInvokeAIClient._from_config(self._async_config(), self._cache)

    def connect(self) -> bool:
        """Check that the server answers, by reading its version (operation ``app_version``).

        Returns
        -------
        bool
            Always True; a failure raises an error.

        Raises
        ------
        ConnectionError
            If no InvokeAI server answers at this address.
        """
        return bool(self.server.version)

    def disconnect(self) -> None:
        """Close the connections. The client opens new ones if it is used again."""
        self.close()

    def ping(self) -> bool:
        """Return whether an InvokeAI server answers (operation ``app_version``); no error is raised."""
        return self.server.is_healthy()

    def health_check(self) -> bool:
        """Return whether an InvokeAI server answers (operation ``app_version``); no error is raised."""
        return self.server.is_healthy()

    @property
    def is_connected(self) -> bool:
        """Whether an InvokeAI server answers (operation ``app_version``); each read sends a request."""
        return self.server.is_healthy()

    @property
    def server_version(self) -> str:
        """The server's version, such as ``"6.14.2"`` (operation ``app_version``)."""
        return self.server.version

    def get_server_info(self) -> dict[str, Any]:
        """Return an overview of the server (operations ``app_version`` and ``list_model_records``).

        Returns
        -------
        dict
            ``version`` (str), ``url`` (str), ``models_count`` (int), and ``features``: the sorted ids of the
            server's operations (list of str).
        """
        from ivk_models import DnnModelRepository

        models = self.repository(DnnModelRepository).list()
        routes = self.server.openapi["paths"].values()
        features = [operation["operationId"] for route in routes for operation in route.values()]
        return {
            "version": self.server.version,
            "url": self.config.address.root,
            "models_count": len(models),
            "features": sorted(features),
        }

    def _make_request(self, method: str, endpoint: str, **options: Any) -> requests.Response:
        """Send a raw request with credentials; see `invokeai_py_client.raw.raw_request`."""
        return raw_request(self, method, endpoint, **options)

    async def _make_request_async(self, method: str, endpoint: str, **options: Any) -> aiohttp.ClientResponse:
        """Send a raw request with credentials; see `invokeai_py_client.raw.raw_request_async`."""
        return await raw_request_async(self, method, endpoint, **options)

    def subscribe_to_queue(
        self, queue_id: str = "default", callback: Callable[[Event], object] | None = None
    ) -> EventStream:
        """Subscribe to the events of a queue.

        Parameters
        ----------
        queue_id : str
            The id of the queue.
        callback : callable, optional
            Called with each event, which is a mapping, in the thread that reads the socket.

        Returns
        -------
        EventStream
        """
        return EventStream(
            self.events.subscribe(_ignore if callback is None else callback, [Room.queue(queue_id)])
        )

    def connect_websocket(
        self,
        on_message: Callable[[Mapping[str, Any]], object],
        on_error: Callable[[Exception], object] | None = None,
        on_close: Callable[[], object] | None = None,
    ) -> EventStream:
        """Subscribe to the events of the default queue.

        Parameters
        ----------
        on_message : callable
            Called with ``{"event": name, "data": payload}`` for each event, in the thread that reads the
            socket.
        on_error : callable, optional
            Called with the error if the first connection cannot be opened.
        on_close : callable, optional
            Called without arguments when the connection is lost, in the same thread. The client reconnects
            automatically.

        Returns
        -------
        EventStream

        Raises
        ------
        ArgumentError
            If a callback is not a function.
        """
        callbacks: dict[str, object] = {"on_message": on_message, "on_error": on_error, "on_close": on_close}
        for name, callback in callbacks.items():
            if not callable(callback) and (callback is not None or name == "on_message"):
                raise ArgumentError(f"{name}={callback!r} must be a function.")

        def receive(event: Event) -> None:
            if isinstance(event, ConnectionLost):
                if on_close is not None:
                    on_close()
            else:
                on_message({"event": event.name, "data": event.data})

        subscription = self.events.subscribe(receive, [Room.queue()])
        if not subscription.is_live and on_error is not None:
            on_error(ConnectionError(f"The socket to {self.config.address} is not connected yet."))
        return EventStream(subscription)

    async def connect_socketio(self) -> Any:
        """Open a separate Socket.IO connection for the program's own event handlers.

        Returns
        -------
        socketio.AsyncClient
            A connected client with credentials; the same one until it is disconnected. Emit
            ``subscribe_queue`` on it to receive the events of a queue.

        Raises
        ------
        ConnectionError
            If no connection can be opened.
        """
        from ivk_core.events.socket_async import open_socket

        if self._socket is None:
            self._socket = await open_socket(self.aio, _ignore, self._forget_socket)
        return self._socket.client

    async def disconnect_socketio(self) -> None:
        """Close the connection that `connect_socketio` opened."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    @asynccontextmanager
    async def socketio_session(self) -> AsyncIterator[Any]:
        """Open a Socket.IO connection, and close it at the end of the block; see `connect_socketio`.

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


def _ignore(event: Event) -> None:
    del event
