"""Requests for the server's version and OpenAPI document, as flows."""

from __future__ import annotations

from typing import Any

from ivk_core.app_version import APP_VERSION
from ivk_core.errors import NotAnInvokeAIError, NotFoundError
from ivk_core.flow import Flow, Request
from ivk_core.messages import IDENTITY_ENCODING

__all__ = ["get_openapi", "get_openapi_fingerprint", "get_version"]


def get_version() -> Flow[str]:
    """Return the server's version (operation ``app_version``).

    Returns
    -------
    Flow of str
        The version, such as ``"6.14.2"``.

    Raises
    ------
    NotAnInvokeAIError
        If the server at this address is not InvokeAI.
    """
    try:
        response = yield APP_VERSION
    except NotFoundError as error:
        raise _not_an_invokeai(error.response.url) from error
    body = response.json
    if not isinstance(body, dict) or not isinstance(body.get("version"), str):
        raise _not_an_invokeai(response.url)
    return str(body["version"])


def get_openapi() -> Flow[dict[str, Any]]:
    """Download the OpenAPI document, which describes all operations and nodes (``/openapi.json``).

    Returns
    -------
    Flow of dict
        The parsed document.

    Raises
    ------
    NotAnInvokeAIError
        If the server at this address is not InvokeAI.
    """
    response = yield Request("GET", "/openapi.json", api="")
    document = response.json
    if not isinstance(document, dict) or "schemas" not in document.get("components", {}):
        raise _not_an_invokeai(response.url)
    return document


def get_openapi_fingerprint() -> Flow[str]:
    """Return a fingerprint that changes with the OpenAPI document, without downloading the document.

    Returns
    -------
    Flow of str
        The ETag if the server sends one, else the size; empty if it sends neither.
    """
    # Without compression, because a compressed response has no Content-Length.
    response = yield Request("HEAD", "/openapi.json", api="", headers=IDENTITY_ENCODING)
    return response.headers.get("ETag") or response.headers.get("Content-Length", "")


def _not_an_invokeai(url: str) -> NotAnInvokeAIError:
    return NotAnInvokeAIError(
        f"The server at {url} is not an InvokeAI.",
        hint="Check host, port and path; InvokeAI's default port is 9090.",
    )
