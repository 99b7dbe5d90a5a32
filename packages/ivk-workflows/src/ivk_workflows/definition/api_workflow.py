"""An API graph as a workflow: its nodes as the editor would save them, with the labels that are known.

If the body contains the workflow that the graph was made of, its labels, its form and its texts are used. The
graph decides about nodes, edges and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivk_workflows.definition.api_body import ApiBody

__all__ = ["CALLED_INPUTS", "as_workflow", "values_of"]

CALLED_INPUTS = "workflow_inputs"
"""The key of a ``call_saved_workflow`` node with the values for the called workflow."""

_NOT_INPUTS = frozenset({"id", "type", "use_cache", "is_intermediate"})
_TEXTS = ("name", "author", "description", "version", "contact", "tags", "notes")
# Enough that the editor does not draw one node over another.
_NODE_DISTANCE = 450


def values_of(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a node of a graph by input; those for a called workflow are among them."""
    values = {name: value for name, value in node.items() if name not in _NOT_INPUTS}
    if node["type"] == "call_saved_workflow" and isinstance(values.get(CALLED_INPUTS), dict):
        values |= values.pop(CALLED_INPUTS)
    return values


def as_workflow(body: ApiBody) -> dict[str, Any]:
    """Return a workflow of the current format with the nodes of a graph.

    Parameters
    ----------
    body : ApiBody
        The graph, and perhaps the workflow that it was made of.
    """
    workflow = body.workflow
    saved = dict(_saved_nodes(workflow))
    return {
        **{key: workflow.get(key) or "" for key in _TEXTS},
        "nodes": [
            _node(index, node_id, node, saved.get(node_id, {}))
            for index, (node_id, node) in enumerate(body.nodes.items())
        ],
        "edges": [_edge(index, edge) for index, edge in enumerate(body.edges)],
        "exposedFields": workflow.get("exposedFields") or [],
        "meta": {"version": "4.0.0", "category": "user"},
        "form": workflow.get("form"),
    }


def _saved_nodes(workflow: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for node in workflow.get("nodes", ()):
        if isinstance(node, dict) and isinstance(node.get("data"), dict):
            yield str(node.get("id")), node


def _node(index: int, node_id: str, node: Mapping[str, Any], saved: Mapping[str, Any]) -> dict[str, Any]:
    data = saved.get("data", {})
    inputs = data.get("inputs")
    labels = inputs if isinstance(inputs, dict) else {}
    names = dict.fromkeys([*values_of(node), *labels])
    return {
        "id": node_id,
        "type": "invocation",
        "position": saved.get("position") or {"x": index * _NODE_DISTANCE, "y": 0},
        "data": {
            "id": node_id,
            "type": node["type"],
            "version": data.get("version") or "",
            "nodePack": data.get("nodePack") or "",
            "label": data.get("label") or "",
            "notes": data.get("notes") or "",
            "isOpen": data.get("isOpen", True),
            # The server's defaults.
            "isIntermediate": node.get("is_intermediate", False),
            "useCache": node.get("use_cache", True),
            "dynamicInputTemplates": data.get("dynamicInputTemplates") or {},
            "inputs": {name: _input(name, node, labels.get(name)) for name in names},
        },
    }


def _input(name: str, node: Mapping[str, Any], saved: Any) -> dict[str, Any]:
    known = saved if isinstance(saved, dict) else {}
    field = {
        "name": name,
        "label": known.get("label") or "",
        "description": known.get("description") or "",
    }
    values = values_of(node)
    return {**field, "value": values[name]} if name in values else field


def _edge(index: int, edge: Mapping[str, Any]) -> dict[str, Any]:
    source, target = edge["source"], edge["destination"]
    return {
        "id": f"edge-{index}",
        "type": "default",
        "source": source["node_id"],
        "sourceHandle": source["field"],
        "target": target["node_id"],
        "targetHandle": target["field"],
    }
