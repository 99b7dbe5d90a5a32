"""Statuses that become errors, each saying what was asked, what came back and what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ivk_core.errors import (
    APIError,
    AuthenticationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    ValidationError,
)
from ivk_core.flow import Flow, Request, Response

__all__ = ["checking", "error_for"]

_ERRORS: dict[int, type[APIError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: ValidationError,
    429: RateLimitError,
}

_HINTS: dict[type[APIError], str] = {
    AuthenticationError: "Give the client credentials that this server accepts, such as api_key=….",
    PermissionDeniedError: "Ask an administrator of this server for access.",
    RateLimitError: "Slow down, or raise max_retries so that reads wait for their turn.",
    ServerError: "Look into the server's log; the same request may succeed later.",
}


def checking(request: Request) -> Flow[Response]:
    """Raise an `APIError` for a status of 400 and above (a middleware)."""
    response = yield request
    if response.status_code >= 400:
        raise error_for(replace(response, request=_for_the_record(request)))
    return response


def error_for(response: Response) -> APIError:
    """Make the error for a response.

    Parameters
    ----------
    response : Response
        A response with a status of 400 or above.

    Returns
    -------
    APIError
        Of the class that its status deserves.
    """
    status = response.status_code
    kind = _ERRORS.get(status, ServerError if status >= 500 else APIError)
    message = f"{_what_was_asked(response)} was answered with {status}: {_what_was_said(response.body)}"
    return kind(message, response=response, hint=_HINTS.get(kind, ""))


def _for_the_record(request: Request) -> Request:
    """Keep what tells the story; headers may hold secrets, and open files cannot be pickled."""
    return replace(request, headers={}, files={}, content=None, save_to=None)


def _what_was_asked(response: Response) -> str:
    request = response.request
    if request is None:
        return "The request"
    name = f"{request.operation} " if request.operation else ""
    return f"{name}({request.method} {response.url or request.target})"


def _what_was_said(body: Any) -> str:
    detail = body.get("detail", body) if isinstance(body, dict) else body
    if isinstance(detail, list):
        return "; ".join(_problem(item) for item in detail)
    return str(detail).strip()[:500] or "nothing more"


def _problem(item: Any) -> str:
    if not isinstance(item, dict) or "msg" not in item:
        return str(item)[:200]
    place = ".".join(str(step) for step in item.get("loc", ()))
    given = (
        f" (given: {item['input']!r:.80})" if "input" in item and not isinstance(item["input"], dict) else ""
    )
    return f"{place}: {item['msg']}{given}" if place else f"{item['msg']}{given}"
