"""From a JSON schema to the Python type that validates the same values.

The real server declares its nodes as pydantic classes and its schemas are made from them. Going the other
way round gives validation with the same rules and the same error messages, without knowing any node by name.
"""

from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from ivk_devserver.catalog.catalog import REF, Schema, load_catalog

__all__ = ["model_for", "type_for"]

_PLAIN = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}
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
    """Give the type that accepts what a schema accepts; unknown kinds of schema accept anything."""
    if "$ref" in schema:
        return _named_type(schema["$ref"].removeprefix(REF))
    if "anyOf" in schema:
        return Union[tuple(type_for(part) for part in schema["anyOf"])]  # noqa: UP007 - made at run time
    if "const" in schema:
        return Literal[schema["const"]]
    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    return _limited(_unlimited(schema), schema)


def model_for(
    name: str, schema: Schema, *, habits: dict[str, Any] | None = None, config: ConfigDict | None = None
) -> type[BaseModel]:
    """Build the pydantic model of an object schema, its fields in the schema's order.

    Parameters
    ----------
    name
        The model's name.
    schema
        The schema.
    habits
        Validators, by name, for what the schema does not say.
    config
        More configuration.
    """
    extra: Literal["allow", "ignore"] = "allow" if schema.get("additionalProperties") is True else "ignore"
    basic = ConfigDict(extra=extra, protected_namespaces=(), validate_default=True)
    fields: dict[str, Any] = {
        field: _field(part, required=field in schema.get("required", ()))
        for field, part in schema.get("properties", {}).items()
    }
    return create_model(name, __config__={**basic, **(config or {})}, __validators__=habits, **fields)


@cache
def _named_type(name: str) -> Any:
    schema = load_catalog().schemas[name]
    if "enum" in schema:
        return Enum(name, {str(value): value for value in schema["enum"]})
    return model_for(name, schema)


def _unlimited(schema: Schema) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return list[type_for(schema.get("items", {}))]  # type: ignore[misc]
    if kind == "object":
        return dict[str, Any]
    return _PLAIN.get(kind, Any) if isinstance(kind, str) else Any


def _limited(kind: Any, schema: Schema) -> Any:
    limits = {_LIMITS[key]: value for key, value in schema.items() if key in _LIMITS}
    return Annotated[kind, Field(**limits)] if limits else kind


def _field(schema: Schema, *, required: bool) -> tuple[Any, Any]:
    if "default" in schema:
        return type_for(schema), Field(default=schema["default"])
    if required:
        return type_for(schema), Field()
    return type_for({"anyOf": [schema, {"type": "null"}]}), Field(default=None)
