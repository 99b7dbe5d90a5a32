"""The graph that the server runs: invocations with their values, and the edges between them.

It contains only invocations that run, and no notes, connectors, batch or generator nodes. An edge from a
connector is replaced by one from the output that feeds the connector. The value of an input that an edge
feeds is left out, because the server would validate it although it never uses it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.compile.api_graphs import patched_graph
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
        The board for images of nodes whose board is ``auto``.

    Returns
    -------
    dict
        ``{"id", "nodes", "edges"}`` as the server expects it. The id is random; an API graph keeps its own.
    """
    if workflow.body is not None:
        return patched_graph(workflow, workflow.body, context)
    nodes = {
        node.id: _node(node, node.template, context)
        for node in workflow.invocations
        if node.is_executable and node.template
    }
    # An edge through connectors may be the same as a direct one; the GUI posts it once.
    edges = list(dict.fromkeys(_edges(workflow, nodes)))
    for _, _, target, field in edges:
        _remove_fed_input(nodes[target], field)
    return {"id": str(uuid.uuid4()), "nodes": nodes, "edges": [_written(edge) for edge in edges]}


def _node(node: LoadedNode, template: NodeTemplate, context: CompileContext) -> dict[str, Any]:
    written: dict[str, Any] = {"type": node.type, "id": node.id}
    written.update(_values(node, template))
    if template.board_inputs:
        _set_boards(node, template, written, context.auto_add_board_id)
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


def _set_boards(
    node: LoadedNode, template: NodeTemplate, written: dict[str, Any], auto_add_board_id: str | None
) -> None:
    # The words "auto" and "none" are the editor's; the server takes a board or no input at all.
    for name in template.board_inputs:
        value = node.values.get(name, "none")
        if value == "auto" or not value:
            value = {"board_id": auto_add_board_id} if auto_add_board_id else "none"
        if value == "none":
            written.pop(name, None)
        else:
            written[name] = copied(value)


def _edges(workflow: LoadedWorkflow, nodes: Mapping[str, Any]) -> Iterator[_Ends]:
    edges = workflow.edges
    for edge in edges:
        if edge.kind != "default" or edge.target not in nodes:
            continue
        if edge.source in nodes:
            yield edge.ends
        elif edges.is_connector(edge.source) and (origin := edges.origin(edge.source)) and origin[0] in nodes:
            yield (*origin, edge.target, edge.target_field)


def _remove_fed_input(node: dict[str, Any], field: str) -> None:
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
