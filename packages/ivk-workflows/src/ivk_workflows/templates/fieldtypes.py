"""Derive a field's type from its JSON schema.

A type has the name of the schema that it refers to, or InvokeAI's name for a JSON primitive. A list is a
collection, and "one value or a list of them" has its own cardinality. Other schemas (free mappings, wider
unions) have no type, and the editor shows no input for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivk_fields.spec import FieldType

__all__ = ["field_type", "non_null"]

Schema = Mapping[str, Any]
_PRIMITIVES = {
    "integer": "IntegerField",
    "number": "FloatField",
    "string": "StringField",
    "boolean": "BooleanField",
}


def field_type(schema: Schema) -> FieldType | None:
    """Return the type of a field.

    Parameters
    ----------
    schema : mapping
        The field's JSON schema, or a reference to one.

    Returns
    -------
    FieldType or None
        None for a schema that InvokeAI has no type for.
    """
    if "$ref" in schema:
        return FieldType(_referred(schema))
    if schema.get("const"):
        return FieldType("EnumField")
    if not schema.get("type"):
        return _composed(schema)
    if "enum" in schema:
        return FieldType("EnumField")
    if schema["type"] == "array":
        return _collection(schema.get("items") or {})
    return _primitive(schema["type"])


def non_null(schema: Schema) -> Sequence[Schema]:
    """Return the alternatives of an ``anyOf`` that are not ``null``."""
    return [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]


def _composed(schema: Schema) -> FieldType | None:
    parts = schema.get("allOf")
    if parts:
        return FieldType(_referred(parts[0])) if "$ref" in parts[0] else None
    options = non_null(schema)
    if len(options) == 1:
        return field_type(options[0])
    return _one_or_many(options) if len(options) == 2 else None


def _one_or_many(options: Sequence[Schema]) -> FieldType | None:
    many, one = options if options[0].get("type") == "array" else (options[1], options[0])
    items = many.get("items") if many.get("type") == "array" else None
    name = _bare_name(one)
    return FieldType(name, "SINGLE_OR_COLLECTION") if items and name and name == _bare_name(items) else None


def _bare_name(schema: Schema) -> str | None:
    if "$ref" in schema:
        return _referred(schema)
    kind = schema.get("type")
    return _PRIMITIVES.get(kind, kind) if isinstance(kind, str) and kind != "array" else None


def _collection(items: Schema) -> FieldType | None:
    if "$ref" in items:
        return FieldType(_referred(items), "COLLECTION")
    item = _primitive(items.get("type"))
    return FieldType(item.name, "COLLECTION") if item else None


def _primitive(kind: Any) -> FieldType | None:
    name = _PRIMITIVES.get(kind) if isinstance(kind, str) else None
    return FieldType(name) if name else None


def _referred(schema: Schema) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]
