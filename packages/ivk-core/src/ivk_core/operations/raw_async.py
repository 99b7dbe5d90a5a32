"""Calling operations by operation id: ``client.call`` and ``client.operations``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, overload

from ivk_core.errors import ArgumentError
from ivk_core.flow import Flow, Response
from ivk_core.operations.binding import request_for
from ivk_core.operations.calls import call, prepared
from ivk_core.operations.operation import Operation
from ivk_core.operations.targets import SaveTo
from ivk_core.timeouts import Timeout

if TYPE_CHECKING:
    from ivk_core.server.handle_async import AsyncServer

__all__ = ["AsyncRawCalls"]

T = TypeVar("T")


class _AsyncClient(Protocol):
    server: AsyncServer

    async def run(self, flow: Flow[T]) -> T: ...


class AsyncRawCalls:
    """Adds ``client.call`` and ``client.operations`` to a client."""

    @overload
    async def call(
        self: _AsyncClient,
        operation: str,
        /,
        *,
        save_to: SaveTo = None,
        timeout: float | Timeout | None = None,
        raw: Literal[False] = False,
        **arguments: Any,
    ) -> Any: ...

    @overload
    async def call(
        self: _AsyncClient,
        operation: str,
        /,
        *,
        save_to: SaveTo = None,
        timeout: float | Timeout | None = None,
        raw: Literal[True],
        **arguments: Any,
    ) -> Response: ...

    @overload
    async def call(
        self: _AsyncClient,
        operation: str,
        /,
        *,
        save_to: SaveTo = None,
        timeout: float | Timeout | None = None,
        raw: bool,
        **arguments: Any,
    ) -> Any: ...

    async def call(
        self: _AsyncClient,
        operation: str,
        /,
        *,
        save_to: SaveTo = None,
        timeout: float | Timeout | None = None,
        raw: bool = False,
        **arguments: Any,
    ) -> Any:
        """Call any operation of the server.

        Parameters
        ----------
        operation : str
            The operation id, such as ``"get_board"``; `operations` lists all operations.
        save_to : path or binary file, optional
            Where to write the body of the response; by default it is returned.
        timeout : float or Timeout, optional
            Seconds to wait for the server; by default the client's timeout.
        raw : bool
            Whether to return the `Response`, with status, headers and body, instead of the decoded body.
            Error statuses are raised all the same; the error has the response.
        **arguments : object
            Parameters and body fields by name, or the whole body as ``body=``. A file is a path, bytes, an
            open file, or a `FilePart`.

        Returns
        -------
        object
            The parsed JSON body, None for an empty body, bytes for any other body; the headers for ``HEAD``;
            `save_to` if it is set. With ``raw=True``, a `Response` without the credentials that were sent.

        Raises
        ------
        ArgumentError
            If an argument is unknown or missing; no request was sent.
        UnsupportedCapabilityError
            If the server does not have the operation.
        APIError
            If the server responds with an error status.

        Examples
        --------
        >>> (await client.call("create_board", board_name="Seas"))["board_id"]
        >>> await client.call("upload_image", file="sea.png", image_category="user", is_intermediate=False)
        >>> (await client.call("app_version", raw=True)).headers["Content-Type"]
        'application/json'
        """
        _check_name(operation, "operation")
        request = request_for((await self.server.document()).get(operation), arguments)
        return await self.run(call(prepared(request, save_to, timeout), raw=raw))

    async def operations(self: _AsyncClient, search: str = "") -> list[Operation]:
        """List the operations of the server, with their parameters.

        Parameters
        ----------
        search : str
            Only operations with this text in their id or path; all by default.

        Returns
        -------
        list of Operation

        Raises
        ------
        ArgumentError
            If `search` is not a string.
        """
        _check_name(search, "search")
        found = (await self.server.document()).operations.values()
        return [each for each in found if search in each.name or search in each.path]


def _check_name(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise ArgumentError(
            f"{name}={value!r} must be a string, not {type(value).__name__}.",
            hint="client.operations() lists the operations.",
        )
