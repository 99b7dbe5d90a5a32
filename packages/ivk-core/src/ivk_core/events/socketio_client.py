"""How a Socket.IO client is set up and closed; the only module that imports socketio.

Importing it takes a while, so it is imported when the first event is wanted, not before.
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
from ivk_core.transport.environment import authorities, netrc_headers, proxies_to, tls_context

__all__ = [
    "SECONDS_TO_ANSWER",
    "SocketEnd",
    "SocketIOError",
    "new_client",
    "new_client_async",
    "no_socket",
    "not_confirmed",
    "reason_of",
    "ways_to_connect",
]

SECONDS_TO_ANSWER = 10
"""A server that loads a model answers nothing for some seconds."""

SocketIOError: type[Exception] = socketio.exceptions.SocketIOError

_TRANSPORTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("websocket", {}),
    ("polling", {"Accept-Encoding": "identity"}),
)
_PACKET_LEVEL = 5  # below DEBUG: socketio logs each packet, with all that is in it
_PASSWORD = re.compile(r"//[^/@\s]+@")


class _LoggedAsPackets(logging.LoggerAdapter[logging.Logger]):
    """Logs what socketio says at a level below DEBUG; it warns of a normal end, for example.

    What matters of it is raised, or logged by those who keep the connection.
    """

    def log(self, level: int, msg: object, *args: object, **more: Any) -> None:  # noqa: ARG002
        super().log(_PACKET_LEVEL, msg, *args, **more)


_SOCKET_LOG = logging.getLogger("ivk.socket")
_SOCKET_LOG.addFilter(hide_secrets)
_LOG: Any = _LoggedAsPackets(_SOCKET_LOG)  # Any, because socketio declares that it takes a bool


class SocketEnd:
    """Reports the end of a connection once it is in use, also an end that came before that.

    Parameters
    ----------
    lost : callable
        Called once when a connection that was in use has ended.
    """

    def __init__(self, lost: Callable[[], object]) -> None:
        self._lost = lost
        self._is_in_use = False
        self._has_ended = False

    def on_disconnect(self, *_reason: object) -> None:
        """Note that the connection has ended."""
        self._has_ended = True
        if self._is_in_use:
            self._lost()

    def begin_use(self) -> None:
        """Note that the connection is relied on from now on."""
        self._is_in_use = True
        if self._has_ended:
            self._lost()


class _InOrder(engineio.Client):  # type: ignore[misc]
    """Handles each message in the thread that read it.

    By default each message gets a thread of its own, and events overtake each other.
    """

    def start_background_task(self, target: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if target is self.handlers.get("message"):
            return target(*args, **kwargs)
        return super().start_background_task(target, *args, **kwargs)


class _Client(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder

    def _handle_disconnect(self, namespace: str) -> None:
        # It waits for the thread that reads, which is the one that is here.
        self.start_background_task(super()._handle_disconnect, namespace)

    def release(self) -> None:
        """End the connection, and close its websocket, which stays open when the server ended it."""
        self.disconnect()
        websocket = getattr(self.eio, "ws", None)
        if websocket is not None:
            websocket.shutdown()


class _WithConnectTimeout(engineio.AsyncClient):  # type: ignore[misc]
    """Waits for a limited time for the server to open the connection; by default it waits for ever."""

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                return await super().connect(*args, **kwargs)
        except TimeoutError:
            silence = f"the server said nothing for {SECONDS_TO_ANSWER} seconds"
            raise engineio.exceptions.ConnectionError(silence) from None


class _AsyncClient(socketio.AsyncClient):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.AsyncClient]:
        return _WithConnectTimeout

    async def release(self) -> None:
        """End the connection, and close the session that it was made with."""
        try:
            await self.disconnect()
        finally:
            await self.eio.http.close()


def new_client(config: ClientConfig, receive: EventCallback, end: SocketEnd) -> Any:
    """Make a client that a thread of its own reads.

    Parameters
    ----------
    config : ClientConfig
        Says how to check certificates, which one to show, and which proxies to go through.
    receive : callable
        Takes each event, in the thread that reads.
    end : SocketEnd
        Notified when the connection ends.

    Returns
    -------
    socketio.Client
        With a method ``release`` that ends it and closes all that belongs to it.
    """
    session = _polling_session(config)
    # Each text is decoded anyway, which finds the same mistakes in a thousandth of the time.
    options = {"skip_utf8_validation": True, **_tls_options(config)}
    client = _Client(http_session=session, websocket_extra_options=options, **_settings())
    _register(client, receive, end)
    return client


def new_client_async(config: ClientConfig, receive: EventCallback, end: SocketEnd) -> Any:
    """Make a client of the running event loop; parameters and result are those of `new_client`."""
    import aiohttp  # it comes with an extra

    root = config.address.root
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls_context(config)),
        proxy=select_proxy(root, proxies_to(root, config.proxies)),
    )
    client = _AsyncClient(http_session=session, **_settings())
    _register(client, receive, end)
    return client


def ways_to_connect(config: ClientConfig, auth: Auth) -> Iterator[tuple[str, dict[str, Any]]]:
    """Iterate over the ways to reach a server, the best one first.

    The websocket comes first, because some servers fail at compressed polling; polling, uncompressed, is for
    those that no websocket gets through to.

    Parameters
    ----------
    config : ClientConfig
        Where the server is.
    auth : Auth
        The credentials.

    Yields
    ------
    tuple of str and dict
        The name of a transport, and what to call ``connect`` with.

    Raises
    ------
    ConfigurationError
        If a header cannot be sent; the libraries below would send a line break, or show what is secret.
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
    """Say why a transport did not get through, without the password of a proxy on the way."""
    return _PASSWORD.sub("//…@", str(error)) or type(error).__name__


def not_confirmed(what: str, room: Room, error: Exception) -> ConnectionError:
    """Make the error for a room that the server did not confirm."""
    return ConnectionError(f"{what} {room.name!r} was not confirmed: {reason_of(error)}")


def no_socket(config: ClientConfig, reasons: list[str]) -> ConnectionError:
    """Make the error for a server that no transport reached, with the reason of each."""
    return ConnectionError(
        f"No socket to {config.address}{config.address.socket_path.removeprefix(config.address.prefix)}: "
        f"{'; '.join(reasons)}.",
        hint="Check that a proxy in between lets websockets through, and that the credentials are accepted.",
    )


def _settings() -> dict[str, Any]:
    return {
        "reconnection": False,
        "handle_sigint": False,
        "request_timeout": SECONDS_TO_ANSWER,
        "logger": _LOG,
        "engineio_logger": _LOG,
    }


def _register(client: Any, receive: EventCallback, end: SocketEnd) -> None:
    client.on("*", lambda name, *payload: receive(event_from(name, *payload or [{}])))
    client.on("disconnect", end.on_disconnect)


def _polling_session(config: ClientConfig) -> requests.Session:
    """Make a session that reads no environment by itself, because that would win over the settings."""
    session = requests.Session()
    session.trust_env = False
    session.verify = authorities(config.verify)
    session.cert = config.cert
    session.proxies.update(proxies_to(config.address.root, config.proxies))
    return session


def _tls_options(config: ClientConfig) -> dict[str, Any]:
    return {"sslopt": {"context": tls_context(config)}} if config.address.scheme == "https" else {}


def _token_of(headers: Mapping[str, str]) -> dict[str, str] | None:
    """Return the token as InvokeAI's socket asks for it, where the credentials are a token."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return {"token": token} if scheme == "Bearer" else None
