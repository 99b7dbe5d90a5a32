"""The edges of a workflow, found by either end, and followed through connectors.

A connector is a joint that the editor draws: it has one input ``in`` and one output ``out``, does nothing,
and never reaches the server. Whoever wants to know where a value comes from follows connectors back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ivk_workflows.definition.parts import WorkflowEdge, WorkflowNode

__all__ = ["CONNECTOR_IN", "CONNECTOR_OUT", "Ends", "Wiring"]

CONNECTOR_IN = "in"
CONNECTOR_OUT = "out"


class Ends(NamedTuple):
    """What one edge connects."""

    source: str
    source_field: str
    target: str
    target_field: str


class Wiring:
    """Edges in order, indexed by both ends; new ones are added at the end.

    Parameters
    ----------
    nodes : mapping of str to WorkflowNode
        The nodes by id: they say what is a connector.
    edges : iterable of WorkflowEdge
        The edges to begin with.
    """

    def __init__(self, nodes: Mapping[str, WorkflowNode], edges: Iterable[WorkflowEdge] = ()) -> None:
        self._nodes = nodes
        self.edges: list[WorkflowEdge] = []
        self._into: dict[tuple[str, str], list[Ends]] = {}
        self._out_of: dict[str, list[Ends]] = {}
        self._all: set[Ends] = set()
        for edge in edges:
            self.add(edge)

    def add(self, edge: WorkflowEdge) -> None:
        """Add an edge; the lines between folded nodes are kept, and connect nothing."""
        self.edges.append(edge)
        if edge.kind == "default":
            ends = _ends(edge)
            self._into.setdefault((ends.target, ends.target_field), []).append(ends)
            self._out_of.setdefault(ends.source, []).append(ends)
            self._all.add(ends)

    def __contains__(self, ends: object) -> bool:
        return ends in self._all

    def __iter__(self) -> Iterator[Ends]:
        return (ends for group in self._into.values() for ends in group)

    def into(self, node_id: str, field: str) -> list[Ends]:
        """Give the edges that end in an input, oldest first."""
        return self._into.get((node_id, field), [])

    def out_of(self, node_id: str) -> list[Ends]:
        """Give the edges that leave a node, oldest first."""
        return self._out_of.get(node_id, [])

    def is_fed(self, node_id: str, field: str) -> bool:
        """Whether an edge ends in an input."""
        return (node_id, field) in self._into

    def is_connector(self, node_id: str) -> bool:
        """Whether a node is a connector."""
        node = self._nodes.get(node_id)
        return node is not None and node.kind == "connector"

    def origin(self, connector_id: str) -> tuple[str, str] | None:
        """Follow connectors back to the output that feeds them.

        Parameters
        ----------
        connector_id : str
            Id of a connector.

        Returns
        -------
        tuple of str or None
            Id of the invocation and name of its output; None where the chain ends in nothing or in itself.
        """
        visited: set[str] = set()
        current = connector_id
        while current not in visited:
            visited.add(current)
            feeding = self.into(current, CONNECTOR_IN)
            source = self._nodes.get(feeding[0].source) if feeding else None
            if source is None:
                return None
            if source.is_invocation:
                return source.id, feeding[0].source_field
            if source.kind != "connector":
                return None
            current = source.id
        return None

    def destinations(self, connector_id: str) -> list[Ends]:
        """Give the edges that leave a chain of connectors for something that is no connector."""
        return [ends for ends in self.downstream(connector_id) if not self.is_connector(ends.target)]

    def downstream(self, connector_id: str) -> list[Ends]:
        """Give all edges that leave a connector and the connectors behind it, depth first."""
        visited: set[str] = set()
        found: list[Ends] = []
        pending = [connector_id]
        while pending:
            current = pending.pop()
            if current in visited:
                continue
            visited.add(current)
            leaving = [ends for ends in self.out_of(current) if ends.source_field == CONNECTOR_OUT]
            found.extend(leaving)
            pending.extend(ends.target for ends in reversed(leaving) if self.is_connector(ends.target))
        return found

    def without(self, removed: Iterable[Ends]) -> Wiring:
        """Give a wiring without some edges; this one is unchanged."""
        gone = set(removed)
        return Wiring(self._nodes, (edge for edge in self.edges if _ends(edge) not in gone))


def _ends(edge: WorkflowEdge) -> Ends:
    return Ends(edge.source, edge.source_field, edge.target, edge.target_field)
