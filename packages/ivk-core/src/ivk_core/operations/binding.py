"""Binding the arguments of a call to an operation: making the request as the OpenAPI document says.

Unknown and missing arguments raise an error before a request is sent. The values are not checked; the server
does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Literal

from ivk_core.arguments import check_argument
from ivk_core.errors import ArgumentError
from ivk_core.files import FilePart
from ivk_core.flow import Request
from ivk_core.messages import IDENTITY_ENCODING
from ivk_core.operations.operation import Body, Operation, Parameter

__all__ = ["request_for"]

# Operations with the method GET that change something on the server, so that they must not be retried.
_CHANGES_BY_GET = frozenset({"install_hugging_face_model"})


def request_for(operation: Operation, arguments: Mapping[str, Any]) -> Request:
    """Make the request for a call.

    Parameters
    ----------
    operation : Operation
        The operation.
    arguments : mapping of str to object
        The arguments: parameters and body fields by name, or the whole body as ``body``.

    Returns
    -------
    Request

    Raises
    ------
    ArgumentError
        If an argument is unknown or missing; the hint suggests a similar name.
    """
    _check(operation, arguments)
    values = {p: arguments[p.argument] for p in operation.parameters if p.argument in arguments}
    api, route = _split(operation.path)
    request = Request(
        operation.method,
        route,
        path=_values_in("path", values),
        query=_values_in("query", values),
        headers={**_encodings(operation), **_headers(values)},
        operation=operation.name,
        api=api,
        is_read=False if operation.name in _CHANGES_BY_GET else None,
    )
    return _with_body(request, operation, arguments)


def _check(operation: Operation, arguments: Mapping[str, Any]) -> None:
    known = {argument.argument for argument in operation.arguments}
    accepted = known | {"body"} if operation.body else known
    for name in arguments:
        if name not in accepted:
            raise _unknown(operation, name, accepted)
    if operation.body and "body" in arguments and "body" not in known:
        _check_whole_body(operation, arguments)
        candidates: Iterable[Parameter] = operation.parameters
    else:
        candidates = _possibly_required(operation, arguments)
    missing = [p.argument for p in candidates if p.is_required and p.argument not in arguments]
    if missing:
        raise ArgumentError(f"{operation} needs {' and '.join(missing)}.", hint=_signature(operation))


def _check_whole_body(operation: Operation, arguments: Mapping[str, Any]) -> None:
    parameters = {parameter.argument for parameter in operation.parameters}
    both = sorted(arguments.keys() - parameters - {"body"})
    if both:
        raise ArgumentError(f"{operation} takes either body= or its fields; got body and {', '.join(both)}.")


def _possibly_required(operation: Operation, arguments: Mapping[str, Any]) -> Sequence[Parameter]:
    """Return the parameters to check: required fields of an optional body only count if a field is passed."""
    body = operation.body
    if body is None or (not body.is_required and not _fields_in(body, operation, arguments)):
        return operation.parameters
    if not body.fields:
        return (*operation.parameters, Parameter("body", "body", is_required=body.is_required))
    return operation.arguments


def _fields_in(body: Body, operation: Operation, arguments: Mapping[str, Any]) -> list[Parameter]:
    taken = {parameter.argument for parameter in operation.parameters}
    return [f for f in body.fields if f.argument in arguments and f.argument not in taken]


def _with_body(request: Request, operation: Operation, arguments: Mapping[str, Any]) -> Request:
    body = operation.body
    if body is None:
        return request
    fields = _fields_in(body, operation, arguments)
    if "body" in arguments and not any(field.argument == "body" for field in fields):
        return _with_whole_body(request, body, arguments["body"])
    if not fields and not (body.is_required and body.fields):
        return request
    return _with_fields(request, body, {field.name: arguments[field.argument] for field in fields})


def _with_whole_body(request: Request, body: Body, value: Any) -> Request:
    if body.is_json:
        return replace(request, json=value)
    if body.is_form:
        check_argument("body", value, Mapping, "a mapping of the fields of a form")
        return _with_fields(request, body, value)
    headers = {**request.headers, "Content-Type": body.media_type}
    return replace(request, content=value if isinstance(value, bytes) else _file(value), headers=headers)


def _with_fields(request: Request, body: Body, values: Mapping[str, Any]) -> Request:
    if body.is_json:
        return replace(request, json=dict(values))
    files = {field.name for field in body.fields if field.is_file}
    return replace(
        request,
        form={name: value for name, value in values.items() if name not in files},
        files={name: _file(value) for name, value in values.items() if name in files and value is not None},
    )


def _file(value: Any) -> FilePart:
    return value if isinstance(value, FilePart) else FilePart(value)


def _values_in(place: str, values: Mapping[Parameter, Any]) -> dict[str, Any]:
    return {parameter.name: value for parameter, value in values.items() if parameter.place == place}


def _encodings(operation: Operation) -> Mapping[str, str]:
    is_text = all(kind.endswith("json") or kind.startswith("text/") for kind in operation.answers)
    return {} if is_text else IDENTITY_ENCODING


def _headers(values: Mapping[Parameter, Any]) -> dict[str, str]:
    headers = {name: str(value) for name, value in _values_in("header", values).items()}
    cookies = "; ".join(f"{name}={value}" for name, value in _values_in("cookie", values).items())
    return {**headers, "Cookie": cookies} if cookies else headers


def _split(path: str) -> tuple[Literal["v1", "v2", ""], str]:
    if path.startswith("/api/v1/"):
        return "v1", path.removeprefix("/api/v1")
    if path.startswith("/api/v2/"):
        return "v2", path.removeprefix("/api/v2")
    return "", path


def _unknown(operation: Operation, name: str, known: Iterable[str]) -> ArgumentError:
    near = get_close_matches(name, known, 1)
    hint = f"Did you mean {near[0]!r}? {_signature(operation)}" if near else _signature(operation)
    return ArgumentError(f"{operation.name} takes no {name!r}.", hint=hint)


def _signature(operation: Operation) -> str:
    return f"The operation is {operation}: {operation.method} {operation.path}"
