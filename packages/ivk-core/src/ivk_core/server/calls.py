"""What is said to a server about itself."""

from __future__ import annotations

from typing import Any

from ivk_core.errors import NotAnInvokeAIError, NotFoundError
from ivk_core.flow import Flow, Request

__all__ = ["get_openapi", "get_openapi_mark", "get_version"]


def get_version() -> Flow[str]:
    """Ask for the server's version (operation ``app_version``).

    Returns
    -------
    Flow of str
        Such as ``"6.14.2"``.

    Raises
    ------
    NotAnInvokeAIError
        If what answers is not an InvokeAI.
    """
    request = Request("GET", "/app/version", operation="app_version")
    try:
        response = yield request
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
    """Ask for what would change if the description did, without fetching it.

    Returns
    -------
    Flow of str
        An ETag where the server gives one, else its size; empty if it tells neither.
    """
    headers = {"Accept-Encoding": "identity"}
    response = yield Request("HEAD", "/openapi.json", api="", headers=headers)
    return response.headers.get("ETag") or response.headers.get("Content-Length", "")


def _not_an_invokeai(url: str) -> NotAnInvokeAIError:
    return NotAnInvokeAIError(
        f"What answers at {url} is not an InvokeAI.",
        hint="Check host, port and path; InvokeAI listens on port 9090 unless told otherwise.",
    )
