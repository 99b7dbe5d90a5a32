"""Sending the request of an operation, and decoding the response by its media type."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ivk_core.flow import Flow, Request, Response
from ivk_core.operations.targets import SaveTo, checked_target
from ivk_core.timeouts import Timeout

__all__ = ["call", "prepared"]


def prepared(request: Request, save_to: SaveTo, timeout: float | Timeout | None) -> Request:
    """Return the request with a target for the response body and a timeout.

    Raises
    ------
    ArgumentError
        If the target is neither a path nor a file.
    ConfigurationError
        If the timeout is not greater than 0.
    """
    if timeout is not None:
        Timeout.of(timeout)
    return replace(request, save_to=checked_target(save_to), timeout=timeout)


def call(request: Request, *, raw: bool = False) -> Flow[Any]:
    """Send a request and return the content of the response.

    Parameters
    ----------
    request : Request
        The request of an operation.
    raw : bool
        Whether to return the response.

    Returns
    -------
    Flow of object
        The parsed JSON body, None for an empty body, bytes for any other body; the headers for ``HEAD``; the
        target if the body was saved. The `Response`, if `raw` is true.
    """
    response = yield request
    if raw:
        # The request that was sent has the credentials; this one has none.
        return replace(response, request=request)
    if request.save_to is not None:
        return request.save_to
    return dict(response.headers) if request.method == "HEAD" else _content(response)


def _content(response: Response) -> Any:
    if not response.content:
        return None
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return response.json if kind.endswith("json") else response.content
