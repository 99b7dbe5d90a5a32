"""The workflow that is sent with the graph, so that the editor can load it from the resulting images.

It is the workflow as the editor has it: updated, with the values that were set, without its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.update import updated_field_name
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.form import Form, FormElement
from ivk_workflows.definition.migrate import CURRENT_VERSION
from ivk_workflows.definition.parts import WorkflowEdge
from ivk_workflows.definition.reading import read_exposed

__all__ = ["embedded_workflow"]

_CONTAINERS = (dict, list)
_NO_KEYS: Mapping[str, Any] = {}
# What the editor saves of nodes that are not invocations. It saves no other kinds of nodes.
_OTHER_NODE_KEYS = {
    "notes": ("id", "type", "label", "isOpen", "notes"),
    "connector": ("id", "type", "label", "isOpen"),
}
_HEADER = ("name", "author", "description", "version", "contact", "tags", "notes")


def embedded_workflow(workflow: LoadedWorkflow) -> dict[str, Any]:
    """Return the workflow for the body of an enqueue request.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.

    Returns
    -------
    dict
        A workflow of the current format; it shares no object with the definition.
    """
    header = workflow.header
    return {
        **{key: str(header.get(key) or "") for key in _HEADER},
        "nodes": [_node(node) for node in workflow.nodes.values() if _is_known(node)],
        "edges": [_edge(edge) for edge in workflow.edges],
        "exposedFields": _exposed(workflow),
        "meta": {"category": _category(header), "version": CURRENT_VERSION},
        "form": _form(workflow.form),
    }


def _is_known(node: LoadedNode) -> bool:
    return node.saved.is_invocation or node.saved.kind in _OTHER_NODE_KEYS


def _category(header: Mapping[str, Any]) -> str:
    category = header.get("meta", {}).get("category")
    return category if category in ("user", "default") else "user"


def _exposed(workflow: LoadedWorkflow) -> list[dict[str, str]]:
    exposed = []
    for node_id, saved_name in read_exposed(workflow.header):
        node = workflow.nodes.get(node_id)
        name = updated_field_name(node, saved_name) if node else saved_name
        exposed.append({"nodeId": node_id, "fieldName": name})
    return exposed


def _node(node: LoadedNode) -> dict[str, Any]:
    raw, kind = node.saved.raw, node.saved.kind
    position = raw.get("position")
    return {
        "id": node.id,
        "type": kind,
        "data": _invocation(node, raw["data"])
        if node.saved.is_invocation
        else _other_node(kind, raw["data"]),
        "position": copied(position) if isinstance(position, dict) else {"x": 0, "y": 0},
    }


def _other_node(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: copied(data[key]) for key in _OTHER_NODE_KEYS[kind] if key in data}


def _invocation(node: LoadedNode, data: Mapping[str, Any]) -> dict[str, Any]:
    template = node.template
    version = template.version if template and node.version_status == "updated" else node.saved.version
    return {
        "id": data.get("id", node.id),
        "version": version,
        "nodePack": data.get("nodePack") or (template.node_pack if template else "invokeai"),
        "label": node.saved.label,
        "notes": data.get("notes", ""),
        "type": node.type,
        "inputs": _inputs(node),
        "dynamicInputTemplates": copied(node.written_dynamic),
        "isOpen": data.get("isOpen", True),
        "isIntermediate": node.is_intermediate,
        "useCache": node.use_cache,
    }


def _inputs(node: LoadedNode) -> dict[str, dict[str, Any]]:
    inputs = {}
    for name, value in node.values.items():
        saved = node.saved.inputs.get(name, _NO_KEYS)
        label, description = saved.get("label"), saved.get("description")
        written = inputs[name] = {
            "name": saved.get("name") or name,
            "label": label if isinstance(label, str) else "",
            "description": description if isinstance(description, str) else "",
        }
        if value is not MISSING:
            written["value"] = copied(value) if isinstance(value, _CONTAINERS) else value
    return inputs


def _edge(edge: WorkflowEdge) -> dict[str, Any]:
    written: dict[str, Any] = {"id": edge.id, "type": edge.kind, "source": edge.source, "target": edge.target}
    if edge.kind == "default":
        written["sourceHandle"], written["targetHandle"] = edge.source_field, edge.target_field
        if isinstance(edge.raw.get("hidden"), bool):
            written["hidden"] = edge.raw["hidden"]
    return written


def _form(form: Form) -> dict[str, Any]:
    return {
        "elements": {key: _element(element) for key, element in form.elements.items()},
        "rootElementId": form.root_id,
    }


def _element(element: FormElement) -> dict[str, Any]:
    written: dict[str, Any] = {"id": element.id, "type": element.kind}
    if element.parent_id:
        written["parentId"] = element.parent_id
    if element.data:
        written["data"] = copied(element.data)
    return written
