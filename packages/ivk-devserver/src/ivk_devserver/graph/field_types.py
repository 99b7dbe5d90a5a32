"""The types of the fields of nodes, and which output may be connected to which input.

A field type is a small immutable value made from a JSON schema: a word (``"int"``, ``"any"``), or a tuple of
a kind and its parts (``("list", "int")``, ``("union", …)``, ``("literal", …)``, ``("object", name)``).
"""

from typing import Any

from ivk_devserver.catalog.catalog import REF, Schema, load_catalog

__all__ = [
    "ANY",
    "NULL",
    "FieldType",
    "are_connection_types_compatible",
    "collection_item_types",
    "input_type",
    "is_collection",
    "output_type",
]

FieldType = Any
ANY = "any"
NULL = "null"
_PRIMITIVES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": NULL}
_CASTS = frozenset({("int", "float"), ("int", "str"), ("float", "str"), ("bool", "int")})
"""The pairs of an output type and an input type that differ, but that a real server connects."""


def input_type(node_type: str, field: str) -> FieldType:
    """Return the type of an input field."""
    return _field_type(load_catalog().inputs(node_type)[field])


def output_type(node_type: str, field: str) -> FieldType:
    """Return the type of an output field."""
    return _field_type(load_catalog().outputs(node_type)[field])


def are_connection_types_compatible(source: FieldType, target: FieldType) -> bool:
    """Return whether an output of type ``source`` may be connected to an input of type ``target``."""
    if source == target or (source, target) in _CASTS or _is_any(source) or _is_any(target):
        return True
    if source in _parts(target) or target in _parts(source):
        return True
    return bool(_parts(source)) and set(_parts(source)) <= set(_parts(target))


def is_collection(field_type: FieldType) -> bool:
    """Return whether a type is a list, or a union with a list."""
    return _kind(field_type) == "list" or any(_kind(part) == "list" for part in _parts(field_type))


def collection_item_types(field_type: FieldType) -> set[FieldType]:
    """Return the types that the items of a collection may have."""
    if _is_any(field_type):
        return {ANY}
    options = [field_type] if _kind(field_type) == "list" else _parts(field_type)
    lists = [option for option in options if _kind(option) == "list"]
    return {item for option in lists for item in option[1:] if item != NULL}


def _field_type(schema: Schema) -> FieldType:
    if "$ref" in schema:
        return ("object", schema["$ref"].removeprefix(REF))
    if "anyOf" in schema:
        return ("union", *(_field_type(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return ("literal", *schema["enum"])
    if schema.get("type") == "array":
        return ("list", _field_type(schema.get("items", {})))
    return _PRIMITIVES.get(schema.get("type", ""), ANY)


def _kind(field_type: FieldType) -> str:
    return str(field_type[0]) if isinstance(field_type, tuple) else str(field_type)


def _parts(field_type: FieldType) -> tuple[FieldType, ...]:
    return field_type[1:] if isinstance(field_type, tuple) and field_type[0] != "object" else ()


def _is_any(field_type: FieldType) -> bool:
    return field_type == ANY or ANY in _parts(field_type)
