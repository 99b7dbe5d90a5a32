# Made from socket_async.py by scripts/make_blocking.py: edit that file, not this one.
"""One Socket.IO connection, from its opening to its end.

A connection is never reopened: another one is opened instead, which then carries the credentials of that
moment. All that a socket says of credentials is that it was refused. So when it was, the server is asked over
REST whose account is in use: if the token was the reason, that gets a new one, and the socket is tried once
more with it.
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
    SocketEnd,
    SocketIOError,
    new_client,
    no_socket,
    not_confirmed,
    reason_of,
    ways_to_connect,
)
from ivk_core.transport.environment import config_of_session

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Socket", "open_socket"]


class Socket:
    """A connection. Make one with `Socket.open`.

    Parameters
    ----------
    client : socketio.Client
        The live connection.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def client(self) -> Any:
        """The live connection, for handlers of the program."""
        return self._client

    @classmethod
    def open(
        cls, config: ClientConfig, auth: Auth, receive: EventCallback, lost: Callable[[], object]
    ) -> Socket:
        """Open a connection.

        Parameters
        ----------
        config : ClientConfig
            Where the server is.
        auth : Auth
            The credentials; asked anew for each connection.
        receive : callable
            Takes each event, where the socket is read.
        lost : callable
            Called once when the connection has ended.

        Returns
        -------
        Socket

        Raises
        ------
        ConnectionError
            If neither transport gets through, or the server refuses the credentials.
        """
        reasons = []
        for transport, options in ways_to_connect(config, auth):
            end = SocketEnd(lost)
            client = new_client(config, receive, end)
            try:
                client.connect(**options)
            except Exception as error:  # noqa: BLE001 - the libraries let errors of all kinds through
                reasons.append(f"{transport}: {reason_of(error)}")
                was_refused = bool(client.failed_namespaces)
                client.release()
                if was_refused:
                    break  # the server was reached and said no; it would say so again
            except BaseException:
                client.release()
                raise
            else:
                end.begin_use()
                return cls(client)
        raise no_socket(config, reasons)

    def join(self, room: Room) -> None:
        """Join a room; when this returns, the server has confirmed it.

        Raises
        ------
        ConnectionError
            If the connection ended, or the server did not confirm in time.
        """
        self._call(f"subscribe_{room.kind}", room)

    def leave(self, room: Room) -> None:
        """Leave a room; raises what `join` raises."""
        self._call(f"unsubscribe_{room.kind}", room)

    def close(self) -> None:
        """End the connection."""
        self._client.release()

    def _call(self, what: str, room: Room) -> None:
        try:
            self._client.call(what, room.payload, timeout=SECONDS_TO_ANSWER)
        except SocketIOError as error:
            raise not_confirmed(what, room, error) from error


def open_socket(client: Client, receive: EventCallback, lost: Callable[[], object]) -> Socket:
    """Open a socket with credentials that the server accepts.

    Parameters
    ----------
    client : Client
        Whose address and credentials to use.
    receive : callable
        Takes each event.
    lost : callable
        Called once when the connection has ended.

    Returns
    -------
    Socket

    Raises
    ------
    ConnectionError
        If no socket can be opened with the credentials that there are.
    """
    try:
        sent = client.run(client.credentials.ready())
    except InvokeAIError as error:
        message = f"No socket, because there are no credentials for it: {error.message}"
        raise ConnectionError(message, hint=error.hint) from error
    config = config_of_session(client.config, client.session)
    try:
        return Socket.open(config, client.credentials, receive, lost)
    except ConnectionError:
        with suppress(InvokeAIError, ValueError):  # what answers at this address may not be an InvokeAI
            client.run(get_me())
        if client.credentials.headers() == sent:
            raise
    return Socket.open(config, client.credentials, receive, lost)
