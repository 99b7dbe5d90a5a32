"""What a server is asked about itself, as flows."""

from __future__ import annotations

from typing import Any

from ivk_core.app_version import APP_VERSION
from ivk_core.errors import NotAnInvokeAIError, NotFoundError
from ivk_core.flow import Flow, Request

__all__ = ["get_openapi", "get_openapi_mark", "get_version"]


def get_version() -> Flow[str]:
    """Return the server's version (operation ``app_version``).

    Returns
    -------
    Flow of str
        Such as ``"6.14.2"``.

    Raises
    ------
    NotAnInvokeAIError
        If what answers is not an InvokeAI.
    """
    try:
        response = yield APP_VERSION
    except NotFoundError as error:
        raise _not_an_invokeai(error.response.url) from error
    answer = response.json
    if not isinstance(answer, dict) or not isinstance(answer.get("version"), str):
        raise _not_an_invokeai(response.url)
    return str(answer["version"])


def get_openapi() -> Flow[dict[str, Any]]:
    """Fetch the server's description of all its operations and nodes (``/openapi.json``).

    Returns
    -------
    Flow of dict

    Raises
    ------
    NotAnInvokeAIError
        If what answers is not an InvokeAI.
    """
    response = yield Request("GET", "/openapi.json", api="")
    document = response.json
    if not isinstance(document, dict) or "schemas" not in document.get("components", {}):
        raise _not_an_invokeai(response.url)
    return document


def get_openapi_mark() -> Flow[str]:
    """Return a mark that changes when the description does, without fetching it.

    Returns
    -------
    Flow of str
        An ETag where the server sends one, else the size; empty if it sends neither.
    """
    headers = {"Accept-Encoding": "identity"}
    response = yield Request("HEAD", "/openapi.json", api="", headers=headers)
    return response.headers.get("ETag") or response.headers.get("Content-Length", "")


def _not_an_invokeai(url: str) -> NotAnInvokeAIError:
    return NotAnInvokeAIError(
        f"What answers at {url} is not an InvokeAI.",
        hint="Check host, port and path; InvokeAI listens on port 9090 unless told otherwise.",
    )
