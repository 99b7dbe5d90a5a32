"""The shape of a graph: nodes by id, and edges from an output field to an input field."""

from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field

__all__ = ["Edge", "EdgeEnd", "Graph"]


class EdgeEnd(BaseModel):
    """One end of an edge: a field of a node."""

    node_id: str
    field: str


class Edge(BaseModel):
    """A value's way from an output field to an input field."""

    source: EdgeEnd
    destination: EdgeEnd

    def __str__(self) -> str:
        source, target = self.source, self.destination
        return f"{source.node_id}.{source.field} -> {target.node_id}.{target.field}"


class Graph(BaseModel):
    """Nodes by id and the edges between them. Each node is checked on its own, against the catalog."""

    id: str = Field(default_factory=lambda: str(uuid4()))
    nodes: dict[str, Any] = Field(default_factory=dict)
    edges: list[Edge] = Field(default_factory=list)
