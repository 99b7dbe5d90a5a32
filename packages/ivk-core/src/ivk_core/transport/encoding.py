"""How a request is written and a download is checked; the same for every transport."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pydantic import BaseModel

from ivk_core.errors import ConfigurationError, TransferError
from ivk_core.flow import UNSET, Request
from ivk_core.messages import AS_IT_IS
from ivk_core.secret import Secret, revealed

__all__ = ["check_headers", "check_length", "form_fields", "headers_for", "json_bytes", "query_items"]

_UNSPEAKABLE = re.compile(r"[^\t\x20-\x7e\xa0-\xff]")


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse headers that cannot be sent, without a word about their values, which may be secret.

    Raises
    ------
    ConfigurationError
        If one holds letters beyond Latin-1, or a line break.
    """
    for name, value in headers.items():
        if _UNSPEAKABLE.search(name + value):
            raise ConfigurationError(f"The header {name!r} holds letters that HTTP cannot carry.")


def headers_for(request: Request) -> dict[str, str]:
    """Return the headers of a request, its own and those that its body and its answer call for.

    Raises
    ------
    ConfigurationError
        If a header cannot be sent: letters beyond Latin-1, or a line break.
    """
    check_headers(request.headers)
    headers = {} if request.json is UNSET else {"Content-Type": "application/json"}
    if request.save_to is not None:
        headers |= AS_IT_IS
    return {**headers, **request.headers}


def json_bytes(request: Request) -> bytes:
    """Write the JSON body of a request.

    Raises
    ------
    ConfigurationError
        If it holds something that JSON cannot say, such as NaN.
    """
    try:
        return json.dumps(request.json, allow_nan=False, default=_plain_json).encode()
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"The body of {request} cannot be written as JSON: {error}") from error


def check_length(request: Request, size: int, headers: Mapping[str, str]) -> None:
    """Compare the size of a download with what the server announced.

    Raises
    ------
    TransferError
        If they differ.
    """
    announced = headers.get("Content-Length", "")
    if announced.isdigit() and "Content-Encoding" not in headers and size != int(announced):
        raise TransferError(f"{request} delivered {size} of {announced} bytes; the file was not kept.")


def query_items(query: Mapping[str, object]) -> list[tuple[str, str]]:
    """Write a query: ``None`` is left out, lists are repeated, booleans are spelled as in JSON."""
    return [
        (name, _plain(value))
        for name, given in query.items()
        for value in (given if isinstance(given, list | tuple) else [given])
        if value is not None
    ]


def form_fields(form: Mapping[str, object]) -> dict[str, str]:
    """Write the fields of a form: ``None`` is left out, objects and lists travel as JSON."""
    return {name: _written(value) for name, value in form.items() if value is not None}


def _written(value: object) -> str:
    return json.dumps(value) if isinstance(value, dict | list | tuple) else _plain(value)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(revealed(value))


def _plain_json(value: object) -> object:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} is not a kind of value that JSON has")
