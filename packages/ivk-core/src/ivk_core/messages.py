"""What goes over the wire, before a transport encodes it: a request, and the response to it."""

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
from ivk_core.timeouts import Timeout

__all__ = ["AS_IT_IS", "UNSET", "Request", "Response"]

T = TypeVar("T")


class _Unset(Enum):
    UNSET = 0


UNSET = _Unset.UNSET
"""Stands where nothing was given, because JSON has a value for ``None``."""

AS_IT_IS: Mapping[str, str] = {"Accept-Encoding": "identity"}
"""Headers for downloads of images, which do not compress; some servers fail when they are asked to."""


@dataclass(frozen=True)
class Request:
    """One request to the server.

    Parameters
    ----------
    method : str
        The HTTP method.
    route : str
        The route below the API's prefix, with ``{placeholders}``: ``"/boards/{board_id}"``.
    path : mapping of str to object
        What goes into the placeholders; it is quoted here.
    query : mapping of str to object
        Query parameters. ``None`` values are left out, lists are repeated, booleans written as JSON does.
    json : object
        A JSON body; `UNSET` for none.
    form : mapping of str to object
        Fields of a form; they travel beside `files` as multipart.
    files : mapping of str to FilePart
        Files of a multipart form.
    content : bytes or FilePart, optional
        A body that is neither JSON nor a form; a file is streamed.
    headers : mapping of str to str
        Headers for this request alone. They may hold secrets, so they are not shown.
    operation : str
        The server's operation id, for errors and logs.
    api : {"v1", "v2", ""}
        Which prefix the route stands under; ``""`` is the root of the server.
    is_read : bool, optional
        Whether sending it twice does no harm. By default, whether the method is a reading one.
    timeout : float or Timeout, optional
        Seconds to wait for the server, instead of the client's own.
    max_retries : int, optional
        How many times it is repeated at most, instead of the client's own; 0 in a flow that repeats by
        itself.
    max_age : float, optional
        Seconds that an answer may be old to be used instead of sending it; 0 sends it, and keeps the answer
        for others. By default it is sent, and its answer is not kept.
    save_to : path or binary file, optional
        Where the body of the answer goes, instead of into memory.
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

    @property
    def target(self) -> str:
        """The route with its placeholders filled in and quoted."""
        if not self.path:
            return self.route
        return self.route.format_map({name: quote(str(value), safe="") for name, value in self.path.items()})

    @property
    def group(self) -> str:
        """The first part of the route, which names what it is about: ``"models"``, ``"boards"``."""
        return self.route.partition("/")[2].partition("/")[0]

    @property
    def can_be_repeated(self) -> bool:
        """Whether sending it twice does no harm."""
        return self.method in {"GET", "HEAD", "OPTIONS"} if self.is_read is None else self.is_read

    @property
    def can_be_sent_again(self) -> bool:
        """Whether its body is still there after a first sending."""
        bodies = [self.content, *self.files.values()]
        return all(body.can_be_sent_again for body in bodies if isinstance(body, FilePart))

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """Return a copy with more headers; those of the request itself win."""
        own = {name.lower() for name in self.headers}
        more = {name: value for name, value in headers.items() if name.lower() not in own}
        return replace(self, headers={**more, **self.headers}) if more else self

    def __str__(self) -> str:
        return f"{self.method} {self.target}"


@dataclass(frozen=True)
class Response:
    """What the server answered.

    Parameters
    ----------
    status_code : int
        The HTTP status.
    content : bytes
        The body; empty when it was saved to a file.
    headers : mapping of str to str
        The headers; look-ups ignore case when a transport made it.
    request : Request, optional
        What was asked.
    url : str
        Where it was asked, without credentials.
    received_at : float
        When it was received, in seconds of the monotonic clock: an answer may be used again.
    """

    status_code: int = 200
    content: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request: Request | None = None
    url: str = ""
    received_at: float = field(default_factory=monotonic, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", "replace")

    def parsed(self, parse: Callable[[Any], T]) -> T:
        """Read the JSON body with a function, once for each function, also when the answer is used again.

        Parameters
        ----------
        parse : callable
            Takes the parsed JSON; what it returns is shared, so it should not be changed.

        Returns
        -------
        object

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
        """Ids that are known not to be in it, kept with an answer that is used again."""
        return set()

    @cached_property
    def _parsed(self) -> dict[Callable[[Any], Any], Any]:
        return {}

    @cached_property
    def json(self) -> Any:
        """The body, parsed.

        Raises
        ------
        NotAnInvokeAIError
            If the body is not JSON: InvokeAI answers unknown addresses with its web page.
        """
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise NotAnInvokeAIError(
                f"{self.request or 'The request'} to {self.url or 'the server'} was answered with "
                f"{self._kind_of_body()} instead of JSON.",
                hint="Check that the address is InvokeAI's own, with the path that it is served under.",
            ) from error

    @property
    def body(self) -> Any:
        """The parsed body where it is JSON, its text otherwise."""
        try:
            return json.loads(self.content)
        except ValueError:
            return self.text

    def _kind_of_body(self) -> str:
        if not self.content:
            return "an empty body"
        if self.content.lstrip()[:1] == b"<":
            return "a web page"
        return f"{self.content[:60]!r}"
