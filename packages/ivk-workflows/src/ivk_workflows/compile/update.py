"""Bringing a node up to the server's version of its type.

Within one major version a node keeps what it has, takes the defaults for what it lacks, and loses what the
type no longer has. Across major versions it is left as it is, and the check says what no longer fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.compile.loaded import Freshness, LoadedNode
from ivk_workflows.compile.wiring import Wiring
from ivk_workflows.definition.accepted import accepted, accepts_extra_inputs
from ivk_workflows.templates.editable import initial_value

__all__ = ["has_renamed_fields", "updated", "updated_field_name"]


def updated(node: LoadedNode, wiring: Wiring) -> LoadedNode:
    """Bring a node up to date.

    Parameters
    ----------
    node : LoadedNode
        A node whose type the server knows.
    wiring : Wiring
        The edges that hold.

    Returns
    -------
    LoadedNode
        The same node when it already has the server's version. Its ``freshness`` says what happened.
    """
    template = node.template
    if template is None or node.saved.version == template.version:
        return node
    freshness: Freshness = "updated" if _major(node.saved.version) == _major(template.version) else "behind"
    values = _merged(node, wiring) if freshness == "updated" else node.values
    return LoadedNode(node.saved, template, values, node.dynamic, freshness, node.written_dynamic)


def has_renamed_fields(node: LoadedNode) -> bool:
    """Whether a form may call an input of this node by a name that it no longer has."""
    return node.type == "image_collection" and "images" in node.values


def updated_field_name(node: LoadedNode, name: str) -> str:
    """Give the present name of an input that a form or a list of exposed fields names."""
    return "images" if name == "collection" and has_renamed_fields(node) else name


def _merged(node: LoadedNode, wiring: Wiring) -> dict[str, Any]:
    specs = node.template.inputs if node.template else {}
    values = {name: _current(node.value(name), spec) for name, spec in specs.items()}
    if node.type == "image_collection":
        _move_images(node, values, wiring)
    if accepts_extra_inputs(node.type):
        values |= {name: value for name, value in node.values.items() if name not in values}
    return values


def _current(value: Any, spec: InputSpec) -> Any:
    if value is MISSING:
        return initial_value(spec)
    if not isinstance(value, Mapping):
        return value
    completed = _completed(value, initial_value(spec))
    return accepted(completed) if "type" in completed else completed


def _completed(value: Any, default: Any) -> Any:
    """Fill what a value lacks from a default, inside mappings too."""
    if value is MISSING:
        return default
    if isinstance(value, Mapping) and isinstance(default, Mapping):
        keys = [*value, *(key for key in default if key not in value)]
        return {key: _completed(value.get(key, MISSING), default.get(key, MISSING)) for key in keys}
    return value


def _move_images(node: LoadedNode, values: dict[str, Any], wiring: Wiring) -> None:
    """Move the pictures of an image collection to the input that holds them since version 1.0.2."""
    old = node.value("collection")
    settled = _version(node.saved.version) >= (1, 0, 2) or wiring.is_fed(node.id, "collection")
    if isinstance(old, list) and not settled and "images" in values and not values["images"]:
        values["images"] = old
        if "collection" in values:
            values["collection"] = []


@lru_cache(maxsize=1024)
def _version(version: str) -> tuple[int, ...]:
    numbers = (part.partition("-")[0] for part in version.split("."))
    return tuple(int(number) if number.isdigit() else 0 for number in numbers)


def _major(version: str) -> int:
    return _version(version)[0]
