# Made from raw_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Calling operations by their names: ``client.call`` and ``client.operations``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar

from ivk_core.flow import Flow
from ivk_core.operations.calls import call, prepared
from ivk_core.operations.operation import Operation
from ivk_core.operations.placing import request_for
from ivk_core.timeouts import Timeout

if TYPE_CHECKING:
    from ivk_core.server.handle import Server

__all__ = ["RawCalls"]

T = TypeVar("T")


class _Client(Protocol):
    server: Server

    def run(self, flow: Flow[T]) -> T: ...


class RawCalls:
    """Calls the operations of a server by their names."""

    def call(
        self: _Client,
        operation: str,
        /,
        *,
        save_to: str | Path | BinaryIO | None = None,
        timeout: float | Timeout | None = None,
        **arguments: Any,
    ) -> Any:
        """Call any operation of the server by its name.

        Parameters
        ----------
        operation : str
            The server's operation id, such as ``"get_board"``; `operations` lists them all.
        save_to : path or binary file, optional
            Where the answer is written, instead of being kept in memory.
        timeout : float or Timeout, optional
            Seconds to wait for the server, instead of the client's own.
        **arguments : object
            Parameters and fields of the body by their names, or the whole body as ``body=``. A file is a
            path, bytes, an open file, or a `FilePart`.

        Returns
        -------
        object
            JSON parsed; None for an empty body; bytes for any other; for ``HEAD`` the headers.

        Raises
        ------
        ArgumentError
            If an argument is unknown or missing; nothing was sent.
        UnsupportedCapabilityError
            If the server has no such operation.

        Examples
        --------
        >>> (client.call("create_board", board_name="Seas"))["board_id"]
        >>> client.call("upload_image", file="sea.png", image_category="user", is_intermediate=False)
        """
        request = request_for(self.server.document.get(operation), arguments)
        return self.run(call(prepared(request, save_to, timeout)))

    def operations(self: _Client, search: str = "") -> list[Operation]:
        """List the operations of the server, with what they take.

        Parameters
        ----------
        search : str
            Only those with this in their name or path.

        Returns
        -------
        list of Operation
        """
        found = self.server.document.operations.values()
        return [each for each in found if search in each.name or search in each.path]
