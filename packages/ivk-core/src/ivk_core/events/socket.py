"""One Socket.IO connection, from its opening to its end.

A connection is never reopened: whoever wants another one opens a new one, which then carries the
credentials of that moment.
"""

from __future__ import annotations

from typing import Any

from ivk_core.auth import Auth
from ivk_core.config import ClientConfig
from ivk_core.events.ending import Ending, Lost
from ivk_core.events.failure import no_socket, not_confirmed, reason_of
from ivk_core.events.rooms import Room
from ivk_core.events.wire import (
    SECONDS_TO_ANSWER,
    Heard,
    SocketIOError,
    new_client,
    release,
    ways_to_connect,
)

__all__ = ["Socket"]


class Socket:
    """A connection that is read by a thread of its own. Make one with `Socket.open`.

    Parameters
    ----------
    client : socketio.Client
        The live connection.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    @classmethod
    def open(cls, config: ClientConfig, auth: Auth, heard: Heard, lost: Lost) -> Socket:
        """Open a connection.

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

        Returns
        -------
        Socket

        Raises
        ------
        ConnectionError
            If neither transport gets through, or the server refuses the credentials.
        """
        reasons = []
        for transport, how in ways_to_connect(config, auth):
            ending = Ending(lost)
            client = new_client(config, heard, ending)
            try:
                client.connect(**how)
            except Exception as error:  # noqa: BLE001 - the libraries let errors of all kinds through
                reasons.append(f"{transport}: {reason_of(error)}")
                if client.failed_namespaces:
                    break  # the server was reached and said no; it would say so again
            else:
                ending.begin_use()
                return cls(client)
        raise no_socket(config, reasons)

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
        release(self._client)

    def _call(self, what: str, room: Room) -> None:
        try:
            self._client.call(what, room.payload, timeout=SECONDS_TO_ANSWER)
        except SocketIOError as error:
            raise not_confirmed(what, room, error) from error
