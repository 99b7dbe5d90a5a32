"""The blocking transport: a pooled `requests.Session`, with streamed uploads and downloads."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from copy import copy
from functools import cached_property
from traceback import walk_tb
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as urllib3
from urllib3.connection import HTTPSConnection

from ivk_core.config import ClientConfig
from ivk_core.errors import ConfigurationError, InvokeAIError
from ivk_core.files import FilePart, atomic_write
from ivk_core.flow import UNSET, Request, Response
from ivk_core.timeouts import Deadline, Timeout
from ivk_core.transport.encoding import check_length, form_fields, headers_for, json_bytes, query_items
from ivk_core.transport.environment import ca_bundle, proxies_to
from ivk_core.transport.failures import connection_error, timeout_error
from ivk_core.transport.multipart import Multipart

__all__ = ["RequestsTransport", "new_session"]

# Large enough that the work of Python for each chunk does not limit a transfer, and small enough for the
# memory of many simultaneous transfers.
_CHUNK_BYTES = 256 * 1024
_FIRST_SERVER_ERROR = 500

# The address at the start of urllib3's messages, which our messages already have.
_ADDRESS_IN_MESSAGE = re.compile(r"^HTTPS?Connection(Pool)?\(.*?\): ")
_NEVER_CONNECTED = (urllib3.NewConnectionError, urllib3.ConnectTimeoutError, urllib3.ProxyError)
_CONNECTING = HTTPSConnection.connect.__code__


def new_session(config: ClientConfig) -> requests.Session:
    """Make a session with a connection pool for many threads.

    Parameters
    ----------
    config : ClientConfig
        The settings for certificates and proxies, and the size of the pool.

    Returns
    -------
    requests.Session
    """
    session = requests.Session()
    session.verify = config.verify
    session.cert = config.cert
    session.proxies.update(config.proxies)
    adapter = HTTPAdapter(pool_maxsize=config.max_connections)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class RequestsTransport:
    """Send requests with a `requests.Session`.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.
    session : requests.Session, optional
        A session of the caller. It is used with its own settings (proxies, adapters, certificates, headers),
        and not closed by this transport.
    """

    def __init__(self, config: ClientConfig, session: requests.Session | None = None) -> None:
        if session is not None and not isinstance(session, requests.Session):
            raise ConfigurationError(f"session={session!r} must be a requests.Session.")
        self._address = config.address
        self._process = os.getpid()
        self._timeout = Timeout.of(config.timeout)
        self._owns_session = session is None
        self.session = new_session(config) if session is None else session

    def with_config(self, config: ClientConfig) -> RequestsTransport:
        """Return a transport with other timeouts that shares the session of this one."""
        return RequestsTransport(config, self.session)

    def send(self, request: Request) -> Response:
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
        if self._process != os.getpid():
            self._drop_inherited_connections()
        url = self._address.url(request.api, request.target)
        timeout = self._timeout if request.timeout is None else Timeout.of(request.timeout)
        deadline = Deadline(timeout.total)
        try:
            with self._exchange(request, url, timeout) as response:
                if response.status_code >= _FIRST_SERVER_ERROR:
                    _discard_connection(response)
                return _received(request, response, url, deadline)
        except (requests.RequestException, urllib3.HTTPError) as error:
            translated = _translated(error, request, url)
        # Raised outside the except block: an error that is raised inside keeps the error of requests as its
        # context, and that has the request with the credentials.
        raise translated

    def close(self) -> None:
        """Close the pooled connections, unless the session is the caller's."""
        if self._owns_session:
            self.session.close()

    def _exchange(self, request: Request, url: str, timeout: Timeout) -> requests.Response:
        with ExitStack() as opened:
            body, headers = _body_of(request, opened)
            unprepared = requests.Request(
                request.method,
                url,
                params=query_items(request.query),
                headers={**headers_for(request), **headers},
                data=body,
                auth=_keep_headers if "Authorization" in request.headers else None,
            )
            return self.session.send(
                self.session.prepare_request(unprepared),
                timeout=(timeout.connect_within, timeout.read_within),
                # The session's settings take precedence over the environment; requests has the other order.
                proxies={**self._environment_proxies, **self.session.proxies},
                verify=self._verify,
                cert=self.session.cert,
                allow_redirects=False,
                stream=True,
            )

    def _drop_inherited_connections(self) -> None:
        """Use new connections in a forked process, because it must not share those of its parent process."""
        self._process = os.getpid()
        for prefix, adapter in self.session.adapters.items():
            self.session.adapters[prefix] = copy(adapter)  # an adapter is copied without its connections

    @cached_property
    def _environment_proxies(self) -> dict[str, str]:
        """The proxies of the environment, read once, because reading them is slow compared to a request."""
        return proxies_to(self._address.root, self.session.proxies) if self.session.trust_env else {}

    @property
    def _verify(self) -> bool | str:
        verify = True if self.session.verify is None else self.session.verify
        return ca_bundle(verify) if self.session.trust_env else verify


def _keep_headers(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Return the request unchanged; without an auth, requests would use the credentials of a .netrc file."""
    return prepared


def _body_of(request: Request, opened: ExitStack) -> tuple[Any, dict[str, str]]:
    if request.json is not UNSET:
        return json_bytes(request), {}
    if request.files:
        form = Multipart(request, opened)
        return (form if form.size is not None else iter(form)), form.headers
    if request.form:
        return form_fields(request.form), {}
    if isinstance(request.content, FilePart):
        return opened.enter_context(request.content.opened()), {}
    return request.content, {}


def _discard_connection(response: requests.Response) -> None:
    """Close the connection after the response of a server error, so that it is not reused.

    The server may close it soon after, without notice. If a change were sent at that moment, its outcome
    would be unknown.
    """
    connection = getattr(response.raw, "connection", None)
    if connection is not None and connection.sock is not None:
        # The response has its own reference to the socket, so it can still be read. The pool opens a new
        # connection for the next request.
        connection.sock.close()
        connection.sock = None


def _received(request: Request, response: requests.Response, url: str, deadline: Deadline) -> Response:
    content = b""
    if request.save_to is not None and response.ok:
        with atomic_write(request.save_to) as target:
            size = sum(target.write(chunk) for chunk in _chunks(response, deadline))
            check_length(request, size, response.headers)
    elif deadline.is_set:
        content = b"".join(_chunks(response, deadline))
    else:
        content = response.content
    return Response(response.status_code, content, response.headers, request, url)


def _chunks(response: requests.Response, deadline: Deadline) -> Iterator[bytes]:
    if not deadline.is_set:
        yield from response.iter_content(_CHUNK_BYTES)
        return
    # read1 returns the bytes that have arrived. read would wait for a whole chunk, without checking the
    # deadline.
    chunk = b"any"
    while chunk:
        chunk = response.raw.read1(_CHUNK_BYTES, decode_content=True)
        if deadline.has_passed:
            raise requests.ReadTimeout
        yield chunk


def _translated(error: Exception, request: Request, url: str) -> InvokeAIError:
    reason = _reason(error)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidHeader):
        return ConfigurationError(f"{request} ({url}) cannot be sent: the URL or a header is invalid.")
    was_sent = not (isinstance(reason, _NEVER_CONNECTED) or _failed_to_connect(reason))
    if isinstance(error, requests.Timeout) or _is_timeout(reason):
        return timeout_error(request, url, was_sent=was_sent)
    return connection_error(request, url, _reason_text(reason), was_sent=was_sent)


def _reason(error: BaseException) -> BaseException:
    """Return the original error inside the wrappers of requests and urllib3."""
    inner = error.args[0] if error.args else error
    inner = getattr(inner, "reason", inner)
    if isinstance(inner, (*_NEVER_CONNECTED, urllib3.SSLError)):
        return inner
    return _reason(inner) if isinstance(inner, BaseException) and inner is not error else error


def _failed_to_connect(reason: BaseException) -> bool:
    """Return whether TLS failed before the request was sent; a later failure raises the same error class."""
    if not isinstance(reason, urllib3.SSLError):
        return False
    errors = [error for error in (reason, *reason.args) if isinstance(error, BaseException)]
    return any(_was_connecting(error) or isinstance(error, ssl.SSLCertVerificationError) for error in errors)


def _was_connecting(error: BaseException) -> bool:
    return any(frame.f_code is _CONNECTING for frame, _ in walk_tb(error.__traceback__))


def _is_timeout(reason: BaseException) -> bool:
    # NewConnectionError (a refused connection) is a subclass of urllib3's TimeoutError.
    return isinstance(reason, urllib3.TimeoutError) and not isinstance(reason, urllib3.NewConnectionError)


def _reason_text(reason: BaseException) -> str:
    text = str(reason.args[-1] if reason.args else type(reason).__name__)
    return _ADDRESS_IN_MESSAGE.sub("", text)
