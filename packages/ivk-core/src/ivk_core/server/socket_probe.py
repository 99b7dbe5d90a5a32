"""Connecting to a server's socket over plain HTTP, to learn whether it would accept the client.

Socket.IO's polling consists of ordinary requests: open, connect, read the answer, close. So this is a flow
like any other, and needs no socket library.
"""

from __future__ import annotations

import json
from typing import Any

from ivk_core.errors import ConnectionError, NotAnInvokeAIError
from ivk_core.flow import Flow, Request, Response

__all__ = ["probe_socket"]

_OPEN, _CLOSE, _CONNECTED, _REFUSED = "0", "1", "40", "44"
_BETWEEN_PACKETS = "\x1e"


def probe_socket(encoding: str = "identity") -> Flow[str]:
    """Connect to the socket and disconnect again, with the credentials that any request carries.

    Parameters
    ----------
    encoding : str
        The encodings to accept of the server.

    Returns
    -------
    Flow of str
        What the server offers.

    Raises
    ------
    ConnectionError
        If the server refuses.
    NotAnInvokeAIError
        If what answers is no socket.
    """
    opened = yield _poll({}, encoding)
    offer = _packet(opened, _OPEN)
    session = {"sid": offer.get("sid")}
    yield _say(session, _CONNECTED)
    verdict = yield _poll(session, encoding)
    if _REFUSED in _kinds(verdict):
        raise ConnectionError("The socket refuses these credentials.", hint="Log in, or give an api_key.")
    _packet(verdict, _CONNECTED)
    yield _say(session, _CLOSE)
    upgrades = offer.get("upgrades", [])
    return f"open, {'with' if 'websocket' in upgrades else 'without'} websockets"


def _poll(session: dict[str, Any], encoding: str) -> Request:
    query = {"EIO": "4", "transport": "polling", **session}
    headers = {"Accept-Encoding": encoding}
    return Request("GET", "/ws/socket.io/", query=query, headers=headers, api="", is_read=False)


def _say(session: dict[str, Any], packet: str) -> Request:
    query = {"EIO": "4", "transport": "polling", **session}
    headers = {"Content-Type": "text/plain;charset=UTF-8"}
    return Request(
        "POST", "/ws/socket.io/", query=query, content=packet.encode(), headers=headers, api="", is_read=True
    )


def _kinds(response: Response) -> list[str]:
    return [packet[:2] for packet in response.text.split(_BETWEEN_PACKETS)]


def _packet(response: Response, kind: str) -> Any:
    for packet in response.text.split(_BETWEEN_PACKETS):
        if packet.startswith(kind):
            try:
                return json.loads(packet.removeprefix(kind))
            except ValueError:
                break
    raise NotAnInvokeAIError(
        f"What answers at {response.url} is not a socket.",
        hint="Check that a proxy in between passes /ws/socket.io on as well.",
    )
