"""A directed graph of nodes, with look-ups of the edges into and out of a node."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

__all__ = ["DirectedEdge", "DirectedGraph", "Node"]

Node = dict[str, Any]
"""A node as in JSON: ``type``, ``id`` and the values of its inputs."""


@dataclass(frozen=True, slots=True)
class DirectedEdge:
    """A connection from an output field of one node to an input field of another."""

    source: str
    source_field: str
    target: str
    target_field: str

    @classmethod
    def from_dict(cls, edge: dict[str, Any]) -> "DirectedEdge":
        """Create an edge from its JSON form."""
        source, target = edge["source"], edge["destination"]
        return cls(source["node_id"], source["field"], target["node_id"], target["field"])

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "source": {"node_id": self.source, "field": self.source_field},
            "destination": {"node_id": self.target, "field": self.target_field},
        }


class DirectedGraph:
    """Nodes and edges.

    Parameters
    ----------
    nodes
        Nodes by id.
    edges
        The edges. Equal edges are kept apart: a collection gets an item for each.
    graph_id
        The id of the graph; a new one for None.
    """

    def __init__(
        self,
        nodes: dict[str, Node] | None = None,
        edges: Iterable[DirectedEdge] = (),
        graph_id: str | None = None,
    ) -> None:
        self.id = graph_id or str(uuid4())
        self.nodes = nodes if nodes is not None else {}
        self.edges: list[DirectedEdge] = []
        self._incoming: defaultdict[str, list[DirectedEdge]] = defaultdict(list)
        self._outgoing: defaultdict[str, list[DirectedEdge]] = defaultdict(list)
        for edge in edges:
            self.connect(edge)

    @classmethod
    def from_dict(cls, graph: dict[str, Any]) -> "DirectedGraph":
        """Create a graph from its JSON form."""
        nodes = {node_id: {"id": node_id, **node} for node_id, node in graph.get("nodes", {}).items()}
        return cls(nodes, map(DirectedEdge.from_dict, graph.get("edges", [])), graph.get("id"))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"id": self.id, "nodes": self.nodes, "edges": [edge.to_dict() for edge in self.edges]}

    def connect(self, edge: DirectedEdge) -> None:
        """Add an edge."""
        self.edges.append(edge)
        self._incoming[edge.target].append(edge)
        self._outgoing[edge.source].append(edge)

    def disconnect(self, edge: DirectedEdge) -> None:
        """Remove an edge."""
        self.edges.remove(edge)
        self._incoming[edge.target].remove(edge)
        self._outgoing[edge.source].remove(edge)

    def incoming(self, node_id: str, field: str | None = None) -> list[DirectedEdge]:
        """Return the edges into a node, or into one of its fields."""
        return [edge for edge in self._incoming[node_id] if field in (None, edge.target_field)]

    def outgoing(self, node_id: str) -> list[DirectedEdge]:
        """Return the edges out of a node."""
        return list(self._outgoing[node_id])

    def parents(self, node_id: str) -> list[str]:
        """Return the ids of the nodes with an edge into a node, each once."""
        return list(dict.fromkeys(edge.source for edge in self._incoming[node_id]))

    def children(self, node_id: str) -> list[str]:
        """Return the ids of the nodes that a node has an edge into, each once."""
        return list(dict.fromkeys(edge.target for edge in self._outgoing[node_id]))

    def ancestors(self, node_id: str) -> set[str]:
        """Return the ids of all nodes that a node depends on."""
        found: set[str] = set()
        waiting = self.parents(node_id)
        while waiting:
            ancestor = waiting.pop()
            if ancestor not in found:
                found.add(ancestor)
                waiting.extend(self.parents(ancestor))
        return found

    def topological_order(self) -> list[str]:
        """Return the ids of all nodes, each after the nodes that it depends on, generation by generation."""
        missing = {node_id: len(self.parents(node_id)) for node_id in self.nodes}
        order = [node_id for node_id, count in missing.items() if count == 0]
        for node_id in order:
            for child in self.children(node_id):
                missing[child] -= 1
                if missing[child] == 0:
                    order.append(child)
        return order
