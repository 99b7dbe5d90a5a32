"""Parsing the server's OpenAPI document (``/openapi.json``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from ivk_core.errors import UnsupportedCapabilityError
from ivk_core.operations.operation import Body, Operation, Parameter

__all__ = ["Document"]

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


class Document:
    """The operations in a server's OpenAPI document.

    Parameters
    ----------
    openapi : mapping
        The parsed JSON document.
    """

    def __init__(self, openapi: Mapping[str, Any]) -> None:
        self._openapi = openapi

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """All operations by operation id."""
        return {operation.name: operation for operation in self._read()}

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """Operation ids by short name, for ids that FastAPI generated from function name and path.

        For example, ``login`` is the short name of ``login_api_v1_auth_login_post``.
        """
        found: dict[str, list[str]] = {}
        for name in self.operations:
            short, cut, _ = name.partition("_api_v")
            if cut and short not in self.operations:
                found.setdefault(short, []).append(name)
        # A short name of several operations would be ambiguous.
        return {short: names[0] for short, names in found.items() if len(names) == 1}

    def find(self, name: str) -> Operation | None:
        """Return an operation by its id or its short name; None if the server does not have it."""
        return self.operations.get(name) or self.operations.get(self.short_names.get(name, ""))

    def get(self, name: str) -> Operation:
        """Return an operation by its id or its short name.

        Parameters
        ----------
        name : str
            The operation id or the short name.

        Returns
        -------
        Operation

        Raises
        ------
        UnsupportedCapabilityError
            If the server does not have it; the hint suggests similar names.
        """
        found = self.find(name)
        if found is None:
            near = get_close_matches(name, [*self.operations, *self.short_names], 3)
            raise UnsupportedCapabilityError(
                f"This server has no operation {name!r}.",
                hint=f"Did you mean {' or '.join(near)}?" if near else "client.operations() lists them all.",
            )
        return found

    def _read(self) -> Iterator[Operation]:
        for path, entry in self._openapi.get("paths", {}).items():
            for method, details in entry.items():
                if method in _METHODS and "operationId" in details:
                    shared = entry.get("parameters", [])
                    yield self._operation(path, method, details, shared)

    def _operation(self, path: str, method: str, details: Mapping[str, Any], shared: list[Any]) -> Operation:
        declared = [self._parameter(each) for each in [*shared, *details.get("parameters", [])]]
        return Operation(
            name=details["operationId"],
            method=method.upper(),
            path=path,
            parameters=(*declared, *_undeclared(path, declared)),
            body=self._body(details.get("requestBody")),
            answers=tuple(_media_types(details)),
            summary=details.get("summary", ""),
        )

    def _parameter(self, declared: Mapping[str, Any]) -> Parameter:
        found = self._resolved(declared)
        return Parameter(
            name=found["name"],
            place=found["in"],
            is_required=found.get("required", False),
            schema=found.get("schema", {}),
            description=found.get("description", ""),
        )

    def _body(self, declared: Mapping[str, Any] | None) -> Body | None:
        found = self._resolved(declared or {})
        for media_type, content in found.get("content", {}).items():
            schema = self._resolved(content.get("schema", {}))
            required = found.get("required", False)
            return Body(media_type, required, tuple(self._fields(schema)), schema)
        return None

    def _fields(self, schema: Mapping[str, Any]) -> Iterator[Parameter]:
        required = schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            yield Parameter(
                name=name,
                place="body",
                is_required=name in required,
                is_file=_is_file(field),
                schema=field,
                description=field.get("description", ""),
            )

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow references, and return the schema of an optional value instead of "this or null"."""
        while "$ref" in schema:
            found: Any = self._openapi
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
        return self._resolved(choices[0]) if len(choices) == 1 else schema


def _undeclared(path: str, declared: list[Parameter]) -> Iterator[Parameter]:
    """Return the placeholders of a path that the document does not declare; they are required too."""
    known = {parameter.name for parameter in declared if parameter.place == "path"}
    for part in path.split("{")[1:]:
        name = part.partition("}")[0]
        if name not in known:
            yield Parameter(name, "path", is_required=True)


def _media_types(details: Mapping[str, Any]) -> Iterator[str]:
    for status, response in details.get("responses", {}).items():
        if status.startswith("2"):
            yield from response.get("content", {})


def _is_file(schema: Mapping[str, Any]) -> bool:
    kinds = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    return any(kind.get("format") == "binary" or "contentMediaType" in kind for kind in kinds)
