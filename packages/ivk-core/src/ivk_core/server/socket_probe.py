"""Checking whether the server accepts a socket with the client's credentials, with plain HTTP requests.

Socket.IO's polling transport consists of HTTP requests: open, connect, read the response, close. Therefore
the check is a flow and needs no socket library.
"""

from __future__ import annotations

import json
from typing import Any

from ivk_core.errors import ConnectionError, NotAnInvokeAIError
from ivk_core.flow import Flow, Request, Response

__all__ = ["probe_socket"]

# Packet types of Engine.IO (one digit) and Socket.IO (two digits), and the separator of packets.
_OPEN, _CLOSE, _CONNECT, _CONNECT_ERROR = "0", "1", "40", "44"
_SEPARATOR = "\x1e"


def probe_socket(encoding: str = "identity") -> Flow[str]:
    """Open a socket with the client's credentials, and close it.

    Parameters
    ----------
    encoding : str
        The ``Accept-Encoding`` header, to test compression.

    Returns
    -------
    Flow of str
        A description, which says whether the server offers websockets.

    Raises
    ------
    ConnectionError
        If the server refuses the credentials.
    NotAnInvokeAIError
        If the response is not one of a Socket.IO server.
    """
    opened = yield _poll({}, encoding)
    offer = _packet(opened, _OPEN)
    session = {"sid": offer.get("sid")}
    yield _post(session, _CONNECT)
    connected = yield _poll(session, encoding)
    if _CONNECT_ERROR in _packet_types(connected):
        raise ConnectionError("The socket refuses these credentials.", hint="Log in, or pass an api_key.")
    _packet(connected, _CONNECT)
    yield _post(session, _CLOSE)
    upgrades = offer.get("upgrades", [])
    return f"open, {'with' if 'websocket' in upgrades else 'without'} websockets"


def _poll(session: dict[str, Any], encoding: str) -> Request:
    query = {"EIO": "4", "transport": "polling", **session}
    headers = {"Accept-Encoding": encoding}
    # Not a read, because a poll removes the packets from the server's queue: a retry would not get them.
    return Request("GET", "/ws/socket.io/", query=query, headers=headers, api="", is_read=False)


def _post(session: dict[str, Any], packet: str) -> Request:
    query = {"EIO": "4", "transport": "polling", **session}
    headers = {"Content-Type": "text/plain;charset=UTF-8"}
    # A read, because the packets change nothing but this short connection.
    return Request(
        "POST", "/ws/socket.io/", query=query, content=packet.encode(), headers=headers, api="", is_read=True
    )


def _packet_types(response: Response) -> list[str]:
    return [packet[:2] for packet in response.text.split(_SEPARATOR)]


def _packet(response: Response, kind: str) -> Any:
    for packet in response.text.split(_SEPARATOR):
        if packet.startswith(kind):
            try:
                return json.loads(packet.removeprefix(kind))
            except ValueError:
                break
    raise NotAnInvokeAIError(
        f"The response from {response.url} is not a socket of InvokeAI.",
        hint="Check that a reverse proxy also passes /ws/socket.io.",
    )
