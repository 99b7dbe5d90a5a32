"""From a workflow of the library, and values for its exposed inputs, to the graph that it stands for."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import uuid4

from ivk_devserver.calls.errors import InvalidWorkflowInputError, UnsupportedWorkflowNodeError
from ivk_devserver.catalog.catalog import load_catalog

__all__ = ["INPUT_PREFIX", "graph_of", "input_name"]

Json = dict[str, Any]
INPUT_PREFIX = "saved_workflow_input::"


def graph_of(workflow: Json, values: Json) -> Json:
    """Give the graph of a workflow.

    Parameters
    ----------
    workflow
        The workflow.
    values
        Values for exposed inputs, by ``saved_workflow_input::<node>::<field>``.

    Raises
    ------
    InvalidWorkflowInputError
        If an input is not exposed.
    UnsupportedWorkflowNodeError
        If the workflow does not return exactly once, or has batch nodes.
    """
    own = deepcopy(workflow)
    data = {node["id"]: node["data"] for node in own["nodes"] if node.get("type") == "invocation"}
    _check_nodes(data)
    _put_in(values, data, set(_exposed_inputs(own)))
    nodes = {node_id: _node(one) for node_id, one in data.items()}
    return {"id": str(uuid4()), "nodes": nodes, "edges": list(_edges(own, nodes))}


def input_name(node_id: str, field: str) -> str:
    """Name an exposed input."""
    return f"{INPUT_PREFIX}{node_id}::{field}"


def _check_nodes(data: dict[str, Json]) -> None:
    for node_id, one in data.items():
        if load_catalog().nodes.get(one["type"], {}).get("classification") == "special":
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
    shown = [one["data"]["fieldIdentifier"] for one in elements if one.get("type") == "node-field"]
    for field in shown or workflow["exposedFields"]:
        yield input_name(field["nodeId"], field["fieldName"])


def _put_in(values: Json, data: dict[str, Json], exposed: set[str]) -> None:
    for name, value in values.items():
        if name not in exposed:
            raise InvalidWorkflowInputError(
                f"call_saved_workflow input '{name}' is not exposed by the selected workflow"
            )
        node_id, _, field = name.removeprefix(INPUT_PREFIX).rpartition("::")
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
    edges = [edge for edge in workflow["edges"] if edge.get("type") == "default"]
    feeds = {edge["target"]: edge for edge in edges if edge["target"] not in nodes}
    for edge in edges:
        source = edge
        while source["source"] in feeds:
            source = feeds[source["source"]]
        if edge["target"] in nodes and source["source"] in nodes:
            target = {"node_id": edge["target"], "field": edge["targetHandle"]}
            nodes[edge["target"]].pop(edge["targetHandle"], None)
            yield {
                "source": {"node_id": source["source"], "field": source["sourceHandle"]},
                "destination": target,
            }
