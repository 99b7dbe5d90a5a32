"""Make node templates from the server's JSON schemas.

Every node type is a schema with ``"class": "invocation"``. Its properties are the inputs. Besides the
keywords of JSON schema they have InvokeAI's own (``input``, ``orig_required``, ``ui_type`` and so on). A few
names are reserved and are not inputs. An input without a type is left out, as in the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ivk_fields.spec import FieldType, InputSpec
from ivk_workflows.templates.editable import is_editable
from ivk_workflows.templates.fieldtypes import field_type, non_null
from ivk_workflows.templates.template import NodeTemplate, OutputSpec, SlotType

__all__ = ["parse_node", "title_from"]

Schema = Mapping[str, Any]
_RESERVED_INPUTS = frozenset({"id", "type", "use_cache"})
# The schemas call these lists ordinary collections. The editor keeps them apart, so that the lists of
# generator nodes connect only to batch nodes.
_BATCH_INPUTS = frozenset(
    {
        ("float_batch", "floats"),
        ("integer_batch", "integers"),
        ("string_batch", "strings"),
        ("image_batch", "images"),
    }
)
_BATCH_OUTPUTS = frozenset(
    {
        ("float_generator", "floats"),
        ("integer_generator", "integers"),
        ("string_generator", "strings"),
        ("image_generator", "images"),
    }
)
# Limits by their names in JSON schema, and by the names that `InputSpec` has for them.
_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "pattern": "pattern",
}
_LISTS = ("ui_model_base", "ui_model_type", "ui_model_variant", "ui_model_format")
_PLAIN = ("ui_order", "ui_component", "ui_type")


def parse_node(schema: Schema, output: Schema) -> NodeTemplate:
    """Make the template of one node type.

    Parameters
    ----------
    schema : mapping
        The schema of the invocation.
    output : mapping
        The schema of its output.

    Returns
    -------
    NodeTemplate
        The node type with its inputs and outputs.
    """
    properties = schema["properties"]
    node_type = str(properties["type"]["default"])
    slots = dict(_input_slots(node_type, properties))
    return NodeTemplate(
        type=node_type,
        title=str(schema.get("title") or node_type).replace("Invocation", "", 1),
        version=str(schema.get("version") or "1.0.0"),
        category=str(schema.get("category") or "other"),
        classification=str(schema.get("classification") or "stable"),
        node_pack=str(schema.get("node_pack") or "invokeai"),
        use_cache=bool(properties.get("use_cache", {}).get("default", True)),
        output_type=str(output.get("properties", {}).get("type", {}).get("default", "")),
        tags=tuple(schema.get("tags") or ()),
        inputs={name: _input(name, properties[name], slot.type) for name, slot in slots.items()},
        outputs={spec.name: spec for spec in _outputs(node_type, output.get("properties", {}))},
        original_types={name: slot.original for name, slot in slots.items() if slot.original},
    )


def _input_slots(node_type: str, properties: Schema) -> Iterator[tuple[str, SlotType]]:
    for name, schema in properties.items():
        reserved = name in _RESERVED_INPUTS or (node_type, name) == ("iterate", "index")
        if reserved or "field_kind" not in schema:
            continue
        slot = _slot(schema, batch=(node_type, name) in _BATCH_INPUTS)
        if slot and slot.type.name != "IsIntermediate":
            yield name, slot


def _outputs(node_type: str, properties: Schema) -> Iterator[OutputSpec]:
    for name, schema in properties.items():
        if name == "type" or "field_kind" not in schema:
            continue
        if slot := _slot(schema, batch=(node_type, name) in _BATCH_OUTPUTS):
            yield OutputSpec(name, _title(name, schema), slot)


def _slot(schema: Schema, *, batch: bool) -> SlotType | None:
    stated, override = field_type(schema), schema.get("ui_type")
    chosen = _overriding(override) if override else stated
    if chosen is None:
        return None
    original = stated if stated and stated != chosen and is_editable(chosen) else None
    return SlotType(replace(chosen, batch=True) if batch else chosen, original)


def _overriding(name: str) -> FieldType:
    return FieldType(name, "COLLECTION" if name == "CollectionField" else "SINGLE")


def _input(name: str, schema: Schema, type_: FieldType) -> InputSpec:
    required, default = bool(schema.get("orig_required")), schema.get("default")
    return InputSpec(
        name,
        type_,
        title=_title(name, schema),
        description=str(schema.get("description") or ""),
        required=required,
        default=default,
        has_default="default" in schema and not (required and default is None),
        connection=schema.get("input") or "any",
        choices=_choices(schema),
        ui_hidden=bool(schema.get("ui_hidden")),
        ui_choice_labels=schema.get("ui_choice_labels") or {},
        **_limits(schema),
        **_ui_flags(schema),
    )


def _ui_flags(schema: Schema) -> dict[str, Any]:
    flags = {key: schema[key] for key in _PLAIN if schema.get(key) is not None}
    return flags | {key: tuple(schema[key]) for key in _LISTS if schema.get(key)}


def _limiting_schemas(schema: Schema) -> Iterator[Schema]:
    """Iterate over the schemas that may limit a value: of the field, its only alternative, and its items."""
    options = non_null(schema)
    schemas = [schema, *(options if len(options) == 1 else ())]
    yield from schemas
    yield from (each["items"] for each in schemas if isinstance(each.get("items"), Mapping))


def _limits(schema: Schema) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for each in _limiting_schemas(schema):
        for key, name in _LIMITS.items():
            if each.get(key) is not None and not isinstance(each[key], bool):
                limits.setdefault(name, each[key])
    return limits


def _choices(schema: Schema) -> tuple[Any, ...] | None:
    for each in _limiting_schemas(schema):
        if each.get("const"):
            return (each["const"],)
        if each.get("enum"):
            return tuple(each["enum"])
    return None


def _title(name: str, schema: Schema) -> str:
    return str(schema.get("title") or title_from(name))


def title_from(name: str) -> str:
    """Make a title from a field's name: ``cfg_scale`` becomes ``Cfg Scale``."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return " ".join(word[:1].upper() + word[1:] for word in words)
