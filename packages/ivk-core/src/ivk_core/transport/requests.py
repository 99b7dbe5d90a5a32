"""The blocking transport: a pooled `requests.Session`, with uploads and downloads that stream."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from ivk_core.address import ServerAddress
from ivk_core.errors import ConfigurationError, ConnectionError, InvokeAIError, TimeoutError
from ivk_core.files import written_whole
from ivk_core.flow import UNSET, Request, Response
from ivk_core.transport.wire import check_length, form_fields, headers_for, json_bytes, query_items

__all__ = ["RequestsTransport", "new_session"]

_CHUNK = 256 * 1024
_POOLED_CONNECTIONS = 64


def new_session(*, verify: bool | str = True) -> requests.Session:
    """Make a session with a pool that is large enough for many threads.

    Parameters
    ----------
    verify : bool or str
        Whether to check certificates, or the path of the authorities to check them against.

    Returns
    -------
    requests.Session
    """
    session = requests.Session()
    session.verify = verify
    adapter = HTTPAdapter(pool_maxsize=_POOLED_CONNECTIONS)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class RequestsTransport:
    """Send requests with a `requests.Session`.

    Parameters
    ----------
    address : ServerAddress
        Where to.
    session : requests.Session
        What to send with. It is the caller's to configure: proxies, adapters, certificates, headers.
    timeout : float
        Seconds to wait for the server, where a request does not say otherwise.
    """

    def __init__(self, address: ServerAddress, session: requests.Session, *, timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self.session = session

    def send(self, request: Request) -> Response:
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
            with self._exchange(request, url) as answer:
                return _received(request, answer, url)
        except requests.RequestException as error:
            raise _translated(error, request, url) from error

    def close(self) -> None:
        """Close the pooled connections."""
        self.session.close()

    def _exchange(self, request: Request, url: str) -> requests.Response:
        with ExitStack() as opened:
            return self.session.request(
                request.method,
                url,
                params=query_items(request.query),
                headers=headers_for(request),
                auth=_as_it_is if "Authorization" in request.headers else None,
                timeout=self._timeout if request.timeout is None else request.timeout,
                stream=request.save_to is not None,
                **_body_of(request, opened),
            )


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from putting the credentials of a .netrc file in the place of ours."""
    return prepared


def _body_of(request: Request, opened: ExitStack) -> dict[str, Any]:
    if request.json is not UNSET:
        return {"data": json_bytes(request)}
    if request.files:
        parts = {
            field: (part.name, opened.enter_context(part.opened()), part.media_type)
            for field, part in request.files.items()
        }
        return {"files": parts, "data": form_fields(request.form)}
    if request.form:
        return {"data": form_fields(request.form)}
    return {"data": request.content} if request.content is not None else {}


def _received(request: Request, answer: requests.Response, url: str) -> Response:
    content = b""
    if request.save_to is None or not answer.ok:
        content = answer.content
    else:
        with written_whole(request.save_to) as target:
            size = sum(target.write(chunk) for chunk in answer.iter_content(_CHUNK))
            check_length(request, size, answer.headers)
    return Response(answer.status_code, content, answer.headers, request, url)


def _translated(error: requests.RequestException, request: Request, url: str) -> InvokeAIError:
    what = f"{request.operation or request} ({url})"
    if isinstance(error, requests.Timeout):
        return TimeoutError(
            f"The server did not answer {what} in time.",
            hint="Give the client or the call a longer timeout.",
        )
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidHeader):
        return ConfigurationError(f"{what} cannot be sent: {error}")
    return ConnectionError(
        f"No answer to {what}: {_reason(error)}",
        hint="Check that the server runs and that the address is right.",
    )


def _reason(error: BaseException) -> str:
    """Dig the innermost reason out of the wrappers that requests and urllib3 put around it."""
    inner = error.args[0] if error.args else error
    inner = getattr(inner, "reason", inner)
    if isinstance(inner, BaseException) and inner is not error:
        return _reason(inner)
    return str(error.args[-1] if error.args else error)
