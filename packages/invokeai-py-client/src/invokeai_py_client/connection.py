"""Methods of a blocking client by the names that earlier versions of this library had.

A client does not have to be connected: every call opens what it needs. New programs use the repositories, and
``client.aio`` or `AsyncInvokeAIClient` for what is awaited.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import requests

from invokeai_py_client.raw import raw_request, raw_request_async
from ivk_core import Client
from ivk_core.errors import ConnectionError
from ivk_core.events.hub import Subscription
from ivk_core.events.rooms import Room
from ivk_core.events.types import ConnectionLost, Event

if TYPE_CHECKING:
    import aiohttp

    from invokeai_py_client.client_async import AsyncInvokeAIClient
    from ivk_core.events.socket_async import AsyncSocket

__all__ = ["ConnectionMethods", "EventStream"]


class EventStream:
    """A subscription, with the methods that earlier versions had."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    def close(self) -> None:
        """Receive no further event."""
        self._subscription.close()

    unsubscribe = close


class ConnectionMethods(Client):
    """Methods of `InvokeAIClient` that earlier versions had, and its asynchronous client."""

    _socket: AsyncSocket | None = None

    @property
    def aio(self) -> AsyncInvokeAIClient:
        """The asynchronous client of the running event loop, with the same settings and credentials.

        Each loop has its own, which is closed with this client, or with the loop.
        """
        return cast("AsyncInvokeAIClient", super().aio)

    def _new_async_client(self) -> AsyncInvokeAIClient:
        from invokeai_py_client.client_async import AsyncInvokeAIClient

        return AsyncInvokeAIClient._from_config(self._async_config(), self._cache)

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
        """Return whether an InvokeAI answers (operation ``app_version``); no error is raised."""
        return self.server.is_healthy()

    def health_check(self) -> bool:
        """Return whether an InvokeAI answers (operation ``app_version``); no error is raised."""
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
        """Return what the server says about itself (operations ``app_version``, ``list_model_records``).

        Returns
        -------
        dict
            ``version``, ``url``, ``models_count``, and ``features``: the ids of its operations.
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
        """Send any request, with credentials; see `invokeai_py_client.raw.raw_request`."""
        return raw_request(self, method, endpoint, **options)

    async def _make_request_async(self, method: str, endpoint: str, **options: Any) -> aiohttp.ClientResponse:
        """Send any request from an event loop; see `invokeai_py_client.raw.raw_request_async`."""
        return await raw_request_async(self, method, endpoint, **options)

    def subscribe_to_queue(
        self, queue_id: str = "default", callback: Callable[[Event], object] | None = None
    ) -> EventStream:
        """Have a function called with the events of a queue, in the thread that reads the socket.

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
        return EventStream(self.events.subscribe(callback or _ignore, [Room.queue(queue_id)]))

    def connect_websocket(
        self,
        on_message: Callable[[Mapping[str, Any]], object],
        on_error: Callable[[Exception], object] | None = None,
        on_close: Callable[[], object] | None = None,
    ) -> EventStream:
        """Have functions called with all events of the default queue.

        Parameters
        ----------
        on_message : callable
            Takes ``{"event": name, "data": payload}``.
        on_error : callable, optional
            Takes the error if no connection can be opened.
        on_close : callable, optional
            Called when the connection is lost; it is reopened automatically.

        Returns
        -------
        EventStream
        """

        def receive(event: Event) -> None:
            if isinstance(event, ConnectionLost):
                if on_close is not None:
                    on_close()
            else:
                on_message({"event": event.name, "data": event.data})

        subscription = self.events.subscribe(receive, [Room.queue()])
        if not subscription.is_live and on_error is not None:
            on_error(ConnectionError(f"No socket to {self.config.address} yet."))
        return EventStream(subscription)

    async def connect_socketio(self) -> Any:
        """Open a separate Socket.IO connection, for handlers of the program.

        Returns
        -------
        socketio.AsyncClient
            Connected, with credentials. Emit ``subscribe_queue`` on it to receive the events of a queue.

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


def _ignore(event: Event) -> None:
    del event
