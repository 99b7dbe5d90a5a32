"""One Socket.IO connection, from its opening to its end; the only module that speaks Socket.IO.

A connection is never reopened: whoever wants another one opens a new one, which then carries the
credentials of that moment. The websocket comes first, for some servers fail at compressed polling;
polling, uncompressed, is for those that no websocket gets through to.

Importing this module imports socketio, so it is imported when the first event is wanted, not before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import engineio  # type: ignore[import-untyped]
import requests
import socketio  # type: ignore[import-untyped]
import socketio.exceptions  # type: ignore[import-untyped]
from requests.utils import select_proxy

from ivk_core.auth import Auth
from ivk_core.config import ClientConfig
from ivk_core.errors import ConnectionError
from ivk_core.events.event import Event
from ivk_core.events.rooms import Room
from ivk_core.events.types import event_from
from ivk_core.logs import hide_secrets
from ivk_core.transport.surroundings import authorities, netrc_headers, proxies_to, tls_context

__all__ = ["AsyncSocket", "Socket"]

Heard: TypeAlias = Callable[[Event], object]
Lost: TypeAlias = Callable[[], object]

_SECONDS_TO_ANSWER = 10  # a server that loads something answers nobody for seconds
_TRANSPORTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("websocket", {}),
    ("polling", {"Accept-Encoding": "identity"}),
)
_LOG: Any = logging.getLogger(__name__)  # Any, for socketio declares that it takes a bool
_LOG.addHandler(logging.NullHandler())
_LOG.addFilter(hide_secrets)


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


class _Ending:
    """Tells of the end of a connection once it is in use, also of an end that came before that."""

    def __init__(self, lost: Lost) -> None:
        self._lost = lost
        self._is_in_use = False
        self._has_ended = False

    def note(self, *_reason: object) -> None:
        self._has_ended = True
        if self._is_in_use:
            self._lost()

    def begin_use(self) -> None:
        self._is_in_use = True
        if self._has_ended:
            self._lost()


class Socket:
    """A connection that is read by a thread of its own.

    Parameters
    ----------
    config : ClientConfig
        Where the server is.
    auth : Auth
        Who is asking; asked anew for each connection.
    heard : callable
        Takes each event, in the thread that reads.
    lost : callable
        Called once when the connection has ended.

    Raises
    ------
    ConnectionError
        If neither transport gets through, or the server refuses the credentials.
    """

    def __init__(self, config: ClientConfig, auth: Auth, heard: Heard, lost: Lost) -> None:
        self._config = config
        self._headers = _headers_for(config, auth)
        self._heard = heard
        self._lost = lost
        self._client = self._connected()

    def enter(self, room: Room) -> None:
        """Enter a room; when this returns, the server has confirmed it.

        Raises
        ------
        ConnectionError
            If the connection ended, or the server did not confirm in time.
        """
        self._call(f"subscribe_{room.kind}", room)

    def leave(self, room: Room) -> None:
        """Leave a room; raises what `enter` raises."""
        self._call(f"unsubscribe_{room.kind}", room)

    def close(self) -> None:
        """End the connection."""
        self._client.disconnect()

    def _call(self, what: str, room: Room) -> None:
        try:
            self._client.call(what, room.payload, timeout=_SECONDS_TO_ANSWER)
        except socketio.exceptions.SocketIOError as error:
            raise _not_confirmed(what, room, error) from error

    def _connected(self) -> _Client:
        reasons = []
        for transport, extra in _TRANSPORTS:
            ending = _Ending(self._lost)
            client = self._new_client(ending)
            try:
                client.connect(
                    self._config.address.origin,
                    headers={**self._headers, **extra},
                    auth=_token_of(self._headers),
                    transports=[transport],
                    socketio_path=self._config.address.socket_path,
                    wait_timeout=_SECONDS_TO_ANSWER,
                )
            except (socketio.exceptions.ConnectionError, OSError, ValueError) as error:
                reasons.append(f"{transport}: {error}")
                if client.failed_namespaces:
                    break  # the server was reached and said no; it would say so again
            else:
                ending.begin_use()
                return client
        raise _no_socket(self._config, reasons)

    def _new_client(self, ending: _Ending) -> _Client:
        client = _Client(
            reconnection=False,
            handle_sigint=False,
            http_session=_polling_session(self._config),
            request_timeout=_SECONDS_TO_ANSWER,
            logger=_LOG,
            engineio_logger=_LOG,
            # Each text is decoded anyway, which finds the same mistakes in a thousandth of the time.
            websocket_extra_options={"skip_utf8_validation": True, **_tls_options(self._config)},
        )
        client.on("*", lambda name, *payload: self._heard(event_from(name, *payload or [{}])))
        client.on("disconnect", ending.note)
        return client


class AsyncSocket:
    """A connection of an event loop; the twin of `Socket`. Make one with `AsyncSocket.open`."""

    def __init__(self, client: socketio.AsyncClient, session: Any) -> None:
        self._client = client
        self._session = session

    @property
    def client(self) -> socketio.AsyncClient:
        """The live connection, for handlers of a program's own."""
        return self._client

    @classmethod
    async def open(cls, config: ClientConfig, auth: Auth, heard: Heard, lost: Lost) -> AsyncSocket:
        """Open a connection; parameters and errors are those of `Socket`."""
        reasons = []
        headers = _headers_for(config, auth)
        for transport, extra in _TRANSPORTS:
            ending = _Ending(lost)
            socket = cls._new(config, heard, ending)
            try:
                await socket._client.connect(
                    config.address.origin,
                    headers={**headers, **extra},
                    auth=_token_of(headers),
                    transports=[transport],
                    socketio_path=config.address.socket_path,
                    wait_timeout=_SECONDS_TO_ANSWER,
                )
            except (socketio.exceptions.ConnectionError, OSError, ValueError) as error:
                reasons.append(f"{transport}: {error}")
                await socket.close()
                if socket._client.failed_namespaces:
                    break  # the server was reached and said no; it would say so again
            except BaseException:
                await socket.close()
                raise
            else:
                ending.begin_use()
                return socket
        raise _no_socket(config, reasons)

    @classmethod
    def _new(cls, config: ClientConfig, heard: Heard, ending: _Ending) -> AsyncSocket:
        import aiohttp

        root = config.address.root
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=tls_context(config)),
            proxy=select_proxy(root, proxies_to(root, config.proxies)),
        )
        client = socketio.AsyncClient(
            reconnection=False,
            handle_sigint=False,
            http_session=session,
            request_timeout=_SECONDS_TO_ANSWER,
            logger=_LOG,
            engineio_logger=_LOG,
        )
        client.on("*", lambda name, *payload: heard(event_from(name, *payload or [{}])))
        client.on("disconnect", ending.note)
        return cls(client, session)

    async def enter(self, room: Room) -> None:
        """Enter a room; raises what `Socket.enter` raises."""
        await self._call(f"subscribe_{room.kind}", room)

    async def leave(self, room: Room) -> None:
        """Leave a room; raises what `Socket.enter` raises."""
        await self._call(f"unsubscribe_{room.kind}", room)

    async def close(self) -> None:
        """End the connection."""
        try:
            await self._client.disconnect()
        finally:
            await self._session.close()

    async def _call(self, what: str, room: Room) -> None:
        try:
            await self._client.call(what, room.payload, timeout=_SECONDS_TO_ANSWER)
        except socketio.exceptions.SocketIOError as error:
            raise _not_confirmed(what, room, error) from error


def _headers_for(config: ClientConfig, auth: Auth) -> dict[str, str]:
    return {**netrc_headers(config.address.root), **config.headers, **auth.headers()}


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


def _not_confirmed(what: str, room: Room, error: Exception) -> ConnectionError:
    return ConnectionError(f"{what} {room.name!r} was not confirmed: {error or type(error).__name__}")


def _no_socket(config: ClientConfig, reasons: list[str]) -> ConnectionError:
    return ConnectionError(
        f"No socket to {config.address}{config.address.socket_path.removeprefix(config.address.prefix)}: "
        f"{'; '.join(reasons)}.",
        hint="Check that a proxy in between lets websockets through, and that the credentials are accepted.",
    )
