"""What the edges bring to a node: the results of the nodes before it."""

from copy import deepcopy
from typing import Any

from ivk_devserver.engine.graph import Edge
from ivk_devserver.engine.prepared import Prepared
from ivk_devserver.engine.state import State

__all__ = ["gather_inputs"]


def gather_inputs(state: State, prepared: Prepared) -> dict[str, Any]:
    """Give the values that arrive at a prepared node, by field."""
    edges = state.execution_graph.incoming(prepared.id)
    if state.node(prepared)["type"] == "collect":
        return {"collection": deepcopy(_collection(state, edges))}
    values = {edge.target_field: _value(state, edge) for edge in edges}
    # Each round of an iteration gets the whole collection; a copy for each would take the square of its size.
    return values if state.node(prepared)["type"] == "iterate" else deepcopy(values)


def _collection(state: State, edges: list[Edge]) -> list[Any]:
    """Append the items to the collections that arrived, both in the order of their iterations."""
    ordered = sorted(edges, key=lambda edge: state.prepared(edge.source).path)
    collections = [_value(state, edge) for edge in ordered if edge.target_field == "collection"]
    items = [_value(state, edge) for edge in ordered if edge.target_field == "item"]
    return [value for collection in collections for value in _as_list(collection)] + items


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(state: State, edge: Edge) -> Any:
    return state.results[edge.source][edge.source_field]
