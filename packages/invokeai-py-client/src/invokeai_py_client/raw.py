"""Raw requests with the session and the credentials of a client, for operations without a method.

The flow of the credentials (`Auth.flow`) adds headers to the raw request, and may yield other requests, such
as a login, which the client sends. Errors refer to the request without these headers, which hold secrets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
from requests.structures import CaseInsensitiveDict

from ivk_core import Client, Request, Response, run, run_async
from ivk_core.errors import ConnectionError, TimeoutError
from ivk_core.timeouts import Timeout
from ivk_core.transport.checking import error_for

if TYPE_CHECKING:
    import aiohttp

__all__ = ["raw_request", "raw_request_async"]


def raw_request(client: Client, method: str, endpoint: str, **options: Any) -> requests.Response:
    """Send a request with `requests.Session.request` and the credentials of a client.

    The request is not retried, except after a renewal of the credentials.

    Parameters
    ----------
    client : Client
        The client with the session and the credentials.
    method : str
        The HTTP method.
    endpoint : str
        A route below ``/api/v1``, or one that starts with ``/api/``.
    **options
        The options of `requests.Session.request`, such as ``json``, ``params``, ``files`` or ``timeout``
        (seconds).

    Returns
    -------
    requests.Response

    Raises
    ------
    APIError
        If the server answers with an error status.
    ConnectionError, TimeoutError
        If the server cannot be reached, or does not answer in time.
    """
    url = _url(client, endpoint)
    timeout = Timeout.of(client.config.timeout)
    options.setdefault("timeout", (timeout.connect, timeout.read))
    extra_headers = options.pop("headers", None) or {}
    without_headers = Request(method, endpoint)
    responses: list[requests.Response] = []

    def send(request: Request) -> Response:
        if request.route != endpoint:
            return client.send(request)
        headers = {**client.config.headers, **request.headers, **extra_headers}
        try:
            raw = client.session.request(method, url, headers=headers, **options)
        except requests.Timeout as error:
            raise TimeoutError(f"The server did not answer {method} {url} in time.") from error
        except requests.ConnectionError as error:
            raise ConnectionError(f"The server did not answer {method} {url}.") from error
        responses.append(raw)
        content = b"" if raw.ok else raw.content  # with stream=True, the caller reads the content
        return Response(raw.status_code, content, raw.headers, without_headers, url)

    response = run(client.credentials.flow(without_headers), send)
    if response.status_code >= 400:
        raise error_for(response)
    return responses[-1]


async def raw_request_async(
    client: Client, method: str, endpoint: str, **options: Any
) -> aiohttp.ClientResponse:
    """Send a request with `aiohttp.ClientSession.request` and the credentials of a client.

    Parameters
    ----------
    client : Client
        The client with the credentials. The session is that of its asynchronous client.
    method : str
        The HTTP method.
    endpoint : str
        A route below ``/api/v1``, or one that starts with ``/api/``.
    **options
        The options of `aiohttp.ClientSession.request`.

    Returns
    -------
    aiohttp.ClientResponse
        The response, to be read in the same event loop.

    Raises
    ------
    APIError
        If the server answers with an error status.
    ConnectionError
        If the server cannot be reached.
    """
    import aiohttp

    url = _url(client, endpoint)
    extra_headers = options.pop("headers", None) or {}
    without_headers = Request(method, endpoint)
    responses: list[aiohttp.ClientResponse] = []

    async def send(request: Request) -> Response:
        if request.route != endpoint:
            return await client.aio.send(request)
        headers = {**client.config.headers, **request.headers, **extra_headers}
        try:
            raw = await client.aio.session.request(method, url, headers=headers, **options)
        except aiohttp.ClientError as error:
            raise ConnectionError(f"The server did not answer {method} {url}.") from error
        responses.append(raw)
        content = b"" if raw.ok else await raw.read()
        headers_received = CaseInsensitiveDict(raw.headers)  # the headers of aiohttp cannot be pickled
        return Response(raw.status, content, headers_received, without_headers, url)

    response = await run_async(client.credentials.flow(without_headers), send)
    if response.status_code >= 400:
        raise error_for(response)
    return responses[-1]


def _url(client: Client, endpoint: str) -> str:
    api = "" if endpoint.startswith("/api/") else "v1"
    return client.config.address.url(api, f"/{endpoint.lstrip('/')}")
