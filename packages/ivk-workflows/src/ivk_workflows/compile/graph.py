"""The graph that the server runs: invocations with their values, and the edges between them.

Only invocations that run go in; notes, connectors, batch and generator nodes stay behind. Connectors are
followed to what feeds them. An input in which an edge ends is left out whatever its value, because the server
would judge the value although it never uses it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import SAVED_CALL, LoadedNode, LoadedWorkflow
from ivk_workflows.compile.saved_calls import is_saved_input
from ivk_workflows.compile.wiring import Ends
from ivk_workflows.definition.absent import ABSENT
from ivk_workflows.definition.accepted import accepts_extra_inputs
from ivk_workflows.definition.copying import copied

__all__ = ["build_graph"]

_SAVED_INPUTS = "workflow_inputs"


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
    running = [node for node in workflow.invocations if node.is_executable and node.template]
    nodes = {node.id: _node(node, context) for node in running}
    edges = list(dict.fromkeys(_edges(workflow, nodes)))
    for edge in edges:
        _leave_out_fed_input(nodes[edge.target], edge.target_field)
    return {"id": str(uuid.uuid4()), "nodes": nodes, "edges": [_written(edge) for edge in edges]}


def _node(node: LoadedNode, context: CompileContext) -> dict[str, Any]:
    data, template = node.saved.raw["data"], node.template
    fresh_use_cache = template.use_cache if template else True
    written: dict[str, Any] = {"type": node.type, "id": node.id}
    written.update(_values(node, context))
    written["use_cache"] = data.get("useCache", fresh_use_cache)
    written["is_intermediate"] = data.get("isIntermediate", node.type != "save_image")
    return written


def _values(node: LoadedNode, context: CompileContext) -> dict[str, Any]:
    values: dict[str, Any] = {}
    called: dict[str, Any] = {}
    for name, value in node.values.items():
        spec = node.spec(name)
        if is_saved_input(node, name):
            called[name] = value
        elif spec is not None and spec.type.name == "BoardField":
            values[name] = _board(value, context.auto_add_board_id)
        elif spec is not None or accepts_extra_inputs(node.type):
            values[name] = value
    if node.type == SAVED_CALL:
        values[_SAVED_INPUTS] = _present(called)
    return _present(values)


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _own(value) for name, value in values.items() if value is not ABSENT}


def _own(value: Any) -> Any:
    return copied(value) if isinstance(value, dict | list) else value


def _board(value: Any, auto_add_board_id: str | None) -> Any:
    if value == "auto" or not value:
        return {"board_id": auto_add_board_id} if auto_add_board_id else ABSENT
    return ABSENT if value == "none" else value


def _edges(workflow: LoadedWorkflow, nodes: Mapping[str, Any]) -> Iterator[Ends]:
    wiring = workflow.wiring
    for edge in wiring.edges:
        if edge.kind != "default" or edge.target not in nodes:
            continue
        source: tuple[str, str] | None = (edge.source, edge.source_field)
        if wiring.is_connector(edge.source):
            source = wiring.origin(edge.source)
        if source and source[0] in nodes:
            yield Ends(*source, edge.target, edge.target_field)


def _leave_out_fed_input(node: dict[str, Any], field: str) -> None:
    if field in node.get(_SAVED_INPUTS, {}) and node["type"] == SAVED_CALL:
        del node[_SAVED_INPUTS][field]
    else:
        node.pop(field, None)


def _written(edge: Ends) -> dict[str, Any]:
    return {
        "source": {"node_id": edge.source, "field": edge.source_field},
        "destination": {"node_id": edge.target, "field": edge.target_field},
    }
