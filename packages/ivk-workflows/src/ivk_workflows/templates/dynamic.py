"""Input templates that a node of the workflow file contains.

A ``call_saved_workflow`` node has one input for every field on the form of the workflow that it calls. No
schema of the server describes these inputs, so the editor stores their templates in the node.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_fields.spec import Cardinality, FieldType, InputSpec
from ivk_workflows.definition.copying import copied

__all__ = ["dynamic_specs", "written_template"]

# Limits by their names in the file, and by the names that `InputSpec` has for them.
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
}
_TYPE_NAME_KEYS = ("name", "cardinality", "batch")
_CARDINALITIES: Mapping[str, Cardinality] = {
    "SINGLE": "SINGLE",
    "COLLECTION": "COLLECTION",
    "SINGLE_OR_COLLECTION": "SINGLE_OR_COLLECTION",
}


def dynamic_specs(written: Any) -> dict[str, InputSpec]:
    """Read the templates in a node's ``dynamicInputTemplates``; invalid ones are left out.

    Parameters
    ----------
    written : object
        The value of that key in the file.

    Returns
    -------
    dict of str to InputSpec
        The inputs by name; empty for nodes without such inputs.
    """
    if not isinstance(written, dict):
        return {}
    specs = {name: _spec(name, entry) for name, entry in written.items() if isinstance(entry, dict)}
    return {name: spec for name, spec in specs.items() if spec is not None}


def _spec(name: str, entry: Mapping[str, Any]) -> InputSpec | None:
    stated = entry.get("type")
    if not isinstance(stated, dict) or not isinstance(stated.get("name"), str):
        return None
    known = _CARDINALITIES.get(str(stated.get("cardinality")), "SINGLE")
    options = entry.get("options")
    return InputSpec(
        name,
        FieldType(stated["name"], known, batch=bool(stated.get("batch"))),
        title=str(entry.get("title") or name),
        description=str(entry.get("description") or ""),
        required=bool(entry.get("required")),
        default=entry.get("default"),
        has_default=entry.get("default") is not None,
        connection="any",
        choices=tuple(options) if isinstance(options, list) else None,
        ui_choice_labels=entry.get("ui_choice_labels") or {},
        **{ours: entry[theirs] for theirs, ours in _LIMITS.items() if entry.get(theirs) is not None},
    )


def written_template(spec: InputSpec) -> dict[str, Any]:
    """Return an input's template as the editor stores it in a node.

    Parameters
    ----------
    spec : InputSpec
        The input of the called workflow, with its name in the calling node.

    Returns
    -------
    dict
        A template that :func:`dynamic_specs` can read.
    """
    type_ = dict(zip(_TYPE_NAME_KEYS, (spec.type.name, spec.type.cardinality, spec.type.batch), strict=True))
    limits = {theirs: getattr(spec, ours) for theirs, ours in _LIMITS.items()}
    entry = {
        "name": spec.name,
        "title": spec.title,
        "required": spec.required,
        "description": spec.description,
        "fieldKind": "input",
        "input": "any",
        "ui_hidden": False,
        "ui_order": spec.ui_order,
        "type": type_,
        "default": copied(spec.default),
        "options": list(spec.choices) if spec.choices is not None else None,
        **limits,
    }
    return {key: value for key, value in entry.items() if value is not None}
