"""What is known of the server itself: its version and its own description of its operations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ivk_core.errors import InvokeAIError, NotAnInvokeAIError, NotFoundError
from ivk_core.flow import Flow, Request
from ivk_core.operations import Document

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Server", "get_openapi", "get_version"]


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


class Server:
    """The server that a client talks to.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    @cached_property
    def version(self) -> str:
        """Its version, such as ``"6.14.2"``; asked for once (operation ``app_version``)."""
        return self._client.run(get_version())

    @cached_property
    def openapi(self) -> dict[str, Any]:
        """Its description of all operations and nodes; about 2 MB, fetched once."""
        return self._client.run(get_openapi())

    @cached_property
    def document(self) -> Document:
        """Its operations, read from its description."""
        return Document(self.openapi)

    def is_healthy(self) -> bool:
        """Tell whether an InvokeAI answers here (operation ``app_version``); no error is raised."""
        try:
            self._client.run(get_version())
        except InvokeAIError:
            return False
        return True


def _not_an_invokeai(url: str) -> NotAnInvokeAIError:
    return NotAnInvokeAIError(
        f"What answers at {url} is not an InvokeAI.",
        hint="Check host, port and path; InvokeAI listens on port 9090 unless told otherwise.",
    )
