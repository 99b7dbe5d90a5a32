"""Setting up and closing Socket.IO clients; the only module that imports socketio.

It is imported for the first subscription only, because importing socketio slows down the start of a program.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import engineio  # type: ignore[import-untyped]
import engineio.exceptions  # type: ignore[import-untyped]
import requests
import socketio  # type: ignore[import-untyped]
import socketio.exceptions  # type: ignore[import-untyped]
from requests.utils import select_proxy

from ivk_core.auth.base import Auth
from ivk_core.config import ClientConfig
from ivk_core.errors import ConnectionError
from ivk_core.events.dispatcher import EventCallback
from ivk_core.events.rooms import Room
from ivk_core.events.types import event_from
from ivk_core.logs import hide_secrets
from ivk_core.transport.encoding import check_headers
from ivk_core.transport.environment import ca_bundle, netrc_headers, proxies_to, tls_context

__all__ = [
    "SECONDS_TO_ANSWER",
    "DisconnectHandler",
    "SocketIOError",
    "confirmation_error",
    "connect_error",
    "connect_options",
    "new_client",
    "new_client_async",
    "reason_of",
]

SECONDS_TO_ANSWER = 10
"""The timeout of the socket: a server that loads a model does not respond for several seconds."""

SocketIOError: type[Exception] = socketio.exceptions.SocketIOError

_TRANSPORTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("websocket", {}),
    ("polling", {"Accept-Encoding": "identity"}),
)
_PACKET_LEVEL = 5  # below DEBUG, because socketio logs each packet with its content
_PASSWORD = re.compile(r"//[^/@\s]+@")


class _PacketLogger(logging.LoggerAdapter[logging.Logger]):
    """Logs all messages of socketio at a level below DEBUG.

    Its own levels are not useful: it warns about a normal end of a connection, for example. Errors that
    matter are raised, or logged by the hub.
    """

    def log(self, level: int, msg: object, *args: object, **more: Any) -> None:  # noqa: ARG002
        super().log(_PACKET_LEVEL, msg, *args, **more)


_SOCKET_LOG = logging.getLogger("ivk.socket")
_SOCKET_LOG.addFilter(hide_secrets)
_LOG: Any = _PacketLogger(_SOCKET_LOG)  # Any, because socketio declares the type bool


class DisconnectHandler:
    """Reports the end of a connection that is in use.

    A connection may end between its opening and `begin_use`; `begin_use` then reports the end.

    Parameters
    ----------
    lost : callable
        Called once when a connection that is in use has ended.
    """

    def __init__(self, lost: Callable[[], object]) -> None:
        self._lost = lost
        self._is_in_use = False
        self._has_ended = False

    def on_disconnect(self, *_reason: object) -> None:
        """Record that the connection has ended."""
        self._has_ended = True
        if self._is_in_use:
            self._lost()

    def begin_use(self) -> None:
        """Record that the connection is in use from now on."""
        self._is_in_use = True
        if self._has_ended:
            self._lost()


class _SequentialClient(engineio.Client):  # type: ignore[misc]
    """Handles each message in the thread that reads the socket.

    By default, engineio starts a thread for each message, so that events may be handled in a wrong order.
    """

    def start_background_task(self, target: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if target is self.handlers.get("message"):
            return target(*args, **kwargs)
        return super().start_background_task(target, *args, **kwargs)


class _Client(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _SequentialClient

    def _handle_disconnect(self, namespace: str) -> None:
        # In another thread, because it waits for the end of the reading thread, which calls this method.
        self.start_background_task(super()._handle_disconnect, namespace)

    def release(self) -> None:
        """Close the connection and its websocket, which stays open if the server ended the connection."""
        self.disconnect()
        websocket = getattr(self.eio, "ws", None)
        if websocket is not None:
            websocket.shutdown()


class _WithConnectTimeout(engineio.AsyncClient):  # type: ignore[misc]
    """Adds a timeout to opening a connection; engineio has none."""

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                return await super().connect(*args, **kwargs)
        except TimeoutError:
            reason = f"the server did not respond for {SECONDS_TO_ANSWER} seconds"
            raise engineio.exceptions.ConnectionError(reason) from None


class _AsyncClient(socketio.AsyncClient):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.AsyncClient]:
        return _WithConnectTimeout

    async def release(self) -> None:
        """Close the connection and its session."""
        try:
            await self.disconnect()
        finally:
            await self.eio.http.close()


def new_client(config: ClientConfig, receive: EventCallback, disconnect: DisconnectHandler) -> Any:
    """Make a client that reads the socket in its own thread.

    Parameters
    ----------
    config : ClientConfig
        The settings for certificates and proxies.
    receive : callable
        Called with each event, in the thread that reads the socket.
    disconnect : DisconnectHandler
        Notified when the connection ends.

    Returns
    -------
    socketio.Client
        It has a method ``release`` that closes the connection and its resources.
    """
    session = _polling_session(config)
    # websocket-client's validation is written in Python and slow; decoding the text finds the same errors.
    options = {"skip_utf8_validation": True, **_tls_options(config)}
    client = _Client(http_session=session, websocket_extra_options=options, **_settings())
    _register(client, receive, disconnect)
    return client


def new_client_async(config: ClientConfig, receive: EventCallback, disconnect: DisconnectHandler) -> Any:
    """Make a client in the running event loop; parameters and result are those of `new_client`."""
    import aiohttp  # here, because it is an optional dependency

    root = config.address.root
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls_context(config)),
        proxy=select_proxy(root, proxies_to(root, config.proxies)),
    )
    client = _AsyncClient(http_session=session, **_settings())
    _register(client, receive, disconnect)
    return client


def connect_options(config: ClientConfig, auth: Auth) -> Iterator[tuple[str, dict[str, Any]]]:
    """Iterate over the transports, each with its options, in the order in which to try them.

    Websocket comes first. Polling is for servers behind a proxy that does not pass websockets; it is
    uncompressed, because some servers fail to compress it.

    Parameters
    ----------
    config : ClientConfig
        The settings of the connection.
    auth : Auth
        The credentials.

    Yields
    ------
    tuple of str and dict
        The name of a transport, and the arguments of ``connect``.

    Raises
    ------
    ConfigurationError
        If a header cannot be sent. The check is here, because the libraries send a line break unchanged, or
        show the header in an error.
    """
    headers = {**netrc_headers(config.address.root), **config.headers, **auth.headers()}
    check_headers(headers)
    for transport, extra in _TRANSPORTS:
        yield (
            transport,
            {
                "url": config.address.origin,
                "headers": {**headers, **extra},
                "auth": _token_of(headers),
                "transports": [transport],
                "socketio_path": config.address.socket_path,
                "wait_timeout": SECONDS_TO_ANSWER,
            },
        )


def reason_of(error: Exception) -> str:
    """Return the message of an error, without the password in the URL of a proxy."""
    return _PASSWORD.sub("//…@", str(error)) or type(error).__name__


def confirmation_error(event: str, room: Room, error: Exception) -> ConnectionError:
    """Make the error for a room that the server did not confirm."""
    return ConnectionError(f"{event} {room.name!r} was not confirmed: {reason_of(error)}")


def connect_error(config: ClientConfig, reasons: list[str]) -> ConnectionError:
    """Make the error for a socket that no transport could open, with the reason of each transport."""
    return ConnectionError(
        f"No socket to {config.address}{config.address.socket_path.removeprefix(config.address.prefix)}: "
        f"{'; '.join(reasons)}.",
        hint="Check that a reverse proxy passes websockets, and that the server accepts the credentials.",
    )


def _settings() -> dict[str, Any]:
    return {
        "reconnection": False,  # the hub reconnects, with the current credentials
        "handle_sigint": False,  # Ctrl-C belongs to the program
        "request_timeout": SECONDS_TO_ANSWER,
        "logger": _LOG,
        "engineio_logger": _LOG,
    }


def _register(client: Any, receive: EventCallback, disconnect: DisconnectHandler) -> None:
    client.on("*", lambda name, *payload: receive(event_from(name, *payload or [{}])))
    client.on("disconnect", disconnect.on_disconnect)


def _polling_session(config: ClientConfig) -> requests.Session:
    """Make a session that ignores the environment, which would otherwise override the client's settings."""
    session = requests.Session()
    session.trust_env = False
    session.verify = ca_bundle(config.verify)
    session.cert = config.cert
    session.proxies.update(proxies_to(config.address.root, config.proxies))
    return session


def _tls_options(config: ClientConfig) -> dict[str, Any]:
    return {"sslopt": {"context": tls_context(config)}} if config.address.scheme == "https" else {}


def _token_of(headers: Mapping[str, str]) -> dict[str, str] | None:
    """Return the auth payload for InvokeAI's socket if the credentials are a bearer token, else None."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return {"token": token} if scheme == "Bearer" else None
