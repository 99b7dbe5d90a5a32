"""The transport for an event loop: a pooled `aiohttp.ClientSession`, opened on first use.

Importing this module imports aiohttp, which comes with the extra ``ivk-core[async]``.
"""

from __future__ import annotations

import builtins
import ssl
from contextlib import ExitStack

import aiohttp
from requests.structures import CaseInsensitiveDict

from ivk_core.address import ServerAddress
from ivk_core.errors import ConnectionError, InvokeAIError, TimeoutError
from ivk_core.files import written_whole
from ivk_core.flow import UNSET, Request, Response
from ivk_core.transport.wire import check_length, form_fields, headers_for, json_bytes, query_items

__all__ = ["AiohttpTransport"]

_CHUNK = 256 * 1024


class AiohttpTransport:
    """Send requests with an `aiohttp.ClientSession`.

    Parameters
    ----------
    address : ServerAddress
        Where to.
    timeout : float
        Seconds to wait for the server, where a request does not say otherwise.
    verify : bool or str
        Whether to check certificates, or the path of the authorities to check them against.
    """

    def __init__(self, address: ServerAddress, *, timeout: float, verify: bool | str = True) -> None:
        self._address = address
        self._timeout = timeout
        self._verify = verify
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session of the running loop, opened when it is first needed."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(ssl=_tls(self._verify), limit=0)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=True)
        return self._session

    async def send(self, request: Request) -> Response:
        """Send a request and wait for its response, whatever the status.

        Raises
        ------
        ConnectionError
            If there is no connection, or it broke before the answer was complete.
        TimeoutError
            If the server took too long.
        TransferError
            If a download arrived incomplete.
        """
        url = self._address.url(request.api, request.target)
        try:
            return await self._exchange(request, url)
        except (aiohttp.ClientError, builtins.TimeoutError) as error:
            raise _translated(error, request, url) from error

    async def close(self) -> None:
        """Close the pooled connections."""
        if self._session is not None:
            await self._session.close()

    async def _exchange(self, request: Request, url: str) -> Response:
        seconds = self._timeout if request.timeout is None else request.timeout
        with ExitStack() as opened:
            async with self.session.request(
                request.method,
                url,
                params=query_items(request.query),
                headers=headers_for(request),
                data=_body_of(request, opened),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds),
            ) as answer:
                return await _received(request, answer, url)


def _tls(verify: bool | str) -> ssl.SSLContext | bool:
    return ssl.create_default_context(cafile=verify) if isinstance(verify, str) else verify


def _body_of(request: Request, opened: ExitStack) -> bytes | aiohttp.FormData | None:
    if request.json is not UNSET:
        return json_bytes(request)
    if not request.files and not request.form:
        return request.content
    form = aiohttp.FormData(form_fields(request.form))
    for field, part in request.files.items():
        file = opened.enter_context(part.opened())
        form.add_field(field, file, filename=part.name, content_type=part.media_type)
    return form


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
    what = f"{request.operation or request} ({url})"
    if isinstance(error, builtins.TimeoutError):
        return TimeoutError(
            f"The server did not answer {what} in time.",
            hint="Give the client or the call a longer timeout.",
        )
    return ConnectionError(
        f"No answer to {what}: {error or type(error).__name__}",
        hint="Check that the server runs and that the address is right.",
    )
