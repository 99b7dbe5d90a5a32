"""Raw requests with the session and the credentials of a client, for operations without a method.

The flow of the credentials (`Auth.flow`) adds headers to the raw request, and may yield other requests, such
as a login, which the client sends. Errors refer to the request without these headers, which hold secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import requests
from requests.structures import CaseInsensitiveDict

from ivk_core import Client, Request, Response, run, run_async
from ivk_core.arguments import check_argument, check_keywords
from ivk_core.errors import ArgumentError, ConnectionError, InvokeAIError, TimeoutError
from ivk_core.timeouts import Timeout
from ivk_core.transport.checking import error_for
from ivk_core.transport.encoding import check_headers

if TYPE_CHECKING:
    import aiohttp

__all__ = ["raw_request", "raw_request_async"]

# The keyword arguments of `requests.Session.request`.
_REQUESTS_OPTIONS = frozenset(
    {
        *("params", "data", "headers", "cookies", "files", "auth", "timeout", "allow_redirects", "proxies"),
        *("hooks", "stream", "verify", "cert", "json"),
    }
)


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
    ArgumentError
        If there is no such option, or the endpoint is not a route.
    APIError
        If the server answers with an error status.
    ConnectionError, TimeoutError
        If the server cannot be reached, or does not answer in time.
    """
    _check(method, endpoint)
    check_keywords(options, _REQUESTS_OPTIONS, "_make_request")
    endpoint = "/" + endpoint.lstrip("/")
    url = _url(client, endpoint)
    timeout = Timeout.of(client.config.timeout)
    options.setdefault("timeout", (timeout.connect, timeout.read))
    extra_headers = _checked_headers(options.pop("headers", None))
    without_headers = Request(method, endpoint)
    responses: list[requests.Response] = []

    def send(request: Request) -> Response:
        if request.route != endpoint:
            return client.send(request)
        headers = {**client.config.headers, **request.headers, **extra_headers}
        try:
            raw = client.session.request(method, url, headers=headers, **options)
        except requests.RequestException as error:
            raise _translated(error, f"{method} {url}") from error
        except (TypeError, ValueError) as error:
            raise ArgumentError(f"An option of {method} {endpoint} is invalid: {error}") from error
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
    ArgumentError
        If there is no such option, or the endpoint is not a route.
    APIError
        If the server answers with an error status.
    ConnectionError
        If the server cannot be reached.
    """
    import aiohttp

    _check(method, endpoint)
    endpoint = "/" + endpoint.lstrip("/")
    url = _url(client, endpoint)
    extra_headers = _checked_headers(options.pop("headers", None))
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
        except (TypeError, ValueError) as error:
            raise ArgumentError(f"An option of {method} {endpoint} is invalid: {error}") from error
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
    return client.config.address.url(api, endpoint)


def _check(method: object, endpoint: object) -> None:
    check_argument("method", method, str, "an HTTP method")
    check_argument("endpoint", endpoint, str, "a route such as '/app/version'")
    if "://" in str(endpoint):
        # Without the address, which may contain a password.
        raise ArgumentError(
            "The endpoint is a whole address.", hint="Pass the route, such as '/app/version'."
        )


def _checked_headers(headers: object) -> dict[str, str]:
    found = {} if headers is None else headers
    if not isinstance(found, Mapping):
        raise ArgumentError(f"headers must be a mapping, and it is of type {type(found).__name__}.")
    check_headers(found)
    return dict(found)


def _translated(error: requests.RequestException, request: str) -> InvokeAIError:
    if isinstance(error, requests.Timeout):
        return TimeoutError(f"The server did not answer {request} in time.")
    if isinstance(error, ValueError):  # an invalid URL, header or JSON
        return ArgumentError(f"{request} cannot be sent: {error}")
    return ConnectionError(f"The server did not answer {request}.")
