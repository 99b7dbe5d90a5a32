"""Pydantic types made from JSON schemas.

A real server declares its nodes as pydantic classes, and its schemas are made from them. Types made from
these schemas validate with the same rules and the same error messages, so no node has to be declared here.
"""

from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from ivk_devserver.catalog.catalog import REF, Schema, load_catalog

__all__ = ["model_for", "type_for"]

_PRIMITIVES = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}
_LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minLength": "min_length",
    "maxLength": "max_length",
}


def type_for(schema: Schema) -> Any:
    """Return the type of the values that a schema allows; a schema of an unknown kind allows any value."""
    if "$ref" in schema:
        return _named_type(schema["$ref"].removeprefix(REF))
    if "anyOf" in schema:
        return Union[tuple(type_for(part) for part in schema["anyOf"])]  # noqa: UP007 - made at run time
    if "const" in schema:
        return Literal[schema["const"]]
    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    return _with_limits(_without_limits(schema), schema)


def model_for(
    name: str, schema: Schema, *, validators: dict[str, Any] | None = None, config: ConfigDict | None = None
) -> type[BaseModel]:
    """Create the pydantic model of an object schema, with the fields in the order of the schema.

    Parameters
    ----------
    name
        The name of the model.
    schema
        The schema.
    validators
        Validators by name, for rules that the schema does not have.
    config
        Configuration in addition to the basic one.
    """
    extra: Literal["allow", "ignore"] = "allow" if schema.get("additionalProperties") is True else "ignore"
    basic = ConfigDict(extra=extra, protected_namespaces=(), validate_default=True)
    fields: dict[str, Any] = {
        field: _field(part, required=field in schema.get("required", ()))
        for field, part in schema.get("properties", {}).items()
    }
    return create_model(name, __config__={**basic, **(config or {})}, __validators__=validators, **fields)


@cache
def _named_type(name: str) -> Any:
    schema = load_catalog().schemas[name]
    if "enum" in schema:
        return Enum(name, {str(value): value for value in schema["enum"]})
    return model_for(name, schema)


def _without_limits(schema: Schema) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return list[type_for(schema.get("items", {}))]  # type: ignore[misc]
    if kind == "object":
        return dict[str, Any]
    return _PRIMITIVES.get(kind, Any) if isinstance(kind, str) else Any


def _with_limits(base: Any, schema: Schema) -> Any:
    limits = {_LIMITS[key]: value for key, value in schema.items() if key in _LIMITS}
    return Annotated[base, Field(**limits)] if limits else base


def _field(schema: Schema, *, required: bool) -> tuple[Any, Any]:
    if "default" in schema:
        return type_for(schema), Field(default=schema["default"])
    if required:
        return type_for(schema), Field()
    return type_for({"anyOf": [schema, {"type": "null"}]}), Field(default=None)
