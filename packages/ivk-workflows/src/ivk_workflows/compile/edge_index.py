"""The edges of a workflow, indexed by source and by target.

A connector is a node of the editor with one input ``in`` and one output ``out``. It only passes a value on,
and is not sent to the server, so the source of a value is found by following connectors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ivk_workflows.definition.parts import WorkflowEdge, WorkflowNode

__all__ = ["CONNECTOR_IN", "CONNECTOR_OUT", "EdgeIndex"]

CONNECTOR_IN = "in"
CONNECTOR_OUT = "out"


class EdgeIndex:
    """Edges in order, indexed by both ends.

    Parameters
    ----------
    nodes : mapping of str to WorkflowNode
        The nodes by id; they tell which nodes are connectors.
    edges : iterable of WorkflowEdge
        The edges to begin with.
    """

    def __init__(self, nodes: Mapping[str, WorkflowNode], edges: Iterable[WorkflowEdge] = ()) -> None:
        self._nodes = nodes
        self._all: list[WorkflowEdge] = []
        self._into: defaultdict[tuple[str, str], list[WorkflowEdge]] = defaultdict(list)
        self._out_of: defaultdict[str, list[WorkflowEdge]] = defaultdict(list)
        self._ends: set[tuple[str, str, str, str]] = set()
        for edge in edges:
            self.add(edge)

    def add(self, edge: WorkflowEdge) -> None:
        """Add an edge at the end; collapsed edges are kept, but connect nothing."""
        self._all.append(edge)
        if edge.kind == "default":
            self._into[edge.target, edge.target_field].append(edge)
            self._out_of[edge.source].append(edge)
            self._ends.add(edge.ends)

    def __iter__(self) -> Iterator[WorkflowEdge]:
        """Iterate over all edges, in order."""
        return iter(self._all)

    def connects(self, edge: WorkflowEdge) -> bool:
        """Return whether an edge with the same ends was added before."""
        return edge.ends in self._ends

    def into(self, node_id: str, field: str) -> list[WorkflowEdge]:
        """Return the edges into an input, in order."""
        return self._into.get((node_id, field), [])

    def out_of(self, node_id: str) -> list[WorkflowEdge]:
        """Return the edges out of a node, in order."""
        return self._out_of.get(node_id, [])

    def is_fed(self, node_id: str, field: str) -> bool:
        """Return whether an edge feeds an input."""
        return (node_id, field) in self._into

    def is_connector(self, node_id: str) -> bool:
        """Return whether a node is a connector."""
        node = self._nodes.get(node_id)
        return node is not None and node.kind == "connector"

    def origin(self, connector_id: str) -> tuple[str, str] | None:
        """Return the output that feeds a connector, through other connectors if there are any.

        Parameters
        ----------
        connector_id : str
            Id of a connector.

        Returns
        -------
        tuple of str or None
            Id of the invocation and name of its output; None if no invocation feeds the connector, or the
            connectors form a cycle.
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
        """Return the edges from a connector, and from the connectors behind it, into other nodes."""
        return [edge for edge in self.downstream(connector_id) if not self.is_connector(edge.target)]

    def downstream(self, connector_id: str) -> list[WorkflowEdge]:
        """Return all edges out of a connector and the connectors behind it, depth first."""
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

    def without(self, removed: Iterable[WorkflowEdge]) -> EdgeIndex:
        """Return a new index without some edges."""
        excluded = {id(edge) for edge in removed}
        return EdgeIndex(self._nodes, (edge for edge in self._all if id(edge) not in excluded))
