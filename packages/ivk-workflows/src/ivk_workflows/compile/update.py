"""Update a node to the server's version of its type.

Within one major version a node keeps its values, gets defaults for missing inputs, and loses inputs that the
type no longer has. A node of another major version is not changed, and the check reports what does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.compile.edge_index import EdgeIndex
from ivk_workflows.compile.loaded import LoadedNode, VersionStatus
from ivk_workflows.definition.accepted import accepted, accepts_extra_inputs
from ivk_workflows.templates.editable import initial_value

__all__ = ["has_renamed_fields", "updated", "updated_field_name"]


def updated(node: LoadedNode, edges: EdgeIndex) -> LoadedNode:
    """Return a node in the server's version of its type.

    Parameters
    ----------
    node : LoadedNode
        Any node; without a template it is returned unchanged.
    edges : EdgeIndex
        The valid edges.

    Returns
    -------
    LoadedNode
        The same node if it already has the server's version. Its ``version_status`` says what was done.
    """
    template = node.template
    if template is None or node.saved.version == template.version:
        return node
    version_status: VersionStatus = (
        "updated" if _major(node.saved.version) == _major(template.version) else "incompatible"
    )
    values = _merged(node, edges) if version_status == "updated" else node.values
    return replace(node, values=values, version_status=version_status)


def has_renamed_fields(node: LoadedNode) -> bool:
    """Return whether a form may name an input of this node by its former name."""
    return node.type == "image_collection" and "images" in node.values


def updated_field_name(node: LoadedNode, name: str) -> str:
    """Return the current name of an input that a form or a list of exposed fields names."""
    return "images" if name == "collection" and has_renamed_fields(node) else name


def _merged(node: LoadedNode, edges: EdgeIndex) -> dict[str, Any]:
    specs = node.template.inputs if node.template else {}
    values = {name: _current(node.value(name), spec) for name, spec in specs.items()}
    if node.type == "image_collection":
        _move_images(node, values, edges)
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
    """Return a value, or its default if it is missing; mappings are completed key by key."""
    if value is MISSING:
        return default
    if isinstance(value, Mapping) and isinstance(default, Mapping):
        keys = [*value, *(key for key in default if key not in value)]
        return {key: _completed(value.get(key, MISSING), default.get(key, MISSING)) for key in keys}
    return value


def _move_images(node: LoadedNode, values: dict[str, Any], edges: EdgeIndex) -> None:
    """Move the images of an image collection to the input that holds them since version 1.0.2."""
    old = node.value("collection")
    is_kept = _version(node.saved.version) >= (1, 0, 2) or edges.is_fed(node.id, "collection")
    if isinstance(old, list) and not is_kept and "images" in values and not values["images"]:
        values["images"] = old
        if "collection" in values:
            values["collection"] = []


# Many nodes share a few versions. The limit only bounds the memory.
@lru_cache(maxsize=1024)
def _version(version: str) -> tuple[int, ...]:
    numbers = (part.partition("-")[0] for part in version.split("."))
    return tuple(int(number) if number.isdigit() else 0 for number in numbers)


def _major(version: str) -> int:
    return _version(version)[0]
