"""A graph seen from one node: what feeds it, and what it feeds."""

from typing import Any

from ivk_devserver.graph.model import Edge, EdgeEnd
from ivk_devserver.graph.ports import Port, input_port, output_port

__all__ = ["Nodes", "Wiring"]

Nodes = dict[str, dict[str, Any]]


class Wiring:
    """Nodes and edges, with look-ups by node and field."""

    def __init__(self, nodes: Nodes, edges: list[Edge]) -> None:
        self.nodes = nodes
        self.edges = edges

    def kind(self, node_id: str) -> str:
        """Give the type of a node."""
        return str(self.nodes[node_id]["type"])

    def feeding(self, node_id: str, field: str) -> list[EdgeEnd]:
        """Give the outputs that feed an input."""
        target = EdgeEnd(node_id=node_id, field=field)
        return [edge.source for edge in self.edges if edge.destination == target]

    def fed_by(self, node_id: str, field: str) -> list[EdgeEnd]:
        """Give the inputs that an output feeds."""
        source = EdgeEnd(node_id=node_id, field=field)
        return [edge.destination for edge in self.edges if edge.source == source]

    def source_port(self, end: EdgeEnd) -> Port:
        """Give the type of an output."""
        return output_port(self.kind(end.node_id), end.field)

    def target_port(self, end: EdgeEnd) -> Port:
        """Give the type of an input."""
        return input_port(self.kind(end.node_id), end.field)
