"""Loading a workflow as the GUI's editor does: match nodes with templates and repair what can be.

In this order: every node gets its template, edges that lead nowhere or do not fit are left out, nodes of an
older minor version are updated, and the form follows. The definition stays as it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from ivk_fields.missing import MISSING, Missing
from ivk_workflows.compile.connections import ConnectionRules
from ivk_workflows.compile.cycles import has_cycle
from ivk_workflows.compile.live_form import live_form
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem, ProblemKind
from ivk_workflows.compile.saved_calls import refreshed
from ivk_workflows.compile.update import updated
from ivk_workflows.compile.wiring import Wiring
from ivk_workflows.definition.accepted import accepted, accepts_extra_inputs
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.parts import WorkflowEdge, WorkflowNode
from ivk_workflows.definition.workflow import WorkflowDefinition
from ivk_workflows.templates.dynamic import dynamic_specs
from ivk_workflows.templates.editable import is_editable
from ivk_workflows.templates.template import NodeTemplate

__all__ = ["Templates", "load"]


# Values of these types need no copy and no conversion; most values are of one of them.
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
        The workflows that ``call_saved_workflow`` nodes call, by id, as far as they are known: the inputs
        of those nodes follow the forms of the workflows that they call.

    Returns
    -------
    LoadedWorkflow
        The workflow as it stands in the editor.
    """
    nodes = {saved.id: _node(saved, catalog.get(saved.type)) for saved in definition.nodes_by_id.values()}
    for workflow_id, called in (saved_workflows or {}).items():
        fields = load(called, catalog)
        nodes = {node_id: refreshed(node, workflow_id, fields) for node_id, node in nodes.items()}
    warnings: list[Problem] = []
    wiring = _sound_wiring(definition, nodes, warnings)
    nodes = {node_id: updated(node, wiring) for node_id, node in nodes.items()}
    warnings.extend(_about_versions(nodes))
    form = live_form(definition, nodes, warnings)
    return LoadedWorkflow(nodes, wiring, form, warnings, definition.current)


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
        # The editor has no control for some types (bounding boxes, for example), so only other programs write
        # such mappings. The rules for generator settings would mistake them for those, so they are kept as
        # they are.
        spec = node.spec(name)
        if spec is not None and not is_editable(spec.type):
            return copied(value)
    kept = accepted(value, extras=extras)
    return copied(kept) if kept is value else kept


def _sound_wiring(
    definition: WorkflowDefinition, nodes: Mapping[str, LoadedNode], warnings: list[Problem]
) -> Wiring:
    wiring = Wiring(definition.nodes_by_id)
    cyclic = has_cycle((edge.source, edge.target) for edge in definition.edges)
    rules = ConnectionRules(nodes, wiring, may_be_cyclic=cyclic)
    known = {node.id for node in nodes.values() if node.template or not node.saved.is_invocation}
    for edge in definition.edges:
        if edge.source not in known or edge.target not in known:
            reason = _loose_end(edge, nodes, known)
        else:
            reason = rules.refusal(edge) if edge.kind == "default" else ""
        if reason:
            warnings.append(_removed(edge, reason, nodes))
        else:
            wiring.add(edge)
    return wiring


def _loose_end(edge: WorkflowEdge, nodes: Mapping[str, LoadedNode], known: set[str]) -> str:
    end, node_id = ("target", edge.target) if edge.source in known else ("source", edge.source)
    if node_id not in nodes:
        return f"its {end} does not exist"
    return f"its {end} is of type {nodes[node_id].type!r}, which the server does not have"


def _removed(edge: WorkflowEdge, reason: str, nodes: Mapping[str, LoadedNode]) -> Problem:
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


def _about_versions(nodes: Mapping[str, LoadedNode]) -> Iterator[Problem]:
    for node in nodes.values():
        if node.template is None or node.freshness == "current":
            continue
        versions = f"version {node.saved.version or 'unknown'}, and the server has {node.template.version}"
        if node.freshness == "updated":
            yield _about(node, "node_updated", f"{node.title} has {versions}: it was updated", "")
        else:
            hint = "Replace the node in the GUI and connect it again."
            yield _about(node, "node_not_updated", f"{node.title} has {versions}: it cannot be updated", hint)


def _about(node: LoadedNode, kind: ProblemKind, message: str, hint: str) -> Problem:
    return Problem(kind, "warning", message, hint, node_id=node.id, node_label=node.title)
