"""One raw request with the client's session and credentials, for what has no method yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

from ivk_core import Client, Request, Response, run, run_async
from ivk_core.errors import ConnectionError, TimeoutError
from ivk_core.timeouts import Timeout
from ivk_core.transport.checking import error_for

if TYPE_CHECKING:
    import aiohttp

__all__ = ["raw_request", "raw_request_async"]


def raw_request(client: Client, method: str, endpoint: str, **options: Any) -> requests.Response:
    """Send a request as `requests.Session.request` does, with the credentials of a client.

    Parameters
    ----------
    client : Client
        Whose session and credentials to use.
    method : str
        The HTTP method.
    endpoint : str
        A route below ``/api/v1``, or one that starts with ``/api/``.
    **options
        Those of `requests.Session.request`: ``json``, ``params``, ``files``, ``timeout`` …

    Returns
    -------
    requests.Response

    Raises
    ------
    APIError
        If the server answers with an error status.
    ConnectionError, TimeoutError
        If it does not answer.
    """
    url = _url(client, endpoint)
    wait = Timeout.of(client.config.timeout)
    options.setdefault("timeout", (wait.connect, wait.read))
    own_headers = options.pop("headers", None) or {}
    answers: list[requests.Response] = []

    def send(request: Request) -> Response:
        headers = {**client.config.headers, **request.headers, **own_headers}
        try:
            answers.append(client.session.request(method, url, headers=headers, **options))
        except requests.Timeout as error:
            raise TimeoutError(f"The server did not answer {method} {url} in time.") from error
        except requests.ConnectionError as error:
            raise ConnectionError(f"No answer to {method} {url}.") from error
        last = answers[-1]
        return Response(last.status_code, last.content if not last.ok else b"", last.headers, request, url)

    response = run(client.credentials.flow(Request(method, endpoint)), send)
    if response.status_code >= 400:
        raise error_for(response)
    return answers[-1]


async def raw_request_async(
    client: Client, method: str, endpoint: str, **options: Any
) -> aiohttp.ClientResponse:
    """Send a request as `aiohttp.ClientSession.request` does; the twin of `raw_request`.

    Returns
    -------
    aiohttp.ClientResponse
        To be read in the same event loop.
    """
    import aiohttp

    url = _url(client, endpoint)
    own_headers = options.pop("headers", None) or {}
    answers: list[aiohttp.ClientResponse] = []

    async def send(request: Request) -> Response:
        headers = {**client.config.headers, **request.headers, **own_headers}
        try:
            answer = await client.aio.session.request(method, url, headers=headers, **options)
        except aiohttp.ClientError as error:
            raise ConnectionError(f"No answer to {method} {url}.") from error
        answers.append(answer)
        content = b"" if answer.ok else await answer.read()
        return Response(answer.status, content, answer.headers, request, url)

    response = await run_async(client.credentials.flow(Request(method, endpoint)), send)
    if response.status_code >= 400:
        raise error_for(response)
    return answers[-1]


def _url(client: Client, endpoint: str) -> str:
    api = "" if endpoint.startswith("/api/") else "v1"
    return client.config.address.url(api, f"/{endpoint.lstrip('/')}")
