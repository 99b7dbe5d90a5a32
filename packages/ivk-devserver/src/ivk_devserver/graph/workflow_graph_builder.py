"""The graph of a workflow of the library, for ``call_saved_workflow``.

The inputs of that node depend on the workflow that it calls: each exposed input of the workflow is a dynamic
input of the node, with the name ``saved_workflow_input::<node id>::<field>``.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import uuid4

from ivk_devserver.catalog.catalog import load_catalog

__all__ = [
    "CALL_SAVED_WORKFLOW",
    "DYNAMIC_INPUT_PREFIX",
    "InvalidWorkflowInputError",
    "UnsupportedWorkflowNodeError",
    "build_graph_from_workflow",
    "is_dynamic_input",
]

Json = dict[str, Any]
CALL_SAVED_WORKFLOW = "call_saved_workflow"
DYNAMIC_INPUT_PREFIX = "saved_workflow_input::"


class InvalidWorkflowInputError(ValueError):
    """A value is for an input that the called workflow does not expose.

    Clients see the names of this class and of the next one as the ``error_type`` of an item.
    """


class UnsupportedWorkflowNodeError(ValueError):
    """The workflow has nodes that cannot be called."""


def is_dynamic_input(node_type: str, field: str) -> bool:
    """Return whether a field is an input that stands for an exposed input of the called workflow."""
    return node_type == CALL_SAVED_WORKFLOW and field.startswith(DYNAMIC_INPUT_PREFIX)


def build_graph_from_workflow(workflow: Json, values: Json) -> Json:
    """Build the graph of a workflow.

    Parameters
    ----------
    workflow
        The workflow, which is not changed.
    values
        Values for exposed inputs, by the names of the dynamic inputs.

    Raises
    ------
    InvalidWorkflowInputError
        If an input is not exposed.
    UnsupportedWorkflowNodeError
        If the workflow does not have exactly one ``workflow_return`` node, or has batch nodes.
    """
    workflow = deepcopy(workflow)
    data = {node["id"]: node["data"] for node in workflow["nodes"] if node.get("type") == "invocation"}
    _check_nodes(data)
    _set_values(values, data, set(_exposed_inputs(workflow)))
    nodes = {node_id: _node(one) for node_id, one in data.items()}
    return {"id": str(uuid4()), "nodes": nodes, "edges": list(_edges(workflow, nodes))}


def _check_nodes(data: dict[str, Json]) -> None:
    for node_id, one in data.items():
        if load_catalog().is_special(one["type"]):
            raise UnsupportedWorkflowNodeError(
                f"The embedded server cannot call workflows with batch nodes such as '{one['type']}' "
                f"(node '{node_id}')"
            )
    if [one["type"] for one in data.values()].count("workflow_return") != 1:
        raise UnsupportedWorkflowNodeError(
            "call_saved_workflow requires the selected workflow to contain exactly one workflow_return node"
        )


def _exposed_inputs(workflow: Json) -> Iterator[str]:
    elements = (workflow.get("form") or {}).get("elements", {}).values()
    in_form = [one["data"]["fieldIdentifier"] for one in elements if one.get("type") == "node-field"]
    for field in in_form or workflow["exposedFields"]:
        yield f"{DYNAMIC_INPUT_PREFIX}{field['nodeId']}::{field['fieldName']}"


def _set_values(values: Json, data: dict[str, Json], exposed: set[str]) -> None:
    for name, value in values.items():
        if name not in exposed:
            raise InvalidWorkflowInputError(
                f"call_saved_workflow input '{name}' is not exposed by the selected workflow"
            )
        node_id, _, field = name.removeprefix(DYNAMIC_INPUT_PREFIX).rpartition("::")
        data[node_id].setdefault("inputs", {})[field] = {"value": value}


def _node(data: Json) -> Json:
    inputs = {name: field["value"] for name, field in data.get("inputs", {}).items() if "value" in field}
    given = {name: value for name, value in inputs.items() if value is not None}
    return {
        **given,
        "id": data["id"],
        "type": data["type"],
        "is_intermediate": data.get("isIntermediate", False),
        "use_cache": data.get("useCache", True),
    }


def _edges(workflow: Json, nodes: dict[str, Json]) -> Iterator[Json]:
    """Yield the edges between nodes; connectors are replaced by the node that they are connected to."""
    edges = [edge for edge in workflow["edges"] if edge.get("type") == "default"]
    into_connectors = {edge["target"]: edge for edge in edges if edge["target"] not in nodes}
    for edge in edges:
        source = edge
        while source["source"] in into_connectors:
            source = into_connectors[source["source"]]
        if edge["target"] in nodes and source["source"] in nodes:
            # The value of a connected input comes from its edge.
            nodes[edge["target"]].pop(edge["targetHandle"], None)
            yield {
                "source": {"node_id": source["source"], "field": source["sourceHandle"]},
                "destination": {"node_id": edge["target"], "field": edge["targetHandle"]},
            }
