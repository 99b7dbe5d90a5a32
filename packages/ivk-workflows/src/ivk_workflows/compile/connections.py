"""Which edges hold: the rules by which the editor accepts or refuses a connection.

Edges are tried in the order of the file, each against those that were accepted before it, so the first of two
edges that exclude each other wins. An edge that is refused is left out when the file is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ivk_fields.spec import InputSpec
from ivk_workflows.compile.compatible import may_connect, may_share_a_source, same_type
from ivk_workflows.compile.cycles import has_cycle
from ivk_workflows.compile.item_types import collected_type
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.compile.wiring import CONNECTOR_IN, CONNECTOR_OUT, Wiring
from ivk_workflows.definition.parts import WorkflowEdge
from ivk_workflows.templates.editable import is_editable
from ivk_workflows.templates.template import NodeTemplate, SlotType

__all__ = ["ConnectionRules"]

_DIRECT = "the input takes no connection"
_MISMATCH = "the types of both ends do not go together"
_IF_BRANCHES = {"true_input": "false_input", "false_input": "true_input"}


_WATCHFUL_TARGETS = frozenset({"if", "collect"})


class _RefusedError(Exception):
    """An edge does not hold; the message says why."""


class _Source(NamedTuple):
    node: LoadedNode
    field: str
    slot: SlotType


def _is_plain_source(node: LoadedNode) -> bool:
    return node.template is not None and node.saved.type != "if"


def _is_plain_target(node: LoadedNode) -> bool:
    return node.template is not None and not node.dynamic and node.saved.type not in _WATCHFUL_TARGETS


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
    wiring : Wiring
        The edges accepted so far; the rules only read it.
    may_be_cyclic : bool
        False when it is known that no cycle can come about, which saves looking for one at every edge.
    """

    def __init__(
        self, nodes: Mapping[str, LoadedNode], wiring: Wiring, *, may_be_cyclic: bool = True
    ) -> None:
        self._nodes = nodes
        self._wiring = wiring
        self._may_be_cyclic = may_be_cyclic
        self._plain_sources = {node.id: node.template for node in nodes.values() if _is_plain_source(node)}
        self._plain_targets = {node.id: node.template for node in nodes.values() if _is_plain_target(node)}

    def refusal(self, edge: WorkflowEdge) -> str:
        """Say why an edge does not hold; empty when it does."""
        source, target = self._plain_sources.get(edge.source), self._plain_targets.get(edge.target)
        if source and target and self._stands_alone(edge):
            return _plain_refusal(source, edge.source_field, target, edge.target_field)
        try:
            self._examine(edge)
        except _RefusedError as refused:
            return str(refused)
        return ""

    def _stands_alone(self, edge: WorkflowEdge) -> bool:
        """Whether an edge can be judged by the types of its ends, without a look at other edges."""
        fed = self._wiring.is_fed(edge.target, edge.target_field)
        return not (fed or self._may_be_cyclic or edge.source == edge.target)

    def _examine(self, edge: WorkflowEdge) -> None:
        if edge.source == edge.target:
            raise _RefusedError("a node cannot be connected to itself")
        if self._wiring.connects(edge):
            raise _RefusedError("the same connection is there twice")
        source = self._effective_source(edge.source, edge.source_field)
        if self._wiring.is_connector(edge.target):
            self._into_connector(edge, source)
        else:
            self._into_node(edge, source)

    def _effective_source(self, node_id: str, field: str) -> _Source | None:
        if self._wiring.is_connector(node_id):
            if field != CONNECTOR_OUT:
                raise _RefusedError(f"a connector has no output {field!r}")
            origin = self._wiring.origin(node_id)
            return self._effective_source(*origin) if origin else None
        node = self._nodes[node_id]
        output = node.template.outputs.get(field) if node.template else None
        if output is None:
            raise _RefusedError(f"the source has no output {field!r}")
        return _Source(node, field, output.slot)

    def _into_connector(self, edge: WorkflowEdge, source: _Source | None) -> None:
        if edge.target_field != CONNECTOR_IN:
            raise _RefusedError(f"a connector has no input {edge.target_field!r}")
        if self._wiring.is_fed(edge.target, CONNECTOR_IN):
            raise _RefusedError("the input may have one connection only")
        destinations = self._wiring.destinations(edge.target) if source else []
        if destinations:
            behind = self._wiring.without(self._wiring.downstream(edge.target))
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
        if self._wiring.is_fed(edge.target, edge.target_field) and slot.type.name != "CollectionItemField":
            raise _RefusedError("the input may have one connection only")
        if not all(may_connect(given, slot) for given in self._given_by(source)):
            raise _RefusedError(_MISMATCH)
        self._cycle_rule(edge)

    def _from_open_connector(self, edge: WorkflowEdge, slot: SlotType) -> None:
        """Nothing feeds the connector yet: all that it feeds must be able to take the same thing."""
        for other in self._wiring.destinations(edge.source):
            if (other.target, other.target_field) != (edge.target, edge.target_field):
                template = self._nodes[other.target].template
                if template is None or other.target_field not in template.inputs:
                    raise _RefusedError(_MISMATCH)
                if not may_share_a_source(template.input_slot(other.target_field), slot):
                    raise _RefusedError(_MISMATCH)

    def _collect_rules(self, edge: WorkflowEdge, source: _Source, target: LoadedNode) -> None:
        if target.type != "collect":
            return
        wanted = collected_type(target.id, self._nodes, self._wiring)
        if edge.target_field == "item":
            given: SlotType | None = source.slot
        elif edge.target_field == "collection" and (source.node.type, source.field) == (
            "collect",
            "collection",
        ):
            given = collected_type(source.node.id, self._nodes, self._wiring)
        else:
            return
        if wanted and given and not same_type(given, wanted):
            raise _RefusedError("a collection cannot mix items of different types")

    def _if_rules(self, edge: WorkflowEdge, source: _Source, target: LoadedNode) -> None:
        sibling = _IF_BRANCHES.get(edge.target_field) if target.type == "if" else None
        feeding = self._wiring.into(target.id, sibling) if sibling else []
        if feeding:
            other = self._effective_source(feeding[0].source, feeding[0].source_field)
            if other is None or not may_share_a_source(source.slot, other.slot):
                raise _RefusedError("both branches must have the same type")

    def _given_by(self, source: _Source) -> list[SlotType]:
        """Give what comes out of an output; what an ``if`` node gives depends on what it is fed with."""
        if (source.node.type, source.field) != ("if", "value"):
            return [source.slot]
        feeding = [edge for branch in _IF_BRANCHES for edge in self._wiring.into(source.node.id, branch)]
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
            pairs = [(other.source, other.target) for other in self._wiring.edges]
            if has_cycle([*pairs, (edge.source, edge.target)]):
                raise _RefusedError("the connection would make a circle")
