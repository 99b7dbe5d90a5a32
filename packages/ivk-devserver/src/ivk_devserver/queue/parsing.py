"""From the body of an enqueue request to a batch, or to the same 422 answer as the real server gives."""

from typing import Any

from fastapi.exceptions import RequestValidationError

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_models import Problem, check_node
from ivk_devserver.graph.graph import Graph, GraphError
from ivk_devserver.graph.validation import check_executable, check_graph
from ivk_devserver.queue.batch import Batch

__all__ = ["complete_batch"]

PLACE = ("body", "batch")


def complete_batch(batch: Batch, sent: Any) -> Batch:
    """Check a batch's graph and data, and give the batch with every node complete.

    Parameters
    ----------
    batch
        The batch, its nodes not yet checked.
    sent
        The batch as it was sent, to be quoted in an answer.

    Raises
    ------
    fastapi.exceptions.RequestValidationError
        If a node, the graph or the data breaks a rule.
    NotExecutableError
        If a node is one that only the GUI knows how to expand.
    """
    check_executable(batch.graph.nodes)
    graph = batch.graph.model_copy(update={"nodes": _complete_nodes(batch.graph)})
    try:
        check_graph(graph.nodes, graph.edges)
    except GraphError as error:
        raise _refusal(error, (*PLACE, "graph"), sent.get("graph")) from error
    complete = batch.model_copy(update={"graph": graph})
    try:
        _check_targets(complete)
    except GraphError as error:
        raise _refusal(error, PLACE, sent) from error
    return complete


def _complete_nodes(graph: Graph) -> dict[str, dict[str, Any]]:
    checked = {key: check_node(key, node) for key, node in graph.nodes.items()}
    problems = [problem for _, found in checked.values() for problem in found]
    if problems:
        raise RequestValidationError([_placed(problem) for problem in problems])
    return {key: node for key, (node, _) in checked.items()}


def _placed(problem: Problem) -> Problem:
    return {**problem, "loc": (*PLACE, "graph", "nodes", *problem["loc"])}


def _check_targets(batch: Batch) -> None:
    for datum in (datum for group in batch.data or [] for datum in group):
        node = batch.graph.nodes.get(datum.node_path)
        if node is None:
            raise GraphError(f"Node {datum.node_path} not found in graph")
        if datum.field_name not in load_catalog().inputs(node["type"]):
            raise GraphError(f"Field {datum.field_name} not found in node {datum.node_path}")


def _refusal(error: GraphError, place: tuple[str, ...], value: Any) -> RequestValidationError:
    message = f"Value error, {error}"
    context: dict[str, Any] = {"error": {}}
    problem = {"type": "value_error", "loc": place, "msg": message, "input": value, "ctx": context}
    return RequestValidationError([problem])
