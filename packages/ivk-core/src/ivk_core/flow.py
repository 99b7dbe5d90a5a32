"""The one idea to learn: what is said on the wire is a generator, with no I/O in it.

A *flow* yields a `Request` and receives the `Response`; whatever it returns is the result::

    def get_board(board_id: str) -> Flow[Board]:
        response = yield Request("GET", "/boards/{board_id}", path={"board_id": board_id})
        return Board.model_validate(response.json)

`run` drives a flow with anything that can send a request, `run_async` does so with anything that can be
awaited; the flow is the same. When sending fails, the error is raised inside the flow, at its ``yield``,
so a flow handles failure with an ordinary ``try``. A flow never sleeps: it yields a `Pause`.

A flow is tested without server, mock or event loop::

    flow = get_board("b1")
    assert next(flow) == Request("GET", "/boards/{board_id}", path={"board_id": "b1"})
    flow.send(Response(200, content=b"..."))
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias, TypeVar
from urllib.parse import quote

from ivk_core.errors import InvokeAIError, NotAnInvokeAIError
from ivk_core.files import FilePart
from ivk_core.timeouts import Timeout

__all__ = [
    "UNSET",
    "AsyncSend",
    "Effect",
    "Flow",
    "Pause",
    "Request",
    "Response",
    "Send",
    "run",
    "run_async",
]

T = TypeVar("T")


class _Unset(Enum):
    UNSET = 0


UNSET = _Unset.UNSET
"""Stands where nothing was given, because ``None`` is a value that JSON can say."""


@dataclass(frozen=True)
class Request:
    """One thing to say to the server.

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
        Seconds to wait for the server, in place of the client's own.
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
    save_to: Path | BinaryIO | None = None

    @property
    def target(self) -> str:
        """The route with its placeholders filled in and quoted."""
        if not self.path:
            return self.route
        return self.route.format_map({name: quote(str(value), safe="") for name, value in self.path.items()})

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
    """

    status_code: int = 200
    content: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request: Request | None = None
    url: str = ""

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", "replace")

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


@dataclass(frozen=True)
class Pause:
    """What a flow yields when it wants to go on later: the driver sleeps for it.

    Parameters
    ----------
    seconds : float
        How long.
    """

    seconds: float


Effect: TypeAlias = Request | Pause
"""What a flow yields."""

Flow: TypeAlias = Generator[Effect, Response, T]
"""Yields what to do, receives responses, and returns a result."""

Send: TypeAlias = Callable[[Request], Response]
"""Sends a request and gives its response, or raises an `InvokeAIError`."""

AsyncSend: TypeAlias = Callable[[Request], Awaitable[Response]]
"""The same, to be awaited."""

_Resume: TypeAlias = Callable[[], Effect]

_AFTER_A_PAUSE = Response(0)


def run(flow: Flow[T], send: Send, sleep: Callable[[float], object] = time.sleep) -> T:
    """Drive a flow to its end on this thread.

    Parameters
    ----------
    flow : Flow
        The flow to drive.
    send : callable
        Takes a `Request`, returns its `Response` or raises an `InvokeAIError`.
    sleep : callable
        Sleeps for a number of seconds.

    Returns
    -------
    object
        What the flow returned.
    """
    resume: _Resume = partial(next, flow)
    with closing(flow):
        while True:
            try:
                effect = resume()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            resume = _perform(flow, effect, send, sleep)


def _perform(flow: Flow[T], effect: Effect, send: Send, sleep: Callable[[float], object]) -> _Resume:
    if isinstance(effect, Pause):
        sleep(effect.seconds)
        return partial(flow.send, _AFTER_A_PAUSE)
    try:
        return partial(flow.send, send(effect))
    except InvokeAIError as error:
        return partial(flow.throw, error)


async def run_async(flow: Flow[T], send: AsyncSend) -> T:
    """Drive a flow to its end in the running event loop; the twin of `run`.

    Parameters
    ----------
    flow : Flow
        The flow to drive.
    send : callable
        Takes a `Request`, returns an awaitable of its `Response`.

    Returns
    -------
    object
        What the flow returned.
    """
    resume: _Resume = partial(next, flow)
    with closing(flow):
        while True:
            try:
                effect = resume()
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            resume = await _perform_async(flow, effect, send)


async def _perform_async(flow: Flow[T], effect: Effect, send: AsyncSend) -> _Resume:
    if isinstance(effect, Pause):
        import asyncio  # a program that only blocks does not pay for it

        await asyncio.sleep(effect.seconds)
        return partial(flow.send, _AFTER_A_PAUSE)
    try:
        return partial(flow.send, await send(effect))
    except InvokeAIError as error:
        return partial(flow.throw, error)
