"""The rules by which the editor accepts or refuses a connection.

Edges are checked in the order of the file, each against the edges that were accepted before it. So the first
of two edges that exclude each other is kept. An edge that is refused is left out when the file is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ivk_fields.spec import InputSpec
from ivk_workflows.compile.compatible import may_connect, may_share_a_source, same_type
from ivk_workflows.compile.cycles import has_cycle
from ivk_workflows.compile.edge_index import CONNECTOR_IN, CONNECTOR_OUT, EdgeIndex
from ivk_workflows.compile.item_types import collected_type
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.definition.parts import WorkflowEdge
from ivk_workflows.templates.editable import is_editable
from ivk_workflows.templates.template import NodeTemplate, SlotType

__all__ = ["ConnectionRules"]

_DIRECT = "the input takes no connection"
_MISMATCH = "the types of output and input are not compatible"
_IF_BRANCHES = {"true_input": "false_input", "false_input": "true_input"}
# Node types whose inputs accept an edge depending on the other edges into the node.
_DEPENDENT_TARGETS = frozenset({"if", "collect"})


class _RefusedError(Exception):
    """An edge is not valid; the message says why."""


class _Source(NamedTuple):
    node: LoadedNode
    field: str
    slot: SlotType


def _is_plain_source(node: LoadedNode) -> bool:
    return node.template is not None and node.saved.type != "if"


def _is_plain_target(node: LoadedNode) -> bool:
    return node.template is not None and not node.dynamic and node.saved.type not in _DEPENDENT_TARGETS


# Even a large workflow has fewer different pairs of output and input. The limit bounds the memory of a
# program that uses the catalogs of many servers.
@lru_cache(maxsize=8192)
def _plain_refusal(source: NodeTemplate, output: str, target: NodeTemplate, name: str) -> str:
    if output not in source.outputs:
        return f"the source has no output {output!r}"
    if name not in target.inputs:
        return f"the target has no input {name!r}"
    if _takes_no_connection(target.inputs[name]):
        return _DIRECT
    return "" if may_connect(source.outputs[output].slot, target.input_slot(name)) else _MISMATCH


def _takes_no_connection(spec: InputSpec) -> bool:
    return spec.connection == "direct" and is_editable(spec.type)


class ConnectionRules:
    """The rules for one workflow.

    Parameters
    ----------
    nodes : mapping of str to LoadedNode
        All nodes by id.
    edges : EdgeIndex
        The edges accepted so far; the rules only read them.
    may_be_cyclic : bool
        False if it is known that the edges contain no cycle, which saves a search at every edge.
    """

    def __init__(
        self, nodes: Mapping[str, LoadedNode], edges: EdgeIndex, *, may_be_cyclic: bool = True
    ) -> None:
        self._nodes = nodes
        self._edges = edges
        self._may_be_cyclic = may_be_cyclic
        self._plain_sources = {node.id: node.template for node in nodes.values() if _is_plain_source(node)}
        self._plain_targets = {node.id: node.template for node in nodes.values() if _is_plain_target(node)}

    def refusal(self, edge: WorkflowEdge) -> str:
        """Return why an edge is not valid; empty if it is."""
        source, target = self._plain_sources.get(edge.source), self._plain_targets.get(edge.target)
        # The check of most edges depends only on two templates and two names, so its result is cached.
        if source and target and self._is_independent(edge):
            return _plain_refusal(source, edge.source_field, target, edge.target_field)
        try:
            self._examine(edge)
        except _RefusedError as refused:
            return str(refused)
        return ""

    def _is_independent(self, edge: WorkflowEdge) -> bool:
        """Return whether an edge can be checked by the types of its ends, without other edges."""
        fed = self._edges.is_fed(edge.target, edge.target_field)
        return not (fed or self._may_be_cyclic or edge.source == edge.target)

    def _examine(self, edge: WorkflowEdge) -> None:
        if edge.source == edge.target:
            raise _RefusedError("a node cannot be connected to itself")
        if self._edges.connects(edge):
            raise _RefusedError("the same connection exists twice")
        source = self._effective_source(edge.source, edge.source_field)
        if self._edges.is_connector(edge.target):
            self._into_connector(edge, source)
        else:
            self._into_node(edge, source)

    def _effective_source(self, node_id: str, field: str) -> _Source | None:
        if self._edges.is_connector(node_id):
            if field != CONNECTOR_OUT:
                raise _RefusedError(f"a connector has no output {field!r}")
            origin = self._edges.origin(node_id)
            return self._effective_source(*origin) if origin else None
        node = self._nodes[node_id]
        output = node.template.outputs.get(field) if node.template else None
        if output is None:
            raise _RefusedError(f"the source has no output {field!r}")
        return _Source(node, field, output.slot)

    def _into_connector(self, edge: WorkflowEdge, source: _Source | None) -> None:
        if edge.target_field != CONNECTOR_IN:
            raise _RefusedError(f"a connector has no input {edge.target_field!r}")
        if self._edges.is_fed(edge.target, CONNECTOR_IN):
            raise _RefusedError("the input may have only one connection")
        destinations = self._edges.destinations(edge.target) if source else []
        if destinations:
            behind = self._edges.without(self._edges.downstream(edge.target))
            rules = ConnectionRules(self._nodes, behind, may_be_cyclic=self._may_be_cyclic)
            for destination in destinations:
                rules._examine(destination._replace(source=edge.source, source_field=edge.source_field))

    def _into_node(self, edge: WorkflowEdge, source: _Source | None) -> None:
        target = self._nodes[edge.target]
        spec, slot = target.spec(edge.target_field), target.slot(edge.target_field)
        if spec is None or slot is None:
            raise _RefusedError(f"the target has no input {edge.target_field!r}")
        if _takes_no_connection(spec):
            raise _RefusedError(_DIRECT)
        if source is None:
            self._from_open_connector(edge, slot)
            return
        self._collect_rules(edge, source, target)
        self._if_rules(edge, source, target)
        if self._edges.is_fed(edge.target, edge.target_field) and slot.type.name != "CollectionItemField":
            raise _RefusedError("the input may have only one connection")
        if not all(may_connect(output, slot) for output in self._output_types(source)):
            raise _RefusedError(_MISMATCH)
        self._cycle_rule(edge)

    def _from_open_connector(self, edge: WorkflowEdge, slot: SlotType) -> None:
        """Check an edge from a connector without a source: all inputs behind it must accept a common type."""
        for other in self._edges.destinations(edge.source):
            if (other.target, other.target_field) != (edge.target, edge.target_field):
                template = self._nodes[other.target].template
                if template is None or other.target_field not in template.inputs:
                    raise _RefusedError(_MISMATCH)
                if not may_share_a_source(template.input_slot(other.target_field), slot):
                    raise _RefusedError(_MISMATCH)

    def _collect_rules(self, edge: WorkflowEdge, source: _Source, target: LoadedNode) -> None:
        if target.type != "collect":
            return
        wanted = collected_type(target.id, self._nodes, self._edges)
        if edge.target_field == "item":
            given: SlotType | None = source.slot
        elif edge.target_field == "collection" and (source.node.type, source.field) == (
            "collect",
            "collection",
        ):
            given = collected_type(source.node.id, self._nodes, self._edges)
        else:
            return
        if wanted and given and not same_type(given, wanted):
            raise _RefusedError("a collection cannot mix items of different types")

    def _if_rules(self, edge: WorkflowEdge, source: _Source, target: LoadedNode) -> None:
        sibling = _IF_BRANCHES.get(edge.target_field) if target.type == "if" else None
        feeding = self._edges.into(target.id, sibling) if sibling else []
        if feeding:
            other = self._effective_source(feeding[0].source, feeding[0].source_field)
            if other is None or not may_share_a_source(source.slot, other.slot):
                raise _RefusedError("both branches must have the same type")

    def _output_types(self, source: _Source) -> list[SlotType]:
        """Return the types of an output; those of an ``if`` node are the types of its connected branches."""
        if (source.node.type, source.field) != ("if", "value"):
            return [source.slot]
        feeding = [edge for branch in _IF_BRANCHES for edge in self._edges.into(source.node.id, branch)]
        branches = [self._branch(edge) for edge in feeding]
        return [branch for branch in branches if branch] or [source.slot]

    def _branch(self, edge: WorkflowEdge) -> SlotType | None:
        try:
            source = self._effective_source(edge.source, edge.source_field)
        except _RefusedError:
            return None
        return source.slot if source else None

    def _cycle_rule(self, edge: WorkflowEdge) -> None:
        if self._may_be_cyclic:
            pairs = [(other.source, other.target) for other in self._edges]
            if has_cycle([*pairs, (edge.source, edge.target)]):
                raise _RefusedError("the connection would create a cycle")
