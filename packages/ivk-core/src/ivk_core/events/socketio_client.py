"""What both faces of a socket share, and the only module that imports socketio.

Importing it takes a while, so it is imported when the first event is wanted, not before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import engineio  # type: ignore[import-untyped]
import engineio.exceptions  # type: ignore[import-untyped]
import requests
import socketio  # type: ignore[import-untyped]
import socketio.exceptions  # type: ignore[import-untyped]

from ivk_core.auth import Auth
from ivk_core.config import ClientConfig
from ivk_core.events.ending import Ending
from ivk_core.events.event import Event
from ivk_core.events.types import event_from
from ivk_core.logs import hide_secrets
from ivk_core.transport.surroundings import authorities, netrc_headers, proxies_to, tls_context
from ivk_core.transport.wire import check_headers

__all__ = [
    "SECONDS_TO_ANSWER",
    "Heard",
    "SocketIOError",
    "new_async_client",
    "new_client",
    "release",
    "ways_to_connect",
]

Heard: TypeAlias = Callable[[Event], object]
"""Takes each event."""

SECONDS_TO_ANSWER = 10
"""A server that loads something answers nobody for seconds."""

SocketIOError: type[Exception] = socketio.exceptions.SocketIOError

_TRANSPORTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("websocket", {}),
    ("polling", {"Accept-Encoding": "identity"}),
)
_TALK = 5  # below DEBUG: each packet, with all that is in it


class _Whisper(logging.LoggerAdapter[logging.Logger]):
    """Says in a low voice what socketio says aloud; an end, for one, is no reason for a warning.

    What matters of it is raised, or said by those who keep the connection.
    """

    def log(self, level: int, msg: object, *args: object, **more: Any) -> None:  # noqa: ARG002
        super().log(_TALK, msg, *args, **more)


_SOCKET_LOG = logging.getLogger("ivk.socket")
_SOCKET_LOG.addFilter(hide_secrets)
_LOG: Any = _Whisper(_SOCKET_LOG)  # Any, for socketio declares that it takes a bool


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


class _InTime(engineio.AsyncClient):  # type: ignore[misc]
    """Waits so long for the server to open the connection; by default it waits for ever."""

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                return await super().connect(*args, **kwargs)
        except TimeoutError:
            silence = f"the server said nothing for {SECONDS_TO_ANSWER} seconds"
            raise engineio.exceptions.ConnectionError(silence) from None


class _AsyncClient(socketio.AsyncClient):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.AsyncClient]:
        return _InTime


def new_client(config: ClientConfig, heard: Heard, ending: Ending) -> Any:
    """Make a client that a thread of its own reads.

    Parameters
    ----------
    config : ClientConfig
        Says how to check certificates, which one to show, and which proxies to go through.
    heard : callable
        Takes each event, in the thread that reads.
    ending : Ending
        Told when the connection ends.

    Returns
    -------
    socketio.Client
    """
    session = _polling_session(config)
    # Each text is decoded anyway, which finds the same mistakes in a thousandth of the time.
    options = {"skip_utf8_validation": True, **_tls_options(config)}
    client = _Client(http_session=session, websocket_extra_options=options, **_settings())
    _listen(client, heard, ending)
    return client


def new_async_client(session: Any, heard: Heard, ending: Ending) -> Any:
    """Make a client of an event loop; the twin of `new_client`.

    Parameters
    ----------
    session : aiohttp.ClientSession
        What to connect with.
    heard, ending
        As for `new_client`.

    Returns
    -------
    socketio.AsyncClient
    """
    client = _AsyncClient(http_session=session, **_settings())
    _listen(client, heard, ending)
    return client


def release(client: Any) -> None:
    """Close the websocket of a client whose connection ended by itself; it would stay open."""
    websocket = getattr(client.eio, "ws", None)
    if websocket is not None:
        websocket.shutdown()


def ways_to_connect(config: ClientConfig, auth: Auth) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through the ways to reach a server, the best one first.

    The websocket comes first, for some servers fail at compressed polling; polling, uncompressed, is for
    those that no websocket gets through to.

    Parameters
    ----------
    config : ClientConfig
        Where the server is.
    auth : Auth
        Who is asking.

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


def _settings() -> dict[str, Any]:
    return {
        "reconnection": False,
        "handle_sigint": False,
        "request_timeout": SECONDS_TO_ANSWER,
        "logger": _LOG,
        "engineio_logger": _LOG,
    }


def _listen(client: Any, heard: Heard, ending: Ending) -> None:
    client.on("*", lambda name, *payload: heard(event_from(name, *payload or [{}])))
    client.on("disconnect", ending.note)


def _polling_session(config: ClientConfig) -> requests.Session:
    """Make a session that reads no environment by itself, for that would win over the settings."""
    session = requests.Session()
    session.trust_env = False
    session.verify = authorities(config.verify)
    session.cert = config.cert
    session.proxies.update(proxies_to(config.address.root, config.proxies))
    return session


def _tls_options(config: ClientConfig) -> dict[str, Any]:
    return {"sslopt": {"context": tls_context(config)}} if config.address.scheme == "https" else {}


def _token_of(headers: Mapping[str, str]) -> dict[str, str] | None:
    """Give the token as InvokeAI's socket asks for it, where the credentials are a token."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    return {"token": token} if scheme == "Bearer" else None
