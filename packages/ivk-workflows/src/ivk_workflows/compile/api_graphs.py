"""API graphs: load one with the node types of a server, and compile it again.

Nothing in a graph is repaired, left out or converted: what was not set is sent as it was read, including
nodes and inputs that the server does not know. A check reports those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.edge_index import EdgeIndex
from ivk_workflows.compile.effective_form import effective_form
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem
from ivk_workflows.compile.saved_calls import is_saved_input, refreshed
from ivk_workflows.definition.api_body import ApiBody
from ivk_workflows.definition.api_workflow import CALLED_INPUTS, values_of
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.parts import WorkflowNode
from ivk_workflows.definition.workflow import WorkflowDefinition
from ivk_workflows.templates.dynamic import dynamic_specs
from ivk_workflows.templates.template import NodeTemplate

__all__ = [
    "captured_places",
    "compile_api_body",
    "graph_problems",
    "kept_data",
    "load_graph",
    "patched_graph",
    "without_unknown_nodes",
]

_Place = tuple[str, str]


def load_graph(
    definition: WorkflowDefinition,
    body: ApiBody,
    templates: Mapping[str, NodeTemplate | None],
    called: Mapping[str, LoadedWorkflow],
) -> LoadedWorkflow:
    """Load a graph.

    Parameters
    ----------
    definition : WorkflowDefinition
        The graph as a workflow.
    body : ApiBody
        The graph as it was read.
    templates : mapping of str to NodeTemplate or None
        The node types of the server that the graph uses.
    called : mapping of str to LoadedWorkflow
        The called workflows that are known, by id.
    """
    nodes = {saved.id: _node(saved, templates[saved.type], body) for saved in definition.nodes}
    for workflow_id, workflow in called.items():
        nodes = {key: _with_called(node, workflow_id, workflow) for key, node in nodes.items()}
    # Views and checks follow edges. Those with a missing end are in the graph that is sent, and are reported.
    whole = [edge for edge in definition.edges if edge.source in nodes and edge.target in nodes]
    edges = EdgeIndex(definition.nodes_by_id, whole)
    # The form of the workflow may show nodes that are not in the graph, such as batch nodes.
    form = effective_form(definition, nodes, [])
    return LoadedWorkflow(nodes, edges, form, (), definition.current, body=body)


def _node(saved: WorkflowNode, template: NodeTemplate | None, body: ApiBody) -> LoadedNode:
    if template is not None and not saved.version:
        saved = saved._replace(version=template.version)
    written = saved.raw["data"]["dynamicInputTemplates"]
    node = LoadedNode(saved, template, values_of(body.nodes[saved.id]))
    if written and isinstance(written, dict):
        node.dynamic, node.written_dynamic = dynamic_specs(written), written
    # Inputs that the graph leaves out have the server's defaults.
    absent = (name for name in (*(template.inputs if template else ()), *node.dynamic))
    node.values |= {name: MISSING for name in absent if name not in node.values}
    return node


def _with_called(node: LoadedNode, workflow_id: str, called: LoadedWorkflow) -> LoadedNode:
    found = refreshed(node, workflow_id, called)
    if found is node:
        return node
    return found.with_values({name: node.values[name] for name in found.values if name in node.values})


def patched_graph(workflow: LoadedWorkflow, body: ApiBody, context: CompileContext) -> dict[str, Any]:
    """Return the graph as it was read, with the values that were set.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded graph, with all values set.
    body : ApiBody
        The graph as it was read.
    context : CompileContext
        The board for images of nodes whose board is ``auto``.
    """
    graph: dict[str, Any] = copied(body.graph)
    for node_id, node in graph["nodes"].items():
        node.setdefault("id", node_id)  # the server requires it
    for node_id, name in workflow.replaced:
        _set(graph["nodes"][node_id], workflow.nodes[node_id], name, context)
    return graph


def _set(written: dict[str, Any], node: LoadedNode, name: str, context: CompileContext) -> None:
    value = node.value(name)
    holder = written.setdefault(CALLED_INPUTS, {}) if is_saved_input(node, name) else written
    if node.template and name in node.template.board_inputs:
        # The words "auto" and "none" are the editor's; the server takes a board or no input at all.
        auto = {"board_id": context.auto_add_board_id} if context.auto_add_board_id else "none"
        value = auto if value == "auto" else value
        value = MISSING if value == "none" else value
    if value is MISSING:
        holder.pop(name, None)
    else:
        holder[name] = copied(value)


def compile_api_body(
    workflow: LoadedWorkflow,
    body: ApiBody,
    context: CompileContext,
    *,
    runs: int | None,
    prepend: bool,
    data: Collection[Any],
) -> dict[str, Any]:
    """Return the body as it was read, with what was set or swept; see `compile_enqueue_body`."""
    lists = [*copied(kept_data(workflow, body, data)), *([dict(item) for item in zipped] for zipped in data)]
    batch = {"graph": patched_graph(workflow, body, context), **copied(body.batch)}
    batch["runs"] = body.runs if runs is None else runs
    if lists or "data" in batch:
        batch["data"] = lists
    if workflow.replaced and isinstance(saved := batch.get("workflow"), dict):
        _set_in_workflow(saved, workflow)
    return {"batch": batch, "prepend": prepend or body.prepend}


def kept_data(workflow: LoadedWorkflow, body: ApiBody, data: Collection[Any]) -> list[list[dict[str, Any]]]:
    """Return the lists of a body without the inputs that were set, or that other lists replace."""
    replaced: set[_Place] = {(each["node_path"], each["field_name"]) for group in data for each in group}
    replaced |= workflow.replaced
    kept = [
        [datum for datum in group if (datum["node_path"], datum["field_name"]) not in replaced]
        for group in body.data
    ]
    return [group for group, before in zip(kept, body.data, strict=True) if group or not before]


def captured_places(workflow: LoadedWorkflow) -> frozenset[_Place]:
    """Return the inputs that a captured body has several values for; none for other workflows."""
    lists = kept_data(workflow, workflow.body, ()) if workflow.body else []
    return frozenset((datum["node_path"], datum["field_name"]) for group in lists for datum in group)


def _set_in_workflow(saved: dict[str, Any], workflow: LoadedWorkflow) -> None:
    """Set the values in the workflow that the images will contain."""
    # It was captured with the graph, and nothing has checked it.
    nodes = saved.get("nodes")
    for node in filter(_has_id, nodes) if isinstance(nodes, list) else ():
        data = node.get("data")
        inputs = data.get("inputs") if isinstance(data, dict) else None
        for name, field in inputs.items() if isinstance(inputs, dict) else ():
            if (node["id"], name) in workflow.replaced and isinstance(field, dict):
                value = workflow.nodes[node["id"]].value(name)
                if value is MISSING:
                    field.pop("value", None)
                else:
                    field["value"] = copied(value)


def _has_id(node: object) -> bool:
    return isinstance(node, dict) and isinstance(node.get("id"), str)


def without_unknown_nodes(workflow: LoadedWorkflow) -> LoadedWorkflow:
    """Leave out the nodes of a graph that the server does not know; others are returned unchanged."""
    if workflow.body is None:
        return workflow
    unknown = [node.id for node in workflow.invocations if node.template is None]
    if not unknown:
        return workflow
    replaced = frozenset(place for place in workflow.replaced if place[0] not in unknown)
    return replace(workflow, body=workflow.body.without_nodes(unknown), replaced=replaced)


def graph_problems(workflow: LoadedWorkflow, body: ApiBody) -> Iterator[Problem]:
    """Find the problems of edges and data that a workflow of the editor cannot have."""
    yield from _edge_problems(workflow, body)
    yield from _data_problems(workflow, body)


def _edge_problems(workflow: LoadedWorkflow, body: ApiBody) -> Iterator[Problem]:
    for written in body.edges:
        ends = (written["source"]["node_id"], written["destination"]["node_id"])
        for gone in (each for each in ends if each not in workflow.nodes):
            message = f"an edge connects the node {gone!r}, which is not in the graph"
            yield Problem("edge_invalid", "error", message)
    for edge in workflow.edges:
        source = workflow.nodes[edge.source]
        if source.template and edge.source_field not in source.template.outputs:
            yield _of(source, "edge_invalid", f"{source.title} has no output {edge.source_field!r}")


def _data_problems(workflow: LoadedWorkflow, body: ApiBody) -> Iterator[Problem]:
    for group in body.data:
        lengths = {len(datum["items"]) for datum in group}
        if len(lengths) > 1:
            names = ", ".join(f"{datum['node_path']}.{datum['field_name']}" for datum in group)
            message = f"the batch zips lists of different lengths ({names})"
            yield Problem("batch_size_mismatch", "error", message, "Use the same number of values for each.")
        for datum in group:
            if datum["node_path"] not in workflow.nodes:
                message = (
                    f"the batch has values for the node {datum['node_path']!r}, which is not in the graph"
                )
                yield Problem("batch_unusable", "error", message)


def _of(node: LoadedNode, kind: Any, message: str) -> Problem:
    return Problem(kind, "error", message, node_id=node.id, node_label=node.title)
