"""Sending the request of an operation, and decoding the response by its media type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from ivk_core.flow import Flow, Request, Response
from ivk_core.timeouts import Timeout

__all__ = ["call", "prepared"]


def prepared(
    request: Request, save_to: str | Path | BinaryIO | None, timeout: float | Timeout | None
) -> Request:
    """Return the request with a target for the response body and a timeout."""
    target = Path(save_to) if isinstance(save_to, str) else save_to
    return replace(request, save_to=target, timeout=timeout)


def call(request: Request) -> Flow[Any]:
    """Send a request and return the content of the response.

    Returns
    -------
    Flow of object
        The parsed JSON body, None for an empty body, bytes for any other body; the headers for ``HEAD``; the
        target if the body was saved.
    """
    response = yield request
    if request.save_to is not None:
        return request.save_to
    return dict(response.headers) if request.method == "HEAD" else _content(response)


def _content(response: Response) -> Any:
    if not response.content:
        return None
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return response.json if kind.endswith("json") else response.content
