"""Opening a socket with credentials that the server accepts.

A socket says no more than that it was refused. So when it was, the server is asked over REST who is asking:
if the token was the trouble, that gets a new one, and the socket is tried once more with it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from requests.utils import default_headers

from ivk_core.auth.calls import get_me
from ivk_core.errors import ConnectionError, InvokeAIError

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient
    from ivk_core.client import Client
    from ivk_core.config import ClientConfig
    from ivk_core.events.async_socket import AsyncSocket
    from ivk_core.events.event import Event
    from ivk_core.events.socket import Socket

__all__ = ["open_async_socket", "open_socket"]


def open_socket(client: Client, heard: Callable[[Event], object], lost: Callable[[], object]) -> Socket:
    """Open a socket for a client.

    Parameters
    ----------
    client : Client
        Whose address and credentials to use.
    heard : callable
        Takes each event.
    lost : callable
        Called once when the connection has ended.

    Returns
    -------
    Socket

    Raises
    ------
    ConnectionError
        If there is no socket to be had, with the credentials that there are.
    """
    from ivk_core.events.socket import Socket

    try:
        shown = client.run(client.credentials.ready())
    except InvokeAIError as error:
        raise _not_ready(error) from error
    config = _as_the_session_has_it(client)
    try:
        return Socket.open(config, client.credentials, heard, lost)
    except ConnectionError:
        with suppress(InvokeAIError, ValueError):  # what else answers there may answer anything
            client.run(get_me())
        if client.credentials.headers() == shown:
            raise
    return Socket.open(config, client.credentials, heard, lost)


async def open_async_socket(
    client: AsyncClient, heard: Callable[[Event], object], lost: Callable[[], object]
) -> AsyncSocket:
    """Open a socket for an async client; the twin of `open_socket`."""
    from ivk_core.events.async_socket import AsyncSocket

    try:
        shown = await client.run(client.credentials.ready())
    except InvokeAIError as error:
        raise _not_ready(error) from error
    try:
        return await AsyncSocket.open(client.config, client.credentials, heard, lost)
    except ConnectionError:
        with suppress(InvokeAIError, ValueError):
            await client.run(get_me())
        if client.credentials.headers() == shown:
            raise
    return await AsyncSocket.open(client.config, client.credentials, heard, lost)


def _as_the_session_has_it(client: Client) -> ClientConfig:
    """Give the settings with what was set on the live session, which is what requests go by."""
    session, usual = client.session, default_headers()
    own = {name: _text(value) for name, value in session.headers.items() if name not in usual}
    return replace(
        client.config,
        verify=client.config.verify if session.verify is None else session.verify,
        cert=session.cert,
        proxies=dict(session.proxies),
        headers={**own, **client.config.headers},
    )


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _not_ready(error: InvokeAIError) -> ConnectionError:
    return ConnectionError(
        f"No socket, for there are no credentials for it: {error.message}", hint=error.hint
    )
