"""Formats 1.0.0 and 2.0.0, which store the type of every value.

The GUI reads such a value by its type, and drops a value that does not fit. Three consequences: a list is
always dropped (no type of format 2 held one), a value whose type has no editor is always dropped, and a model
is still named by ``model_name`` and ``base_model`` (later steps handle that value like any other).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.definition import shapes
from ivk_workflows.definition.numbers import is_number, is_whole

__all__ = ["without_stale_values"]

_FORMAT_1_NAMES = {
    "Color": "ColorField",
    "Image": "ImageField",
    "boolean": "BooleanField",
    "enum": "EnumField",
    "float": "FloatField",
    "integer": "IntegerField",
    "string": "StringField",
    "Scheduler": "SchedulerField",
    "VaeModelField": "VAEModelField",
}
_FORMAT_1_SUFFIXES = ("Collection", "Polymorphic")
# The bases that formats 1 and 2 knew; newer bases never occur in such files.
_BASES = ("any", "sd-1", "sd-2", "sdxl", "sdxl-refiner")
# The GUI refused shorter model names in these formats.
_SHORTEST_MODEL_NAME = 3


def _old_model(value: Mapping[str, Any]) -> Any:
    name, base = value.get("model_name"), value.get("base_model")
    is_valid = isinstance(name, str) and len(name) >= _SHORTEST_MODEL_NAME and base in _BASES
    return {"model_name": name, "base_model": base} if is_valid else MISSING


def _old_main_model(value: Mapping[str, Any]) -> Any:
    kept = _old_model(value) if value.get("model_type") == "main" else MISSING
    return kept if kept is MISSING else {**kept, "model_type": "main"}


def _board(value: Mapping[str, Any]) -> Any:
    kept = shapes.resource(value)
    return kept if kept is not MISSING and "board_id" in kept else MISSING


def _plain(fits: Callable[[object], bool]) -> Callable[[Any], Any]:
    return lambda value: value if fits(value) else MISSING


def _shaped(shape: Callable[[Mapping[str, Any]], Any]) -> Callable[[Any], Any]:
    return lambda value: shape(value) if isinstance(value, Mapping) else MISSING


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_MAIN_MODELS = ("MainModelField", "SDXLMainModelField", "SDXLRefinerModelField")
_OTHER_MODELS = (
    "VAEModelField",
    "LoRAModelField",
    "ControlNetModelField",
    "IPAdapterModelField",
    "T2IAdapterModelField",
)
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "IntegerField": _plain(is_whole),
    "FloatField": _plain(is_number),
    "StringField": _plain(_is_text),
    "EnumField": _plain(_is_text),
    "SchedulerField": _plain(_is_text),
    "BooleanField": _plain(lambda value: isinstance(value, bool)),
    "ImageField": _shaped(shapes.image),
    "BoardField": _shaped(_board),
    "ColorField": _shaped(shapes.color),
    **dict.fromkeys(_MAIN_MODELS, _shaped(_old_main_model)),
    **dict.fromkeys(_OTHER_MODELS, _shaped(_old_model)),
}


def without_stale_values(workflow: dict[str, Any], major: int) -> dict[str, Any]:
    """Return a copy of an old workflow without the values that do not fit their types.

    Parameters
    ----------
    workflow : dict
        A workflow of format 1 or 2; it is not changed.
    major : int
        The major version of its format.

    Returns
    -------
    dict
        The workflow without the stale values, and without a form, because those formats have none.
    """
    # Format 1 may lack these texts, which the GUI then fills with empty ones.
    texts = ("name", "author", "description", "version", "contact", "tags", "notes") if major == 1 else ()
    nodes = [_node(node) for node in workflow["nodes"]]
    return {**dict.fromkeys(texts, ""), **workflow, "nodes": nodes, "form": None}


def _node(node: Any) -> Any:
    data = node.get("data") if isinstance(node, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("inputs"), dict):
        return node
    inputs = {name: _input(field) for name, field in data["inputs"].items()}
    # The GUI's defaults for what the old formats may lack.
    stated = {"useCache": True, **data, "version": data.get("version") or "1.0.0"}
    return {**node, "data": {**stated, "inputs": inputs}}


def _input(field: Any) -> Any:
    if not isinstance(field, dict) or "value" not in field:
        return field
    rest = {key: value for key, value in field.items() if key != "value"}
    reader = _READERS.get(_type_name(field.get("type")))
    kept = reader(field["value"]) if reader else MISSING
    return rest if kept is MISSING else {**rest, "value": kept}


def _type_name(stated: Any) -> str:
    if isinstance(stated, Mapping):
        name = stated.get("name")
        return name if isinstance(name, str) else ""
    if not isinstance(stated, str):
        return ""
    for suffix in _FORMAT_1_SUFFIXES:
        stated = stated.removesuffix(suffix)
    return _FORMAT_1_NAMES.get(stated) or _FORMAT_1_NAMES.get(stated.lower(), stated)
