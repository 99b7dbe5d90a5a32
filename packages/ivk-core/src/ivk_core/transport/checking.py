"""Statuses that become errors, each saying what was asked, what came back and what to do next."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from requests.structures import CaseInsensitiveDict

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
from ivk_core.flow import UNSET, Flow, Request, Response
from ivk_core.secret import secrets_in, without_secrets

__all__ = ["checking", "error_for"]

_ERRORS: dict[int, type[APIError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: ValidationError,
    429: RateLimitError,
}

_SECRET_HEADERS = ("Set-Cookie", "X-Refreshed-Token")

_HINTS: dict[type[APIError], str] = {
    AuthenticationError: "Give the client credentials that this server accepts, such as api_key=….",
    PermissionDeniedError: "Ask an administrator of this server for access.",
    RateLimitError: "Slow down, or raise max_retries so that reads wait for their turn.",
    ServerError: "Look into the server's log; the same request may succeed later.",
}


def checking(request: Request) -> Flow[Response]:
    """Raise an `APIError` for a status that is no success (a middleware)."""
    response = yield request
    if response.status_code >= 300:
        raise error_for(_for_the_record(request, response))
    return response


def error_for(response: Response) -> APIError:
    """Make the error for a response.

    Parameters
    ----------
    response : Response
        A response with a status that is no success.

    Returns
    -------
    APIError
        Of the class that its status deserves.
    """
    status = response.status_code
    kind = _ERRORS.get(status, ServerError if status >= 500 else APIError)
    message = f"{_what_was_asked(response)} was answered with {status}: {_what_was_said(response.body)}"
    return kind(message, response=response, hint=_hint(kind, response))


def _hint(kind: type[APIError], response: Response) -> str:
    if response.status_code < 400:
        place = response.headers.get("Location", "nowhere").partition("?")[0]
        return f"The server sends its clients to {place}: give the client the address that stands there."
    if response.status_code == 501:
        return "The server lists this operation and does not have it."
    return _HINTS.get(kind, "")


def _for_the_record(request: Request, response: Response) -> Response:
    """Keep what tells the story; headers may hold secrets, and open files cannot be pickled."""
    kept = replace(
        request,
        query=without_secrets(request.query),
        json=request.json if request.json is UNSET else without_secrets(request.json),
        form=without_secrets(request.form),
        headers={},
        files={},
        content=None,
        save_to=None,
    )
    headers = CaseInsensitiveDict(response.headers)
    for name in _SECRET_HEADERS:
        headers.pop(name, None)
    return replace(response, request=kept, headers=headers, content=_unquoted(request, response))


def _unquoted(request: Request, response: Response) -> bytes:
    """Take out of the body the secrets that the server quotes from the request."""
    content = response.content
    for secret in secrets_in([request.query, request.json, request.form]):
        for spelling in _spellings(secret.reveal()):
            content = content.replace(spelling.encode(), b"...")
    return content


def _spellings(text: str) -> list[str]:
    """Return a text as it is, and as JSON may have it: with escapes for quotes, and for what is not ASCII."""
    return [json.dumps(text, ensure_ascii=is_ascii)[1:-1] for is_ascii in (True, False)] + [text]


def _what_was_asked(response: Response) -> str:
    request = response.request
    if request is None:
        return "The request"
    name = f"{request.operation} " if request.operation else ""
    return f"{name}({request.method} {response.url or request.target})"


def _what_was_said(body: Any) -> str:
    detail = body.get("detail", body) if isinstance(body, dict) else body
    if isinstance(detail, list):
        return "".join(f"\n  {_problem(item)}" for item in detail)
    return str(detail).strip()[:500] or "nothing more"


def _problem(item: Any) -> str:
    if not isinstance(item, dict) or "msg" not in item:
        return str(item)[:200]
    place = ".".join(str(step) for step in item.get("loc", ()))
    given = f" (given: {item['input']!r:.80})" if _is_worth_showing(item.get("input")) else ""
    return f"{place}: {item['msg']}{given}" if place else f"{item['msg']}{given}"


def _is_worth_showing(given: object) -> bool:
    return given is not None and not isinstance(given, dict | list)
