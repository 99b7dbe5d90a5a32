"""The rules of ``iterate`` and ``collect`` nodes: which types may be connected to and from them."""

from typing import Any

from ivk_devserver.graph.field_types import (
    ANY,
    NULL,
    FieldType,
    are_connection_types_compatible,
    collection_item_types,
    input_type,
    is_collection,
    output_type,
)
from ivk_devserver.graph.graph import Edge, EdgeConnection, GraphError

__all__ = ["Nodes", "TypedGraph", "check_collector", "check_iterator"]

Nodes = dict[str, dict[str, Any]]
"""Complete nodes by id."""


class TypedGraph:
    """Nodes and edges, with look-ups of connected fields and their types."""

    def __init__(self, nodes: Nodes, edges: list[Edge]) -> None:
        self.nodes = nodes
        self.edges = edges

    def node_type(self, node_id: str) -> str:
        """Return the type of a node."""
        return str(self.nodes[node_id]["type"])

    def sources(self, node_id: str, field: str) -> list[EdgeConnection]:
        """Return the outputs that are connected to an input."""
        target = EdgeConnection(node_id=node_id, field=field)
        return [edge.source for edge in self.edges if edge.destination == target]

    def targets(self, node_id: str, field: str) -> list[EdgeConnection]:
        """Return the inputs that are connected to an output."""
        source = EdgeConnection(node_id=node_id, field=field)
        return [edge.destination for edge in self.edges if edge.source == source]

    def output_type(self, output: EdgeConnection) -> FieldType:
        """Return the type of an output."""
        return output_type(self.node_type(output.node_id), output.field)

    def input_types(self, inputs: list[EdgeConnection]) -> list[FieldType]:
        """Return the types of inputs."""
        return [input_type(self.node_type(one.node_id), one.field) for one in inputs]


def check_iterator(graph: TypedGraph, node_id: str) -> None:
    """Raise GraphError if an ``iterate`` node is connected wrongly."""
    problem = _iterator_problem(graph, node_id)
    if problem is not None:
        raise GraphError(f"Invalid iterator node ({node_id}): {problem}")


def check_collector(graph: TypedGraph, node_id: str) -> None:
    """Raise GraphError if a ``collect`` node is connected wrongly."""
    problem = _collector_problem(graph, node_id)
    if problem is not None:
        raise GraphError(f"Invalid collector node ({node_id}): {problem}")


def _iterator_problem(graph: TypedGraph, node_id: str) -> str | None:
    sources = graph.sources(node_id, "collection")
    if not sources:
        return "Iterator must have a collection input edge"
    if len(sources) > 1:
        return "Iterator may only have one input edge"
    source = graph.output_type(sources[0])
    if not (isinstance(source, tuple) and source[0] == "list"):
        return "Iterator input must be a collection"
    targets = graph.input_types(graph.targets(node_id, "item"))
    if not _all_accept(targets, source[1]):
        return "Iterator outputs must connect to an input with a matching type"
    if graph.node_type(sources[0].node_id) == "collect":
        return _iterated_collector_problem(graph, sources[0].node_id, targets)
    return None


def _iterated_collector_problem(graph: TypedGraph, collector_id: str, targets: list[FieldType]) -> str | None:
    types = _collected_types(graph, collector_id)
    if not types:
        return "Iterator input collector must have at least one item or collection input edge"
    known = types - {ANY}
    if len(known) == 1 and not _all_accept(targets, next(iter(known))):
        return "Iterator collection type must match all iterator output types"
    return None


def _all_accept(targets: list[FieldType], source: FieldType) -> bool:
    return all(are_connection_types_compatible(source, target) for target in targets)


def _collector_problem(graph: TypedGraph, node_id: str) -> str | None:
    collections = graph.sources(node_id, "collection")
    if not collections and not graph.sources(node_id, "item"):
        return "Collector must have at least one item or collection input edge"
    if not all(_may_be_collection(graph.output_type(source)) for source in collections):
        return "Collector collection input must be a collection"
    known = _collected_types(graph, node_id) - {ANY}
    # A real server collects booleans together with integers, because Python counts a bool as an int.
    if len(known) > 1 and known != {"bool", "int"}:
        return "Collector input collection items must be of a single type"
    return _collector_output_problem(graph, node_id, known)


def _collector_output_problem(graph: TypedGraph, node_id: str, known: set[FieldType]) -> str | None:
    targets = graph.input_types(graph.targets(node_id, "collection"))
    if not all(_may_be_collection(target) for target in targets):
        return "Collector output must connect to a collection input"
    if not all(_accepts_item(target, item) for target in targets for item in known):
        return "Collector outputs must connect to a collection input with a matching type"
    return None


def _collected_types(
    graph: TypedGraph, node_id: str, visited: frozenset[str] = frozenset()
) -> set[FieldType]:
    """Return the types of the items of a collector, also of those that come from another collector."""
    if node_id in visited:
        return set()
    types = {part for one in graph.sources(node_id, "item") for part in _item_types(graph.output_type(one))}
    for source in graph.sources(node_id, "collection"):
        if graph.node_type(source.node_id) == "collect":
            types |= _collected_types(graph, source.node_id, visited | {node_id})
        else:
            types |= collection_item_types(graph.output_type(source))
    return types


def _item_types(field_type: FieldType) -> tuple[FieldType, ...]:
    if isinstance(field_type, tuple) and field_type[0] in ("union", "list", "literal"):
        return tuple(part for part in field_type[1:] if part != NULL)
    return (field_type,)


def _may_be_collection(field_type: FieldType) -> bool:
    return field_type == ANY or is_collection(field_type)


def _accepts_item(target: FieldType, item: FieldType) -> bool:
    return any(are_connection_types_compatible(item, wanted) for wanted in collection_item_types(target))
