"""Encoding requests and checking downloads, shared by all transports."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from ivk_core.errors import ArgumentError, ConfigurationError, TransferError
from ivk_core.flow import UNSET, Request
from ivk_core.messages import IDENTITY_ENCODING
from ivk_core.secret import Secret, revealed

__all__ = ["check_headers", "check_length", "form_fields", "headers_for", "json_bytes", "query_items"]

# What `str` writes as the server reads it.
_TEXTS = (str, int, float, Enum, UUID, Secret, PurePath)
# The characters of a token of RFC 9110.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# HTTP headers consist of printable Latin-1 characters, spaces and tabs.
_INVALID_IN_HEADERS = re.compile(r"[^\t\x20-\x7e\xa0-\xff]")


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise an error for headers that cannot be sent. It does not show their values, which may be secret.

    Raises
    ------
    ConfigurationError
        If a header is not a string, or has characters that are not in Latin-1, or a line break.
    """
    given: Mapping[Any, Any] = headers
    for name, value in given.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ConfigurationError(f"{name!r} is not a name that a header can have.")
        if not isinstance(value, str):
            kind = type(value).__name__
            raise ConfigurationError(f"The header {name!r} must be a string, and it is of type {kind}.")
        if _INVALID_IN_HEADERS.search(name + value):
            raise ConfigurationError(
                f"The header {name!r} contains characters that HTTP headers cannot have."
            )


def headers_for(request: Request) -> dict[str, str]:
    """Return the headers of a request, including those for its body and for its download.

    Raises
    ------
    ConfigurationError
        If a header has characters that are not in Latin-1, or a line break.
    """
    check_headers(request.headers)
    headers = {} if request.json is UNSET else {"Content-Type": "application/json"}
    if request.save_to is not None:
        headers |= IDENTITY_ENCODING
    return {**headers, **request.headers}


def json_bytes(request: Request) -> bytes:
    """Encode the JSON body of a request.

    Raises
    ------
    ConfigurationError
        If it contains a value that JSON does not have, such as NaN.
    """
    try:
        return json.dumps(request.json, allow_nan=False, default=_to_json).encode()
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"The body of {request} cannot be encoded as JSON: {error}") from error


def check_length(request: Request, size: int, headers: Mapping[str, str]) -> None:
    """Compare the size of a download with its ``Content-Length``.

    Raises
    ------
    TransferError
        If they differ.
    """
    announced = headers.get("Content-Length", "")
    # The Content-Length of a compressed response is the compressed size.
    if announced.isdigit() and "Content-Encoding" not in headers and size != int(announced):
        raise TransferError(f"{request} delivered {size} of {announced} bytes; the file was discarded.")


def query_items(query: Mapping[str, object]) -> list[tuple[str, str]]:
    """Encode query parameters: ``None`` is left out, lists are repeated, booleans are written as in JSON."""
    return [
        (name, _text(name, item))
        for name, value in query.items()
        for item in (value if isinstance(value, list | tuple) else [value])
        if item is not None
    ]


def form_fields(form: Mapping[str, object]) -> dict[str, str]:
    """Encode form fields: ``None`` is left out, objects and lists are written as JSON."""
    return {name: _field_text(name, value) for name, value in form.items() if value is not None}


def _field_text(name: str, value: object) -> str:
    return json.dumps(value) if isinstance(value, dict | list | tuple) else _text(name, value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, _TEXTS):
        raise ArgumentError(f"{name}={value!r} cannot be sent: it is of type {type(value).__name__}.")
    return str(value).lower() if isinstance(value, bool) else str(revealed(value))


def _to_json(value: object) -> object:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"JSON has no type for {type(value).__name__}")
