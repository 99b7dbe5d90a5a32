"""Synthetic workflows of any size for the benchmarks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ivk_workflows import TemplateCatalog, bundled_catalog
from ivk_workflows.templates.editable import initial_value

__all__ = ["make_workflow", "repeat"]

TYPES = ("string", "integer", "noise", "compel", "denoise_latents", "l2i", "img_resize")


def make_workflow(count: int) -> dict[str, Any]:
    """Make a workflow with a number of nodes, edges between neighbors, and one form input for each node."""
    nodes = [_node(number, bundled_catalog()) for number in range(count)]
    links = [(TYPES.index("string"), "value", TYPES.index("compel"), "prompt")]
    links += [(TYPES.index("integer"), "value", TYPES.index("noise"), "seed")]
    links += [(TYPES.index("noise"), "noise", TYPES.index("denoise_latents"), "noise")]
    links += [(TYPES.index("denoise_latents"), "latents", TYPES.index("l2i"), "latents")]
    links += [(TYPES.index("l2i"), "image", TYPES.index("img_resize"), "image")]
    edges = [
        _edge(start + source, output, start + target, field)
        for start in range(0, count - len(TYPES) + 1, len(TYPES))
        for source, output, target, field in links
    ]
    return {
        **dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), ""),
        "nodes": nodes,
        "edges": edges,
        "exposedFields": [],
        "meta": {"version": "3.0.0", "category": "user"},
        "form": _form(nodes),
    }


def repeat(workflow: dict[str, Any], times: int) -> dict[str, Any]:
    """Make a workflow of several copies of another one, with unique ids and one form."""
    copies = [_with_unique_ids(workflow, f"-{number}" if number else "") for number in range(times)]
    root_id = workflow["form"]["rootElementId"]
    elements = {key: each for copy in copies for key, each in copy["form"]["elements"].items()}
    root = deepcopy(workflow["form"]["elements"][root_id])
    root["data"]["children"] = [
        child
        for copy in copies
        for child in copy["form"]["elements"][copy["form"]["rootElementId"]]["data"]["children"]
    ]
    for child in root["data"]["children"]:
        elements[child]["parentId"] = root_id
    others = {key: each for key, each in elements.items() if not _is_another_root(each, root_id)}
    return {
        **workflow,
        "nodes": [node for copy in copies for node in copy["nodes"]],
        "edges": [edge for copy in copies for edge in copy["edges"]],
        "exposedFields": [field for copy in copies for field in copy["exposedFields"]],
        "form": {"elements": {**others, root_id: root}, "rootElementId": root_id},
    }


def _is_another_root(element: dict[str, Any], root_id: str) -> bool:
    return not element.get("parentId") and element["id"] != root_id


def _with_unique_ids(workflow: dict[str, Any], suffix: str) -> dict[str, Any]:
    ids = {node["id"] for node in workflow["nodes"]} | set(workflow["form"]["elements"])
    ids |= {edge["id"] for edge in workflow["edges"]}
    renamed: dict[str, Any] = _renamed(workflow, ids, suffix)
    return renamed


def _renamed(value: Any, ids: set[str], suffix: str) -> Any:
    if isinstance(value, dict):
        return {_renamed(key, ids, suffix): _renamed(item, ids, suffix) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, ids, suffix) for item in value]
    return value + suffix if isinstance(value, str) and value in ids else value


def _node(number: int, catalog: TemplateCatalog) -> dict[str, Any]:
    node_type = TYPES[number % len(TYPES)]
    template = catalog[node_type]
    inputs: dict[str, Any] = {}
    for name, spec in template.inputs.items():
        inputs[name] = {"name": name, "label": "", "description": ""}
        if (value := initial_value(spec)) is not None and isinstance(value, str | int | float | bool | list):
            inputs[name]["value"] = value
    data = {
        "id": f"n{number}",
        "type": node_type,
        "version": template.version,
        "label": f"Node {number}",
        "notes": "",
        "nodePack": "invokeai",
        "inputs": inputs,
        "isOpen": True,
        "isIntermediate": True,
        "useCache": True,
    }
    return {"id": f"n{number}", "type": "invocation", "position": {"x": 0, "y": 0}, "data": data}


def _edge(source: int, output: str, target: int, field: str) -> dict[str, Any]:
    return {
        "id": f"e{source}-{target}",
        "type": "default",
        "source": f"n{source}",
        "sourceHandle": output,
        "target": f"n{target}",
        "targetHandle": field,
    }


def _form(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    fields = [(node["id"], next(iter(node["data"]["inputs"]))) for node in nodes]
    elements: dict[str, Any] = {
        f"f{number}": {
            "id": f"f{number}",
            "type": "node-field",
            "parentId": "root",
            "data": {"fieldIdentifier": {"nodeId": node_id, "fieldName": name}},
        }
        for number, (node_id, name) in enumerate(fields)
    }
    root = {"id": "root", "type": "container", "data": {"layout": "column", "children": list(elements)}}
    return {"elements": {"root": root, **elements}, "rootElementId": "root"}
