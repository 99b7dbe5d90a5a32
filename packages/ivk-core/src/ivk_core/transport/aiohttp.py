"""The transport for an event loop: a pooled `aiohttp.ClientSession`, opened on first use.

Importing this module imports aiohttp, which comes with the extra ``ivk-core[async]``.
"""

from __future__ import annotations

import asyncio
import builtins
import os
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack
from functools import cached_property
from typing import Any

import aiohttp
from requests.structures import CaseInsensitiveDict
from requests.utils import select_proxy

from ivk_core.config import ClientConfig
from ivk_core.errors import ConfigurationError, InvokeAIError
from ivk_core.event_loops import close_with_loop
from ivk_core.files import FilePart, written_whole
from ivk_core.flow import UNSET, Request, Response
from ivk_core.timeouts import Timeout
from ivk_core.transport.encoding import check_length, form_fields, headers_for, json_bytes, query_items
from ivk_core.transport.environment import netrc_headers, proxies_to, tls_context
from ivk_core.transport.failures import broken_connection, too_slow
from ivk_core.transport.multipart import Multipart

__all__ = ["AiohttpTransport"]

# Large enough that Python is not what limits a transfer, small enough for many transfers at once.
_CHUNK = 256 * 1024
_FAILED = 500


class AiohttpTransport:
    """Send requests with an `aiohttp.ClientSession`.

    Parameters
    ----------
    config : ClientConfig
        Where to, how long to wait, which certificates to check and to show, which proxies to go through, and
        how many connections to open at most.
    session : aiohttp.ClientSession, optional
        A session of the caller, used as it is configured, and not closed here.
    """

    def __init__(self, config: ClientConfig, session: aiohttp.ClientSession | None = None) -> None:
        self._config = config
        self._timeout = Timeout.of(config.timeout)
        self._given = session
        self._sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}
        self._closings: dict[asyncio.AbstractEventLoop, object] = {}
        self._lender: AiohttpTransport | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session of the running loop, opened when it is first needed; or the caller's own."""
        if self._lender is not None:
            return self._lender.session
        if self._given is not None:
            return self._given
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            session = self._sessions[loop] = self._opened()
            # Also when the client was closed before, and something that still waited has opened it again.
            self._closings[loop] = close_with_loop(session.close)
        return session

    def with_config(self, config: ClientConfig) -> AiohttpTransport:
        """Return a transport with other timeouts that shares the session of this one."""
        other = AiohttpTransport(config)
        other._lender = self._lender or self
        return other

    async def send(self, request: Request) -> Response:
        """Send a request and wait for its response, whatever the status.

        Raises
        ------
        ConnectionError
            If there is no connection, or it broke before the answer was complete.
        OutcomeUnknownError
            If that happened to a change after it was sent.
        TimeoutError
            If the server took too long.
        TransferError
            If a download arrived incomplete.
        """
        url = self._config.address.url(request.api, request.target)
        try:
            return await self._exchange(request, url)
        except (aiohttp.ClientError, builtins.TimeoutError) as error:
            broken = _translated(error, request, url)
        # Out here, for an error keeps the one that it is raised in, whose request holds the credentials.
        raise broken

    async def close(self) -> None:
        """Close the pooled connections."""
        await self._close_orphans()
        self._closings.pop(asyncio.get_running_loop(), None)
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    async def _close_orphans(self) -> None:
        """Close what is left of loops that have ended."""
        for loop in [loop for loop in self._sessions if loop.is_closed()]:
            self._closings.pop(loop, None)
            await self._sessions.pop(loop).close()

    def _opened(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(ssl=tls_context(self._config), limit=self._config.max_connections)
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        # By default aiohttp sends PUT and DELETE a second time when a connection breaks.
        session._retry_connection = False
        return session

    async def _exchange(self, request: Request, url: str) -> Response:
        await self._close_orphans()
        timeout = self._timeout if request.timeout is None else Timeout.of(request.timeout)
        with ExitStack() as opened:
            body, headers = _body_of(request, opened)
            async with self.session.request(
                request.method,
                url,
                params=query_items(request.query),
                headers={**self._netrc, **headers_for(request), **headers},
                data=body,
                proxy=self._proxy,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=timeout.total, sock_connect=timeout.connect, sock_read=timeout.read
                ),
            ) as answer:
                if answer.status >= _FAILED:
                    _discard_connection(answer)
                return await _received(request, answer, url)

    # aiohttp would read both of these for each request, on threads of its own.

    @cached_property
    def _proxy(self) -> str | None:
        root = self._config.address.root
        return select_proxy(root, proxies_to(root, self._config.proxies))

    @cached_property
    def _netrc(self) -> Mapping[str, str]:
        return netrc_headers(self._config.address.root)


def _body_of(request: Request, opened: ExitStack) -> tuple[Any, dict[str, str]]:
    if request.json is not UNSET:
        return json_bytes(request), {}
    if request.files:
        form = Multipart(request, opened)
        size = {} if form.size is None else {"Content-Length": str(form.size)}
        return _read_aside(iter(form)), {**form.headers, **size}
    if request.form:
        return aiohttp.FormData(form_fields(request.form)), {}
    if isinstance(request.content, FilePart):
        file = opened.enter_context(request.content.opened())
        return _read_aside(iter(lambda: file.read(_CHUNK), b"")), {}
    return request.content, {}


async def _read_aside(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read files on another thread, so that a slow disk does not hold up the event loop."""
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece


def _discard_connection(answer: aiohttp.ClientResponse) -> None:
    """Never use a connection again over which a server told of its failure; it may be about to close it."""
    protocol = answer._protocol
    if protocol is None:
        return
    if answer.connection is None:
        protocol.close()  # the answer is here already, and the connection in the pool
    else:
        protocol.force_close()  # once the answer is read


async def _received(request: Request, answer: aiohttp.ClientResponse, url: str) -> Response:
    content = b""
    if request.save_to is None or not answer.ok:
        content = await answer.read()
    else:
        with written_whole(request.save_to) as target:
            size = 0
            async for chunk in answer.content.iter_chunked(_CHUNK):
                size += target.write(chunk)
            check_length(request, size, answer.headers)
    return Response(answer.status, content, CaseInsensitiveDict(answer.headers), request, url)


def _translated(error: Exception, request: Request, url: str) -> InvokeAIError:
    if isinstance(error, aiohttp.InvalidURL):
        return ConfigurationError(f"{request} ({url}) cannot be sent: that is no address for HTTP.")
    was_sent = not isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    if isinstance(error, builtins.TimeoutError):
        return too_slow(request, url, was_sent=was_sent)
    return broken_connection(request, url, _told(error), was_sent=was_sent)


def _told(error: Exception) -> str:
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    code = inner.errno if isinstance(inner, OSError) and not isinstance(inner, ssl.SSLError) else None
    if code is not None and code > 0:
        return os.strerror(code)
    return str(inner) or type(error).__name__
