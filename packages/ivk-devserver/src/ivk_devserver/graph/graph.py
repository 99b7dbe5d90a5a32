"""A graph as a request has it: nodes by id, and edges from an output field to an input field."""

from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field

__all__ = ["Edge", "EdgeConnection", "Graph", "GraphError", "NotExecutableError"]


class GraphError(ValueError):
    """A graph is invalid. The message is that of a real server."""


class NotExecutableError(Exception):
    """The graph has a node that only the GUI can expand, such as a batch node; a real server answers 500."""


class EdgeConnection(BaseModel):
    """One end of an edge: a field of a node."""

    node_id: str
    field: str


class Edge(BaseModel):
    """A connection from an output field of one node to an input field of another."""

    source: EdgeConnection
    destination: EdgeConnection

    def __str__(self) -> str:
        source, target = self.source, self.destination
        return f"{source.node_id}.{source.field} -> {target.node_id}.{target.field}"


class Graph(BaseModel):
    """Nodes by id, and the edges between them. The nodes are checked separately, against the node catalog."""

    id: str = Field(default_factory=lambda: str(uuid4()))
    nodes: dict[str, Any] = Field(default_factory=dict)
    edges: list[Edge] = Field(default_factory=list)
