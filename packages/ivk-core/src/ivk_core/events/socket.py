# Made from socket_async.py by scripts/make_blocking.py: edit that file, not this one.
"""One Socket.IO connection.

A connection is never reopened; a new one is opened instead, with the current credentials. When a server
refuses a socket, it does not say whether the token has expired. So a REST request follows (`get_me`), which
renews an expired token; if the token has changed, the socket is opened once more with the new token.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ivk_core.auth.base import Auth
from ivk_core.auth.calls import get_me
from ivk_core.config import ClientConfig
from ivk_core.errors import ConnectionError, InvokeAIError
from ivk_core.events.dispatcher import EventCallback
from ivk_core.events.rooms import Room
from ivk_core.events.socketio_client import (
    SECONDS_TO_ANSWER,
    DisconnectHandler,
    SocketIOError,
    confirmation_error,
    connect_error,
    connect_options,
    new_client,
    reason_of,
)
from ivk_core.transport.environment import config_of_session

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Socket", "open_socket"]


class Socket:
    """An open connection. Open one with `Socket.open`.

    Parameters
    ----------
    client : socketio.Client
        The connected Socket.IO client.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def client(self) -> Any:
        """The connected Socket.IO client, for handlers of the program."""
        return self._client

    @classmethod
    def open(
        cls, config: ClientConfig, auth: Auth, receive: EventCallback, lost: Callable[[], object]
    ) -> Socket:
        """Open a connection.

        Parameters
        ----------
        config : ClientConfig
            The settings of the connection.
        auth : Auth
            The credentials.
        receive : callable
            Called with each event, in the thread or task that reads the socket.
        lost : callable
            Called once when the connection has ended.

        Returns
        -------
        Socket

        Raises
        ------
        ConnectionError
            If neither websocket nor polling works, or the server refuses the credentials.
        """
        reasons = []
        for transport, options in connect_options(config, auth):
            disconnect = DisconnectHandler(lost)
            client = new_client(config, receive, disconnect)
            try:
                client.connect(**options)
            except Exception as error:  # noqa: BLE001 - the libraries raise errors of many classes
                reasons.append(f"{transport}: {reason_of(error)}")
                was_refused = bool(client.failed_namespaces)
                client.release()
                if was_refused:
                    break  # the server has responded, and would refuse the other transport too
            except BaseException:
                client.release()
                raise
            else:
                disconnect.begin_use()
                return cls(client)
        raise connect_error(config, reasons)

    def join(self, room: Room) -> None:
        """Join a room and wait for the server's confirmation.

        Raises
        ------
        ConnectionError
            If the connection has ended, or the server does not confirm in time.
        """
        self._call(f"subscribe_{room.kind}", room)

    def leave(self, room: Room) -> None:
        """Leave a room and wait for the server's confirmation; raises the errors of `join`."""
        self._call(f"unsubscribe_{room.kind}", room)

    def close(self) -> None:
        """Close the connection."""
        self._client.release()

    def _call(self, event: str, room: Room) -> None:
        try:
            self._client.call(event, room.payload, timeout=SECONDS_TO_ANSWER)
        except SocketIOError as error:
            raise confirmation_error(event, room, error) from error


def open_socket(client: Client, receive: EventCallback, lost: Callable[[], object]) -> Socket:
    """Open a socket with the credentials of a client, and renew an expired token if necessary.

    Parameters
    ----------
    client : Client
        The client whose settings and credentials to use.
    receive : callable
        Called with each event.
    lost : callable
        Called once when the connection has ended.

    Returns
    -------
    Socket

    Raises
    ------
    ConnectionError
        If no socket can be opened with the credentials of the client.
    """
    try:
        sent = client.run(client.credentials.ready())
    except InvokeAIError as error:
        message = f"The socket cannot be opened, because the login failed: {error.message}"
        raise ConnectionError(message, hint=error.hint) from error
    config = config_of_session(client.config, client.session)
    try:
        return Socket.open(config, client.credentials, receive, lost)
    except ConnectionError:
        # ValueError: the server at this address may not be InvokeAI, and its response is then invalid.
        with suppress(InvokeAIError, ValueError):
            client.run(get_me())
        if client.credentials.headers() == sent:
            raise
    return Socket.open(config, client.credentials, receive, lost)
