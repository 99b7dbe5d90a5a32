"""The edges of a workflow, found by either end, and followed through connectors.

A connector is a joint that the editor draws: it has one input ``in`` and one output ``out``, does nothing,
and never reaches the server. Whoever wants to know where a value comes from follows connectors back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ivk_workflows.definition.parts import WorkflowEdge, WorkflowNode

__all__ = ["CONNECTOR_IN", "CONNECTOR_OUT", "Wiring"]

CONNECTOR_IN = "in"
CONNECTOR_OUT = "out"


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
        self._into: defaultdict[tuple[str, str], list[WorkflowEdge]] = defaultdict(list)
        self._out_of: defaultdict[str, list[WorkflowEdge]] = defaultdict(list)
        self._ends: set[tuple[str, str, str, str]] = set()
        for edge in edges:
            self.add(edge)

    def add(self, edge: WorkflowEdge) -> None:
        """Add an edge; the lines between folded nodes are kept, and connect nothing."""
        self.edges.append(edge)
        if edge.kind == "default":
            self._into[edge.target, edge.target_field].append(edge)
            self._out_of[edge.source].append(edge)
            self._ends.add(edge.ends)

    def connects(self, edge: WorkflowEdge) -> bool:
        """Whether the two ends of an edge are connected already."""
        return edge.ends in self._ends

    def into(self, node_id: str, field: str) -> list[WorkflowEdge]:
        """Give the edges that end in an input, oldest first."""
        return self._into.get((node_id, field), [])

    def out_of(self, node_id: str) -> list[WorkflowEdge]:
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

    def destinations(self, connector_id: str) -> list[WorkflowEdge]:
        """Give the edges that leave a chain of connectors for something that is no connector."""
        return [edge for edge in self.downstream(connector_id) if not self.is_connector(edge.target)]

    def downstream(self, connector_id: str) -> list[WorkflowEdge]:
        """Give all edges that leave a connector and the connectors behind it, depth first."""
        visited: set[str] = set()
        found: list[WorkflowEdge] = []
        pending = [connector_id]
        while pending:
            current = pending.pop()
            if current in visited:
                continue
            visited.add(current)
            leaving = [edge for edge in self.out_of(current) if edge.source_field == CONNECTOR_OUT]
            found.extend(leaving)
            pending.extend(edge.target for edge in reversed(leaving) if self.is_connector(edge.target))
        return found

    def without(self, removed: Iterable[WorkflowEdge]) -> Wiring:
        """Give a wiring without some edges; this one is unchanged."""
        gone = {id(edge) for edge in removed}
        return Wiring(self._nodes, (edge for edge in self.edges if id(edge) not in gone))
