"""The asynchronous transport: a pooled `aiohttp.ClientSession` for each event loop, opened on first use.

This module imports aiohttp, which the extra ``ivk-core[async]`` installs.
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
from ivk_core.files import FilePart, atomic_write
from ivk_core.flow import UNSET, Request, Response
from ivk_core.timeouts import Timeout
from ivk_core.transport.encoding import check_length, form_fields, headers_for, json_bytes, query_items
from ivk_core.transport.environment import netrc_headers, proxies_to, tls_context
from ivk_core.transport.failures import connection_error, timeout_error
from ivk_core.transport.multipart import Multipart

__all__ = ["AiohttpTransport"]

# Large enough that the work of Python for each chunk does not limit a transfer, and small enough for the
# memory of many simultaneous transfers.
_CHUNK_BYTES = 256 * 1024
_FIRST_SERVER_ERROR = 500


class AiohttpTransport:
    """Send requests with an `aiohttp.ClientSession`.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.
    session : aiohttp.ClientSession, optional
        A session of the caller. It is used with its own settings, and not closed by this transport.
    """

    def __init__(self, config: ClientConfig, session: aiohttp.ClientSession | None = None) -> None:
        if session is not None and not isinstance(session, aiohttp.ClientSession):
            raise ConfigurationError(f"session={session!r} must be an aiohttp.ClientSession.")
        self._config = config
        self._timeout = Timeout.of(config.timeout)
        self._callers_session = session
        self._sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}
        self._registrations: dict[asyncio.AbstractEventLoop, object] = {}
        self._session_owner: AiohttpTransport | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session of the running loop, opened on first use; or the caller's session."""
        if self._session_owner is not None:
            return self._session_owner.session
        if self._callers_session is not None:
            return self._callers_session
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            session = self._sessions[loop] = self._new_session()
            # Also after the client was closed: a task that was still waiting may open a session again.
            self._registrations[loop] = close_with_loop(session.close)
        return session

    def with_config(self, config: ClientConfig) -> AiohttpTransport:
        """Return a transport with other timeouts that shares the session of this one."""
        other = AiohttpTransport(config)
        other._session_owner = self._session_owner or self
        return other

    async def send(self, request: Request) -> Response:
        """Send a request and return its response, with any status.

        Raises
        ------
        ConnectionError
            If the connection fails, or ends before the response is complete.
        OutcomeUnknownError
            If that happens after a change was sent.
        TimeoutError
            If the server does not respond in time.
        TransferError
            If a download is incomplete.
        """
        url = self._config.address.url(request.api, request.target)
        try:
            return await self._exchange(request, url)
        except (aiohttp.ClientError, builtins.TimeoutError) as error:
            translated = _translated(error, request, url)
        # Raised outside the except block: an error that is raised inside keeps aiohttp's error as its
        # context, and that has the request with the credentials.
        raise translated

    async def close(self) -> None:
        """Close the session of the running loop and its connections."""
        await self._close_ended_loops()
        self._registrations.pop(asyncio.get_running_loop(), None)
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    async def _close_ended_loops(self) -> None:
        """Close the sessions of event loops that have ended."""
        for loop in [loop for loop in self._sessions if loop.is_closed()]:
            self._registrations.pop(loop, None)
            await self._sessions.pop(loop).close()

    def _new_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(ssl=tls_context(self._config), limit=self._config.max_connections)
        # The API needs no cookies; the cookie that a login sets is for images in browsers.
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        # By default, aiohttp sends PUT and DELETE again when a connection is lost.
        session._retry_connection = False
        return session

    async def _exchange(self, request: Request, url: str) -> Response:
        await self._close_ended_loops()
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
            ) as response:
                if response.status >= _FIRST_SERVER_ERROR:
                    _discard_connection(response)
                return await _received(request, response, url)

    # With trust_env, aiohttp would read proxies and .netrc again for each request, in other threads.

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
        return _read_in_thread(iter(form)), {**form.headers, **size}
    if request.form:
        return aiohttp.FormData(form_fields(request.form)), {}
    if isinstance(request.content, FilePart):
        file = opened.enter_context(request.content.opened())
        return _read_in_thread(iter(lambda: file.read(_CHUNK_BYTES), b"")), {}
    return request.content, {}


async def _read_in_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read files in another thread, so that a slow disk does not block the event loop."""
    while chunk := await asyncio.to_thread(next, chunks, b""):
        yield chunk


def _discard_connection(response: aiohttp.ClientResponse) -> None:
    """Do not reuse the connection of a server error: the server may be about to close it."""
    protocol = response._protocol
    if protocol is None:
        return
    if response.connection is None:
        protocol.close()  # the response is complete, and the connection is in the pool
    else:
        protocol.force_close()  # closes when the response is complete


async def _received(request: Request, response: aiohttp.ClientResponse, url: str) -> Response:
    content = b""
    if request.save_to is None or not response.ok:
        content = await response.read()
    else:
        with atomic_write(request.save_to) as target:
            size = 0
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                size += target.write(chunk)
            check_length(request, size, response.headers)
    return Response(response.status, content, CaseInsensitiveDict(response.headers), request, url)


def _translated(error: Exception, request: Request, url: str) -> InvokeAIError:
    if isinstance(error, aiohttp.InvalidURL):
        return ConfigurationError(f"{request} ({url}) cannot be sent: the URL is invalid.")
    was_sent = not isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    if isinstance(error, builtins.TimeoutError):
        return timeout_error(request, url, was_sent=was_sent)
    return connection_error(request, url, _reason_of(error), was_sent=was_sent)


def _reason_of(error: Exception) -> str:
    """Return the text of the system's error; aiohttp's own text repeats the address."""
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    code = inner.errno if isinstance(inner, OSError) and not isinstance(inner, ssl.SSLError) else None
    if code is not None and code > 0:
        return os.strerror(code)
    return str(inner) or type(error).__name__
