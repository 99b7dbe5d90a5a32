"""Models that a file names in a way that the editor cannot read.

The editor drops such a value, or reads it as something else, and so does the compiled body. Users still have
to see which model the file means, and `sync_dnn_model` needs its name. So a loaded node keeps both: the value
of the editor, and in ``stated`` the name that the file states.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.definition import shapes
from ivk_workflows.definition.old_models import old_lora, old_model

__all__ = ["with_stated"]


def with_stated(node: LoadedNode, inputs: Mapping[str, Mapping[str, Any]]) -> LoadedNode:
    """Return a node with the models that its file names and the editor cannot read.

    Parameters
    ----------
    node : LoadedNode
        The node as the editor loads it.
    inputs : mapping of str to mapping
        The inputs of the node as the file states them, by name.

    Returns
    -------
    LoadedNode
        The same object if there are no such models.
    """
    stated = {}
    for name, saved in inputs.items():
        # Most values are numbers, which are no models.
        if not isinstance(saved.get("value"), dict | list | str) or not saved["value"]:
            continue
        spec = node.spec(name)
        if spec is None or spec.type.name not in _READERS:
            continue
        if _is_lost(spec, node.value(name)) and (found := _stated(spec, saved["value"])) is not MISSING:
            stated[name] = found
    return replace(node, stated={**node.stated, **stated}) if stated else node


def _is_lost(spec: InputSpec, loaded: Any) -> bool:
    shape = shapes.lora if spec.type.name == "LoRAField" else shapes.model
    items = loaded if isinstance(loaded, list) else [loaded]
    return not items or any(not isinstance(item, Mapping) or shape(item) is MISSING for item in items)


def _stated(spec: InputSpec, value: Any) -> Any:
    read = _READERS[spec.type.name]
    if not isinstance(value, list):
        found = read(value, spec)
        return [found] if spec.type.cardinality == "COLLECTION" and found is not MISSING else found
    if spec.type.cardinality == "SINGLE":
        return MISSING
    items = [read(item, spec) for item in value]
    return MISSING if MISSING in items else items


_READERS: Mapping[str, Callable[[Any, InputSpec], Any]] = {
    "ModelIdentifierField": lambda value, spec: old_model(value, spec.ui_model_type),
    "LoRAField": lambda value, _: old_lora(value),
}
