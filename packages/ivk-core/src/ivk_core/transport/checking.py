"""Raising errors for error statuses, with the request, the server's message and a hint."""

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

# Lengths in characters that keep a message readable when the server returns a whole page or a large value:
# a message, one of several problems, and an invalid value.
_MAX_DETAIL, _MAX_PROBLEM, _MAX_INPUT = 500, 200, 80

_HINTS: dict[type[APIError], str] = {
    AuthenticationError: "Pass credentials that this server accepts to the client: api_key=… or auth=….",
    PermissionDeniedError: "Ask an administrator of this server for access.",
    RateLimitError: "Send fewer requests, or increase max_retries to retry reads.",
    ServerError: "See the server's log; the same request may succeed later.",
}


_LOGIN = "login_api_v1_auth_login_post"
_HINTS_BY_SCHEME = {
    "basic": "The user name or the password is wrong for this server, or for the proxy before it.",
    "bearer": "The server does not accept the API key or token: it may be wrong, or have expired.",
}


def checking(request: Request) -> Flow[Response]:
    """Raise an `APIError` for an error status and for a redirect that was not followed (a middleware)."""
    response = yield request
    if response.status_code >= 300:
        raise error_for(_redacted(request, response), _scheme_of(response))
    return response


def error_for(response: Response, scheme: str = "") -> APIError:
    """Make the error for a response.

    Parameters
    ----------
    response : Response
        A response with a status of 300 or more.
    scheme : str
        The scheme of the credentials that were sent, such as ``"bearer"``; empty if there were none.

    Returns
    -------
    APIError
        An error of the class for the status.
    """
    status = response.status_code
    kind = _ERRORS.get(status, ServerError if status >= 500 else APIError)
    message = f"{_request_text(response)} was answered with {status}: {_detail_text(response.body)}"
    return kind(message, response=response, hint=_hint(kind, response, scheme))


def _hint(kind: type[APIError], response: Response, scheme: str) -> str:
    if kind is AuthenticationError:
        return _hint_for_credentials(response, scheme)
    if response.status_code < 400:
        # Without the query, which may contain secrets.
        location = response.headers.get("Location", "nowhere").partition("?")[0]
        return f"The server redirects to {location}: pass the address of that location to the client."
    if response.status_code == 501:
        return "The server describes this operation but does not implement it."
    return _HINTS.get(kind, "")


def _hint_for_credentials(response: Response, scheme: str) -> str:
    if response.request is not None and response.request.operation == _LOGIN:
        return "The e-mail or the password is wrong, or the account is not active."
    return _HINTS_BY_SCHEME.get(scheme, _HINTS[AuthenticationError])


def _scheme_of(response: Response) -> str:
    """Return the scheme of the credentials that were sent, without the credentials."""
    sent = response.request.headers if response.request else {}
    values = [value for name, value in sent.items() if name.lower() == "authorization"]
    return values[0].partition(" ")[0].lower() if values else ""


def _redacted(request: Request, response: Response) -> Response:
    """Return the response and its request without secrets and without objects that cannot be pickled."""
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
    return replace(response, request=kept, headers=headers, content=_redacted_body(request, response))


def _redacted_body(request: Request, response: Response) -> bytes:
    """Return the body without the request's secrets, which the server may quote in an error."""
    content = response.content
    for secret in secrets_in([request.query, request.json, request.form]):
        for spelling in _spellings(secret.reveal()):
            content = content.replace(spelling.encode(), b"...")
    return content


def _spellings(text: str) -> list[str]:
    """Return a text, and how JSON may write it: with escaped quotes, with and without escaped non-ASCII."""
    return [json.dumps(text, ensure_ascii=is_ascii)[1:-1] for is_ascii in (True, False)] + [text]


def _request_text(response: Response) -> str:
    request = response.request
    if request is None:
        return "The request"
    name = f"{request.operation} " if request.operation else ""
    return f"{name}({request.method} {response.url or request.target})"


def _detail_text(body: Any) -> str:
    detail = body.get("detail", body) if isinstance(body, dict) else body
    if isinstance(detail, list):
        return "".join(f"\n  {_problem_text(item)}" for item in detail)
    return str(detail).strip()[:_MAX_DETAIL] or "no message"


def _problem_text(item: Any) -> str:
    """Return one line for a problem that FastAPI found in a field of the request."""
    if not isinstance(item, dict) or "msg" not in item:
        return str(item)[:_MAX_PROBLEM]
    field = ".".join(str(step) for step in item.get("loc", ()))
    value = f" (given: {item['input']!r:.{_MAX_INPUT}})" if _is_scalar(item.get("input")) else ""
    return f"{field}: {item['msg']}{value}" if field else f"{item['msg']}{value}"


def _is_scalar(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)
