"""Detecting that a server does not have an operation (a middleware).

InvokeAI responds to an unknown path with its web page or with 405 (method not allowed). After such a response
to an API operation, the version is requested. If there is a version, this InvokeAI is too old or too new for
the operation; otherwise, the server is not InvokeAI.
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
            f"{request} was answered with a web page: the server at {response.url} is not an InvokeAI.",
            hint="Check host, port and path; InvokeAI's default port is 9090.",
        )
    raise UnsupportedCapabilityError(
        f"InvokeAI {version.json['version']} has no operation {request.operation} ({request}).",
        hint="Upgrade the server, or check client.server.supports(…) first.",
    )


def _is_unknown(request: Request, response: Response) -> bool:
    if not request.operation or not request.api or request.operation == APP_VERSION.operation:
        return False
    if request.method == "GET" and request.is_read is False:
        return False  # a GET that changes something may return a web page, such as a model installation
    return response.status_code == 405 or _is_web_page(response)


def _is_web_page(response: Response) -> bool:
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def _names_a_version(response: Response) -> bool:
    try:
        return isinstance(response.json.get("version"), str)
    except (NotAnInvokeAIError, AttributeError):
        return False
