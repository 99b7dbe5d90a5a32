"""Load a workflow as the GUI's editor does.

The order is the editor's: every node gets its template, edges that are not valid are left out, nodes of
another minor version are updated, and fields that no longer exist are removed from the form. The definition
is not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from ivk_fields.missing import MISSING, Missing
from ivk_workflows.compile.api_graphs import load_graph
from ivk_workflows.compile.connections import ConnectionRules
from ivk_workflows.compile.cycles import has_cycle
from ivk_workflows.compile.edge_index import EdgeIndex
from ivk_workflows.compile.effective_form import effective_form
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem, ProblemKind
from ivk_workflows.compile.saved_calls import refreshed
from ivk_workflows.compile.stated import with_stated
from ivk_workflows.compile.update import updated
from ivk_workflows.definition.accepted import accepted, accepts_extra_inputs
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.parts import WorkflowEdge, WorkflowNode
from ivk_workflows.definition.workflow import WorkflowDefinition
from ivk_workflows.templates.dynamic import dynamic_specs
from ivk_workflows.templates.editable import is_editable
from ivk_workflows.templates.template import NodeTemplate

__all__ = ["Templates", "load"]

# Values of these types need no copy and no conversion. Most values are, so they are checked for first.
_PLAIN = (str, int, Missing)


class Templates(Protocol):
    """Finds a node template by type, as `ivk_workflows.templates.TemplateCatalog` does."""

    def get(self, node_type: str, /) -> NodeTemplate | None:
        """Return the template, or None for a type that the server does not have."""
        ...


def load(
    definition: WorkflowDefinition,
    catalog: Templates,
    saved_workflows: Mapping[str, WorkflowDefinition] | None = None,
) -> LoadedWorkflow:
    """Load a workflow.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read.
    catalog : TemplateCatalog
        The node types of the server.
    saved_workflows : mapping of str to WorkflowDefinition, optional
        The workflows that ``call_saved_workflow`` nodes call, by id, if they are known. The forms of the
        called workflows decide which inputs those nodes have.

    Returns
    -------
    LoadedWorkflow
        The workflow as the editor has it after loading.
    """
    if definition.body is not None:
        types = {node.type: catalog.get(node.type) for node in definition.nodes}
        called_workflows = {key: load(each, catalog) for key, each in (saved_workflows or {}).items()}
        return load_graph(definition, definition.body, types, called_workflows)
    nodes = {saved.id: _node(saved, catalog.get(saved.type)) for saved in definition.nodes_by_id.values()}
    for workflow_id, called in (saved_workflows or {}).items():
        fields = load(called, catalog)
        nodes = {node_id: refreshed(node, workflow_id, fields) for node_id, node in nodes.items()}
    warnings: list[Problem] = []
    edges = _valid_edges(definition, nodes, warnings)
    nodes = {node_id: updated(node, edges) for node_id, node in nodes.items()}
    stated = definition.stated_nodes
    nodes = {node_id: with_stated(node, stated[node_id].inputs) for node_id, node in nodes.items()}
    warnings.extend(_version_warnings(nodes))
    form = effective_form(definition, nodes, warnings)
    return LoadedWorkflow(nodes, edges, form, warnings, definition.current)


def _node(saved: WorkflowNode, template: NodeTemplate | None) -> LoadedNode:
    if not saved.is_invocation:
        return LoadedNode(saved, None, {})
    written = saved.raw["data"].get("dynamicInputTemplates")
    node = LoadedNode(saved, template, {})
    if written and isinstance(written, dict):
        node.dynamic, node.written_dynamic = dynamic_specs(written), written
    extras = accepts_extra_inputs(saved.type)
    for name, field in saved.inputs.items():
        value = field.get("value", MISSING)
        node.values[name] = value if isinstance(value, _PLAIN) else _kept(node, name, value, extras=extras)
    return node


def _kept(node: LoadedNode, name: str, value: Any, *, extras: bool) -> Any:
    if isinstance(value, dict) and "type" not in value and not extras:
        # The editor has no control for some types (bounding boxes, for example), so only other programs store
        # mappings in such inputs. They are kept, because `accepted` would read them as generator settings.
        spec = node.spec(name)
        if spec is not None and not is_editable(spec.type):
            return copied(value)
    kept = accepted(value, extras=extras)
    return copied(kept) if kept is value else kept


def _valid_edges(
    definition: WorkflowDefinition, nodes: Mapping[str, LoadedNode], warnings: list[Problem]
) -> EdgeIndex:
    edges = EdgeIndex(definition.nodes_by_id)
    cyclic = has_cycle((edge.source, edge.target) for edge in definition.edges)
    rules = ConnectionRules(nodes, edges, may_be_cyclic=cyclic)
    known = {node.id for node in nodes.values() if node.template or not node.saved.is_invocation}
    for edge in definition.edges:
        if edge.source not in known or edge.target not in known:
            reason = _missing_end(edge, nodes, known)
        else:
            reason = rules.refusal(edge) if edge.kind == "default" else ""
        if reason:
            warnings.append(_edge_removed(edge, reason, nodes))
        else:
            edges.add(edge)
    return edges


def _missing_end(edge: WorkflowEdge, nodes: Mapping[str, LoadedNode], known: set[str]) -> str:
    end, node_id = ("target", edge.target) if edge.source in known else ("source", edge.source)
    if node_id not in nodes:
        return f"its {end} does not exist"
    return f"its {end} is of type {nodes[node_id].type!r}, which the server does not have"


def _edge_removed(edge: WorkflowEdge, reason: str, nodes: Mapping[str, LoadedNode]) -> Problem:
    def end(node_id: str, field: str) -> str:
        node = nodes.get(node_id)
        return f"{node.title if node else node_id}.{field}".rstrip(".")

    source, target = end(edge.source, edge.source_field), end(edge.target, edge.target_field)
    node = nodes.get(edge.target)
    return Problem(
        "edge_removed",
        "warning",
        f"the edge from {source} to {target} is left out: {reason}",
        "Connect them again in the GUI, or set the input's value.",
        node_id=edge.target,
        node_label=node.title if node else "",
        field=edge.target_field,
    )


def _version_warnings(nodes: Mapping[str, LoadedNode]) -> Iterator[Problem]:
    for node in nodes.values():
        if node.template is None or node.version_status == "current":
            continue
        versions = f"version {node.saved.version or 'unknown'}, and the server has {node.template.version}"
        if node.version_status == "updated":
            yield _warning(node, "node_updated", f"{node.title} has {versions}: it was updated", "")
        else:
            hint = "Replace the node in the GUI and connect it again."
            message = f"{node.title} has {versions}: it cannot be updated"
            yield _warning(node, "node_not_updated", message, hint)


def _warning(node: LoadedNode, kind: ProblemKind, message: str, hint: str) -> Problem:
    return Problem(kind, "warning", message, hint, node_id=node.id, node_label=node.title)
