"""The rules of a graph as a whole, in the order in which the real server checks them."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.graph.collectors import check_collector
from ivk_devserver.graph.errors import GraphError, NotExecutableError
from ivk_devserver.graph.iterators import check_iterator
from ivk_devserver.graph.model import Edge
from ivk_devserver.graph.ports import accepts, input_port, output_port
from ivk_devserver.graph.wiring import Nodes, Wiring

__all__ = ["check_executable", "check_graph"]

CALL_NODE = "call_saved_workflow"
CALL_INPUT = "saved_workflow_input::"


def check_executable(nodes: dict[str, Any]) -> None:
    """Check that nodes, as they were sent, are none that only the GUI knows how to expand.

    Raises
    ------
    NotExecutableError
        If one is a batch node or a generator.
    """
    known = load_catalog().nodes
    kinds = [node.get("type") for node in nodes.values() if isinstance(node, dict)]
    special = [kind for kind in kinds if known.get(str(kind), {}).get("classification") == "special"]
    if special:
        raise NotExecutableError(special[0])


def check_graph(nodes: Nodes, edges: list[Edge]) -> None:
    """Check that a graph may run.

    Raises
    ------
    GraphError
        If it breaks a rule. The message is the one of the real server.
    """
    _check_ids(nodes)
    _check_edge_ends(nodes, edges)
    _check_acyclic(edges)
    _check_edge_types(nodes, edges)
    _check_special_nodes(Wiring(nodes, edges))


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


def _has_input(kind: str, field: str) -> bool:
    return field in load_catalog().inputs(kind) or _is_call_input(kind, field)


def _is_call_input(kind: str, field: str) -> bool:
    return kind == CALL_NODE and field.startswith(CALL_INPUT)


def _check_acyclic(edges: list[Edge]) -> None:
    feeders: dict[str, set[str]] = {}
    for edge in edges:
        feeders.setdefault(edge.destination.node_id, set()).add(edge.source.node_id)
    try:
        TopologicalSorter(feeders).prepare()
    except CycleError as error:
        raise GraphError("Graph contains cycles") from error


def _check_edge_types(nodes: Nodes, edges: list[Edge]) -> None:
    for edge, source_kind, target_kind in _with_kinds(nodes, edges):
        if _is_call_input(target_kind, edge.destination.field):
            continue
        source = output_port(source_kind, edge.source.field)
        if not accepts(input_port(target_kind, edge.destination.field), source):
            raise GraphError(f"Edge source and target types do not match ({edge})")


def _with_kinds(nodes: Nodes, edges: list[Edge]) -> Iterator[tuple[Edge, str, str]]:
    for edge in edges:
        yield edge, nodes[edge.source.node_id]["type"], nodes[edge.destination.node_id]["type"]


def _check_special_nodes(wiring: Wiring) -> None:
    checks: dict[str, Any] = {"iterate": check_iterator, "collect": check_collector}
    for key, node in wiring.nodes.items():
        if node["type"] in checks:
            checks[node["type"]](wiring, key)
