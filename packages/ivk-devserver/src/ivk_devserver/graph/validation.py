"""The validation of a graph, with the checks in the order in which a real server makes them."""

from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.graph.field_types import are_connection_types_compatible, input_type, output_type
from ivk_devserver.graph.graph import Edge, GraphError, NotExecutableError
from ivk_devserver.graph.iteration_rules import Nodes, TypedGraph, check_collector, check_iterator
from ivk_devserver.graph.workflow_graph_builder import is_dynamic_input

__all__ = ["check_executable", "check_graph"]


def check_executable(nodes: dict[str, Any]) -> None:
    """Check that a request has no nodes that only the GUI can expand.

    Raises
    ------
    NotExecutableError
        If a node is a batch node or a generator.
    """
    catalog = load_catalog()
    node_types = [node.get("type") for node in nodes.values() if isinstance(node, dict)]
    special = [node_type for node_type in node_types if catalog.is_special(str(node_type))]
    if special:
        raise NotExecutableError(special[0])


def check_graph(nodes: Nodes, edges: list[Edge]) -> None:
    """Check that a graph of complete nodes is valid.

    Raises
    ------
    GraphError
        If it is not. The message is that of a real server.
    """
    _check_ids(nodes)
    _check_edge_ends(nodes, edges)
    _check_acyclic(edges)
    _check_edge_types(nodes, edges)
    _check_iterations(TypedGraph(nodes, edges))


def _check_ids(nodes: Nodes) -> None:
    for key, node in nodes.items():
        if key != node["id"]:
            raise GraphError(f"Node ids must match, got {key} and {node['id']}")


def _check_edge_ends(nodes: Nodes, edges: list[Edge]) -> None:
    for edge in edges:
        source, target = edge.source, edge.destination
        if source.node_id not in nodes:
            raise GraphError(f"Edge source node {source.node_id} does not exist in the graph")
        if target.node_id not in nodes:
            raise GraphError(f"Edge destination node {target.node_id} does not exist in the graph")
        if source.field not in load_catalog().outputs(nodes[source.node_id]["type"]):
            raise GraphError(f"Edge source field {source.field} does not exist in node {source.node_id}")
        if not _has_input(nodes[target.node_id]["type"], target.field):
            raise GraphError(f"Edge destination field {target.field} does not exist in node {target.node_id}")


def _has_input(node_type: str, field: str) -> bool:
    return field in load_catalog().inputs(node_type) or is_dynamic_input(node_type, field)


def _check_acyclic(edges: list[Edge]) -> None:
    predecessors: dict[str, set[str]] = {}
    for edge in edges:
        predecessors.setdefault(edge.destination.node_id, set()).add(edge.source.node_id)
    try:
        TopologicalSorter(predecessors).prepare()
    except CycleError as error:
        raise GraphError("Graph contains cycles") from error


def _check_edge_types(nodes: Nodes, edges: list[Edge]) -> None:
    for edge, source_node, target_node in _with_node_types(nodes, edges):
        if is_dynamic_input(target_node, edge.destination.field):
            continue
        source = output_type(source_node, edge.source.field)
        if not are_connection_types_compatible(source, input_type(target_node, edge.destination.field)):
            raise GraphError(f"Edge source and target types do not match ({edge})")


def _with_node_types(nodes: Nodes, edges: list[Edge]) -> Iterator[tuple[Edge, str, str]]:
    for edge in edges:
        yield edge, nodes[edge.source.node_id]["type"], nodes[edge.destination.node_id]["type"]


def _check_iterations(graph: TypedGraph) -> None:
    checks: dict[str, Callable[[TypedGraph, str], None]] = {
        "iterate": check_iterator,
        "collect": check_collector,
    }
    for node_id, node in graph.nodes.items():
        if node["type"] in checks:
            checks[node["type"]](graph, node_id)
