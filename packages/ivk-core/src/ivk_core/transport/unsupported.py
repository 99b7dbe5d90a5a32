"""Detecting that a server does not have an operation.

InvokeAI answers an address that it does not know with its web page, or with "method not allowed". When that
happens to one of the server's operations, its version is asked for: a version means that this InvokeAI is too
old (or too new) for the operation, and no version means that it is not an InvokeAI.
"""

from __future__ import annotations

from ivk_core.app_version import APP_VERSION
from ivk_core.errors import NotAnInvokeAIError, UnsupportedCapabilityError
from ivk_core.flow import Flow, Request, Response

__all__ = ["detecting_unsupported"]


def detecting_unsupported(request: Request) -> Flow[Response]:
    """Raise an error for an operation that the server does not have (a middleware)."""
    response = yield request
    if not _is_unknown(request, response):
        return response
    version = yield APP_VERSION
    if not _names_a_version(version):
        raise NotAnInvokeAIError(
            f"{request} was answered with a web page: what answers at {response.url} is not an InvokeAI.",
            hint="Check host, port and path; InvokeAI listens on port 9090 unless told otherwise.",
        )
    raise UnsupportedCapabilityError(
        f"InvokeAI {version.json['version']} has no operation {request.operation} ({request}).",
        hint="Upgrade the server, or ask client.server.supports(…) before.",
    )


def _is_unknown(request: Request, response: Response) -> bool:
    if not request.operation or not request.api or request.operation == APP_VERSION.operation:
        return False
    if request.method == "GET" and request.is_read is False:
        return False  # what changes something may answer with a page of its own
    return response.status_code == 405 or _is_web_page(response)


def _is_web_page(response: Response) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def _names_a_version(response: Response) -> bool:
    try:
        return isinstance(response.json.get("version"), str)
    except (NotAnInvokeAIError, AttributeError):
        return False
