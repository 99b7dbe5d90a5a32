"""What the edges bring to a node: the results of the nodes before it."""

from copy import deepcopy
from typing import Any, Protocol

from ivk_devserver.engine.graph import Edge, Graph
from ivk_devserver.engine.prepared import Prepared

__all__ = ["gather_inputs"]


class Results(Protocol):
    """What is looked at in a session."""

    @property
    def execution_graph(self) -> Graph: ...

    @property
    def results(self) -> dict[str, dict[str, Any]]: ...

    def prepared(self, prepared_id: str) -> Prepared: ...


def gather_inputs(results: Results, prepared: Prepared) -> dict[str, Any]:
    """Give the values that arrive at a prepared node, by field."""
    edges = results.execution_graph.incoming(prepared.id)
    if results.execution_graph.nodes[prepared.id]["type"] == "collect":
        return {"collection": _collection(results, edges)} if edges else {}
    return {edge.target_field: _value(results, edge) for edge in edges}


def _collection(results: Results, edges: list[Edge]) -> list[Any]:
    """Append the items to the collections that arrived, both in the order of their iterations."""
    ordered = sorted(edges, key=lambda edge: results.prepared(edge.source).path)
    collections = [_value(results, edge) for edge in ordered if edge.target_field == "collection"]
    items = [_value(results, edge) for edge in ordered if edge.target_field == "item"]
    return [value for collection in collections for value in _as_list(collection)] + items


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(results: Results, edge: Edge) -> Any:
    return deepcopy(results.results[edge.source][edge.source_field])
