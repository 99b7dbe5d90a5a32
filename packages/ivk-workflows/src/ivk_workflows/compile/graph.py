"""The graph that the server runs: invocations with their values, and the edges between them.

Only invocations that run go in; notes, connectors, batch and generator nodes stay behind. Connectors are
followed to what feeds them. An input in which an edge ends is left out whatever its value, because the server
would judge the value although it never uses it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import SAVED_CALL, LoadedNode, LoadedWorkflow
from ivk_workflows.compile.saved_calls import is_saved_input
from ivk_workflows.definition.accepted import accepts_extra_inputs
from ivk_workflows.definition.copying import copied
from ivk_workflows.templates.template import NodeTemplate

__all__ = ["build_graph"]

_SAVED_INPUTS = "workflow_inputs"
_CONTAINERS = (dict, list)


_Ends = tuple[str, str, str, str]


def build_graph(workflow: LoadedWorkflow, context: CompileContext) -> dict[str, Any]:
    """Build the graph.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    context : CompileContext
        Where pictures go when a node does not say.

    Returns
    -------
    dict
        ``{"id", "nodes", "edges"}`` as the server takes it. The id is random.
    """
    nodes = {
        node.id: _node(node, node.template, context)
        for node in workflow.invocations
        if node.is_executable and node.template
    }
    edges = list(dict.fromkeys(_edges(workflow, nodes)))
    for _, _, target, field in edges:
        _leave_out_fed_input(nodes[target], field)
    return {"id": str(uuid.uuid4()), "nodes": nodes, "edges": [_written(edge) for edge in edges]}


def _node(node: LoadedNode, template: NodeTemplate, context: CompileContext) -> dict[str, Any]:
    written: dict[str, Any] = {"type": node.type, "id": node.id}
    written.update(_values(node, template))
    if template.board_inputs:
        _settle_boards(node, template, written, context.auto_add_board_id)
    if node.type == SAVED_CALL:
        written[_SAVED_INPUTS] = _saved_inputs(node)
    written["use_cache"] = node.use_cache
    written["is_intermediate"] = node.is_intermediate
    return written


def _values(node: LoadedNode, template: NodeTemplate) -> dict[str, Any]:
    known, extras = template.inputs, accepts_extra_inputs(node.type)
    return {
        name: copied(value) if isinstance(value, _CONTAINERS) else value
        for name, value in node.values.items()
        if value is not MISSING and (name in known or extras)
    }


def _saved_inputs(node: LoadedNode) -> dict[str, Any]:
    return {
        name: copied(value)
        for name, value in node.values.items()
        if value is not MISSING and is_saved_input(node, name)
    }


def _settle_boards(
    node: LoadedNode, template: NodeTemplate, written: dict[str, Any], auto_add_board_id: str | None
) -> None:
    for name in template.board_inputs:
        value = node.values.get(name, "none")
        if value == "auto" or not value:
            value = {"board_id": auto_add_board_id} if auto_add_board_id else "none"
        if value == "none":
            written.pop(name, None)
        else:
            written[name] = copied(value)


def _edges(workflow: LoadedWorkflow, nodes: Mapping[str, Any]) -> Iterator[_Ends]:
    wiring = workflow.wiring
    for edge in wiring.edges:
        if edge.kind != "default" or edge.target not in nodes:
            continue
        if edge.source in nodes:
            yield edge.ends
        elif (
            wiring.is_connector(edge.source) and (origin := wiring.origin(edge.source)) and origin[0] in nodes
        ):
            yield (*origin, edge.target, edge.target_field)


def _leave_out_fed_input(node: dict[str, Any], field: str) -> None:
    if node["type"] == SAVED_CALL and field in node[_SAVED_INPUTS]:
        del node[_SAVED_INPUTS][field]
    else:
        node.pop(field, None)


def _written(edge: _Ends) -> dict[str, Any]:
    source, source_field, target, target_field = edge
    return {
        "source": {"node_id": source, "field": source_field},
        "destination": {"node_id": target, "field": target_field},
    }
