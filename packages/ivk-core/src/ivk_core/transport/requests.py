"""The blocking transport: a pooled `requests.Session`, with uploads and downloads that stream."""

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
from ivk_core.files import FilePart, written_whole
from ivk_core.flow import UNSET, Request, Response
from ivk_core.timeouts import Deadline, Timeout
from ivk_core.transport.encoding import check_length, form_fields, headers_for, json_bytes, query_items
from ivk_core.transport.environment import authorities, proxies_to
from ivk_core.transport.failures import broken_connection, too_slow
from ivk_core.transport.multipart import Multipart

__all__ = ["RequestsTransport", "new_session"]

# Large enough that Python is not what limits a transfer, small enough for many transfers at once.
_CHUNK = 256 * 1024
_FAILED = 500

_WHERE = re.compile(r"^HTTPS?Connection(Pool)?\(.*?\): ")
_NEVER_CONNECTED = (urllib3.NewConnectionError, urllib3.ConnectTimeoutError, urllib3.ProxyError)
_CONNECTING = HTTPSConnection.connect.__code__


def new_session(config: ClientConfig) -> requests.Session:
    """Make a session with a pool that is large enough for many threads.

    Parameters
    ----------
    config : ClientConfig
        Says how to check certificates, which one to show, which proxies to go through, and how many
        connections to keep.

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
        Where to, and how long to wait for the server where a request does not say otherwise.
    session : requests.Session, optional
        A session of the caller, used as it is configured (proxies, adapters, certificates, headers), and not
        closed here.
    """

    def __init__(self, config: ClientConfig, session: requests.Session | None = None) -> None:
        self._address = config.address
        self._process = os.getpid()
        self._timeout = Timeout.of(config.timeout)
        self._owns_session = session is None
        self.session = new_session(config) if session is None else session

    def with_config(self, config: ClientConfig) -> RequestsTransport:
        """Return a transport with other timeouts that shares the session of this one."""
        return RequestsTransport(config, self.session)

    def send(self, request: Request) -> Response:
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
        if self._process != os.getpid():
            self._leave_connections_to_parent()
        url = self._address.url(request.api, request.target)
        timeout = self._timeout if request.timeout is None else Timeout.of(request.timeout)
        deadline = Deadline(timeout.total)
        try:
            with self._exchange(request, url, timeout) as answer:
                if answer.status_code >= _FAILED:
                    _discard_connection(answer)
                return _received(request, answer, url, deadline)
        except (requests.RequestException, urllib3.HTTPError) as error:
            broken = _translated(error, request, url)
        # Out here, for an error keeps the one that it is raised in, whose request holds the credentials.
        raise broken

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
                auth=_as_it_is if "Authorization" in request.headers else None,
            )
            return self.session.send(
                self.session.prepare_request(unprepared),
                timeout=(timeout.connect_within, timeout.read_within),
                # What the session says wins over the environment; by itself requests has it otherwise.
                proxies={**self._environment_proxies, **self.session.proxies},
                verify=self._verify,
                cert=self.session.cert,
                allow_redirects=False,
                stream=True,
            )

    def _leave_connections_to_parent(self) -> None:
        """Open connections of our own in a forked process: over those of the parent answers get mixed up."""
        self._process = os.getpid()
        for prefix, adapter in self.session.adapters.items():
            self.session.adapters[prefix] = copy(adapter)  # without the connections, as when it is pickled

    @cached_property
    def _environment_proxies(self) -> dict[str, str]:
        """The proxies that the environment names, read once: reading it is a fifth of a call."""
        return proxies_to(self._address.root, self.session.proxies) if self.session.trust_env else {}

    @property
    def _verify(self) -> bool | str:
        verify = True if self.session.verify is None else self.session.verify
        return authorities(verify) if self.session.trust_env else verify


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from putting the credentials of a .netrc file in the place of ours."""
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


def _discard_connection(answer: requests.Response) -> None:
    """Have the connection closed when the answer is read, and never used again.

    A server that failed at a request may close its end a moment after the answer, without having said so. A
    change sent at that moment would be lost, and nobody could tell whether it had happened.
    """
    connection = getattr(answer.raw, "connection", None)
    if connection is not None and connection.sock is not None:
        # The answer still reads from it; the pool opens another one for the next request.
        connection.sock.close()
        connection.sock = None


def _received(request: Request, answer: requests.Response, url: str, deadline: Deadline) -> Response:
    content = b""
    if request.save_to is not None and answer.ok:
        with written_whole(request.save_to) as target:
            size = sum(target.write(chunk) for chunk in _chunks(answer, deadline))
            check_length(request, size, answer.headers)
    elif deadline.is_set:
        content = b"".join(_chunks(answer, deadline))
    else:
        content = answer.content
    return Response(answer.status_code, content, answer.headers, request, url)


def _chunks(answer: requests.Response, deadline: Deadline) -> Iterator[bytes]:
    if not deadline.is_set:
        yield from answer.iter_content(_CHUNK)
        return
    # What has come, however little: a chunk that trickles in would never let us look at the clock.
    chunk = b"any"
    while chunk:
        chunk = answer.raw.read1(_CHUNK, decode_content=True)
        if deadline.has_passed:
            raise requests.ReadTimeout
        yield chunk


def _translated(error: Exception, request: Request, url: str) -> InvokeAIError:
    reason = _reason(error)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidHeader):
        return ConfigurationError(f"{request} ({url}) cannot be sent: that is no address for HTTP.")
    was_sent = not (isinstance(reason, _NEVER_CONNECTED) or _failed_to_connect(reason))
    if isinstance(error, requests.Timeout) or _is_timeout(reason):
        return too_slow(request, url, was_sent=was_sent)
    return broken_connection(request, url, _told(reason), was_sent=was_sent)


def _reason(error: BaseException) -> BaseException:
    """Dig the innermost reason out of the wrappers that requests and urllib3 put around it."""
    inner = error.args[0] if error.args else error
    inner = getattr(inner, "reason", inner)
    if isinstance(inner, (*_NEVER_CONNECTED, urllib3.SSLError)):
        return inner
    return _reason(inner) if isinstance(inner, BaseException) and inner is not error else error


def _failed_to_connect(reason: BaseException) -> bool:
    """Return whether TLS failed before anything was sent over it; later on, it fails with the same error."""
    if not isinstance(reason, urllib3.SSLError):
        return False
    errors = [error for error in (reason, *reason.args) if isinstance(error, BaseException)]
    return any(_was_connecting(error) or isinstance(error, ssl.SSLCertVerificationError) for error in errors)


def _was_connecting(error: BaseException) -> bool:
    return any(frame.f_code is _CONNECTING for frame, _ in walk_tb(error.__traceback__))


def _is_timeout(reason: BaseException) -> bool:
    # urllib3 counts a refused connection among those that timed out.
    return isinstance(reason, urllib3.TimeoutError) and not isinstance(reason, urllib3.NewConnectionError)


def _told(reason: BaseException) -> str:
    text = str(reason.args[-1] if reason.args else type(reason).__name__)
    return _WHERE.sub("", text)
