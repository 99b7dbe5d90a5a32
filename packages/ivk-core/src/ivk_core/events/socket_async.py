"""One Socket.IO connection of an event loop; the twin of `ivk_core.events.socket`."""

from __future__ import annotations

from typing import Any

import aiohttp
from requests.utils import select_proxy

from ivk_core.auth import Auth
from ivk_core.config import ClientConfig
from ivk_core.events.ending import Ending, Lost
from ivk_core.events.failure import no_socket, not_confirmed, reason_of
from ivk_core.events.rooms import Room
from ivk_core.events.wire import (
    SECONDS_TO_ANSWER,
    Heard,
    SocketIOError,
    new_async_client,
    ways_to_connect,
)
from ivk_core.transport.surroundings import proxies_to, tls_context

__all__ = ["AsyncSocket"]


class AsyncSocket:
    """A connection of an event loop. Make one with `AsyncSocket.open`.

    Parameters
    ----------
    client : socketio.AsyncClient
        The live connection.
    session : aiohttp.ClientSession
        What it was made with; closed with it.
    """

    def __init__(self, client: Any, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    @property
    def client(self) -> Any:
        """The live connection, for handlers of a program's own."""
        return self._client

    @classmethod
    async def open(cls, config: ClientConfig, auth: Auth, heard: Heard, lost: Lost) -> AsyncSocket:
        """Open a connection; parameters and errors are those of `Socket.open`."""
        reasons = []
        for transport, how in ways_to_connect(config, auth):
            ending = Ending(lost)
            session = _session_for(config)
            socket = cls(new_async_client(session, heard, ending), session)
            try:
                await socket._client.connect(**how)
            except Exception as error:  # noqa: BLE001 - the libraries let errors of all kinds through
                reasons.append(f"{transport}: {reason_of(error)}")
                await socket.close()
                if socket._client.failed_namespaces:
                    break  # the server was reached and said no; it would say so again
            except BaseException:
                await socket.close()
                raise
            else:
                ending.begin_use()
                return socket
        raise no_socket(config, reasons)

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
            await self._client.call(what, room.payload, timeout=SECONDS_TO_ANSWER)
        except SocketIOError as error:
            raise not_confirmed(what, room, error) from error


def _session_for(config: ClientConfig) -> aiohttp.ClientSession:
    root = config.address.root
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls_context(config)),
        proxy=select_proxy(root, proxies_to(root, config.proxies)),
    )
