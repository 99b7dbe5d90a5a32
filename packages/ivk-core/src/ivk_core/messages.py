"""HTTP messages, independent of the transport: `Request` and `Response`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, Literal, TypeVar
from urllib.parse import quote

from ivk_core.errors import NotAnInvokeAIError
from ivk_core.files import FilePart
from ivk_core.frozen import without_assignment
from ivk_core.request_checks import check_path, check_target
from ivk_core.timeouts import Timeout

__all__ = ["IDENTITY_ENCODING", "UNSET", "Request", "Response"]

T = TypeVar("T")


class _Unset(Enum):
    UNSET = 0


UNSET = _Unset.UNSET
"""Marks a value that is not set, because ``None`` is a valid JSON value (null)."""

IDENTITY_ENCODING: Mapping[str, str] = {"Accept-Encoding": "identity"}
"""Headers for downloads without compression: images do not compress, and some servers fail to compress."""


@without_assignment("dataclasses.replace(request, …) returns a changed copy.")
@dataclass(frozen=True)
class Request:
    """One request to the server.

    Parameters
    ----------
    method : str
        The HTTP method.
    route : str
        The route below the API's path, with ``{placeholders}``: ``"/boards/{board_id}"``.
    path : mapping of str to object
        The values of the placeholders, unquoted.
    query : mapping of str to object
        Query parameters. ``None`` values are left out, lists are repeated, booleans are written as in JSON.
    json : object
        A JSON body; `UNSET` for none.
    form : mapping of str to object
        Form fields; together with `files`, the body is multipart.
    files : mapping of str to FilePart
        Files of a multipart form, by field name.
    content : bytes or FilePart, optional
        A body that is neither JSON nor a form; a file is streamed.
    headers : mapping of str to str
        Headers of this request only. The `repr` does not show them, because they may contain secrets.
    operation : str
        The server's operation id, for errors and logs.
    api : {"v1", "v2", ""}
        The API version; ``""`` for a route outside the API.
    is_read : bool, optional
        Whether the request changes nothing on the server, so that it can be retried. By default, whether the
        method is GET, HEAD or OPTIONS.
    timeout : float or Timeout, optional
        Seconds to wait for the server; by default the client's timeout.
    max_retries : int, optional
        The maximum number of retries; by default the client's. A flow with its own retries sets 0.
    max_age : float, optional
        The maximum age in seconds of a cached response that is used instead of sending the request. 0 sends
        it and caches the response. By default, it is sent and the response is not cached.
    save_to : path or binary file, optional
        Where to write the body of the response; by default it is kept in memory.

    Raises
    ------
    ArgumentError
        If the route is invalid, or the value of a placeholder is missing or cannot be part of a path.
    """

    method: str
    route: str
    path: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    json: Any = UNSET
    form: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, FilePart] = field(default_factory=dict)
    content: bytes | FilePart | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    operation: str = ""
    api: Literal["v1", "v2", ""] = "v1"
    is_read: bool | None = None
    timeout: float | Timeout | None = None
    max_retries: int | None = None
    max_age: float | None = None
    save_to: Path | BinaryIO | None = None

    def __post_init__(self) -> None:
        check_target(self.method, self.route, self.api)
        if self.path:
            check_path(self.route, self.path)

    @property
    def target(self) -> str:
        """The route, with the quoted values in its placeholders."""
        if not self.path:
            return self.route
        return self.route.format_map({name: quote(str(value), safe="") for name, value in self.path.items()})

    @property
    def group(self) -> str:
        """The first part of the route, such as ``"models"``; a change invalidates the cache of its group."""
        return self.route.partition("/")[2].partition("/")[0]

    @property
    def can_be_repeated(self) -> bool:
        """Whether the request only reads, so that it can be retried."""
        return self.method in {"GET", "HEAD", "OPTIONS"} if self.is_read is None else self.is_read

    @property
    def can_be_sent_again(self) -> bool:
        """Whether its body can be read a second time; False for a stream that is not seekable."""
        bodies = [self.content, *self.files.values()]
        return all(body.can_be_sent_again for body in bodies if isinstance(body, FilePart))

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """Return a copy with more headers; the request's own headers take precedence."""
        own = {name.lower() for name in self.headers}
        more = {name: value for name, value in headers.items() if name.lower() not in own}
        return replace(self, headers={**more, **self.headers}) if more else self

    def __str__(self) -> str:
        return f"{self.method} {self.target}"


@without_assignment("dataclasses.replace(response, …) returns a changed copy.")
@dataclass(frozen=True)
class Response:
    """The response of the server.

    Parameters
    ----------
    status_code : int
        The HTTP status.
    content : bytes
        The body; empty if it was saved to a file.
    headers : mapping of str to str
        The headers. In the response of a transport, their names are case-insensitive.
    request : Request, optional
        The request.
    url : str
        The URL of the request, without credentials.
    received_at : float
        When it was received, in seconds of the monotonic clock. A cached response has a past time.
    """

    status_code: int = 200
    content: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request: Request | None = None
    url: str = ""
    received_at: float = field(default_factory=monotonic, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The body as text; bytes that are not valid UTF-8 are replaced."""
        return self.content.decode("utf-8", "replace")

    def parsed(self, parse: Callable[[Any], T]) -> T:
        """Apply a function to the JSON body, and cache its result for later uses of a cached response.

        Parameters
        ----------
        parse : callable
            Takes the parsed JSON body. The cached result is shared, so callers must not change it.

        Returns
        -------
        object
            The result of the function.

        Raises
        ------
        NotAnInvokeAIError
            If the body is not JSON.
        """
        if parse not in self._parsed:
            self._parsed[parse] = parse(self.json)
        value: T = self._parsed[parse]
        return value

    @cached_property
    def absent(self) -> set[str]:
        """Ids that this response does not contain, recorded in a cached response by `find_missing`."""
        return set()

    @cached_property
    def _parsed(self) -> dict[Callable[[Any], Any], Any]:
        return {}

    @cached_property
    def json(self) -> Any:
        """The parsed JSON body.

        Raises
        ------
        NotAnInvokeAIError
            If the body is not JSON. InvokeAI returns its web page for unknown paths.
        """
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise NotAnInvokeAIError(
                f"{self.request or 'The request'} to {self.url or 'the server'} was answered with "
                f"{self._kind_of_body()} instead of JSON.",
                hint="Check the address of the server, and the path that InvokeAI is served under.",
            ) from error

    @property
    def body(self) -> Any:
        """The parsed body if it is JSON, else its text."""
        try:
            return json.loads(self.content)
        except ValueError:
            return self.text

    def _kind_of_body(self) -> str:
        if not self.content:
            return "an empty body"
        if self.content.lstrip()[:1] == b"<":
            return "a web page"
        return f"{self.content[:60]!r}"  # enough to recognize it, and the message stays readable
