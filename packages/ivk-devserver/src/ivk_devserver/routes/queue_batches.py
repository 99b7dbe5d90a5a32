"""The operations that enqueue batches, and that return the status of queues, batches and the processor."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_models import Problem, check_node
from ivk_devserver.graph.graph import Graph, GraphError
from ivk_devserver.graph.validation import check_executable, check_graph
from ivk_devserver.queue.batch import Batch
from ivk_devserver.queue.schemas import (
    BatchStatus,
    EnqueueBatchResult,
    SessionProcessorStatus,
    SessionQueueAndProcessorStatus,
    SessionQueueCountsByDestination,
)
from ivk_devserver.routes.auth_dependencies import AdminUserOrDefault, BackendDep, CurrentUserOrDefault

__all__ = ["router"]

router = APIRouter(prefix="/v1/queue/{queue_id}", tags=["queue"])
BATCH = ("body", "batch")
"""The location of the batch in a request, as the problems of a 422 answer name it."""


@router.post("/enqueue_batch", operation_id="enqueue_batch")
async def enqueue_batch(
    *,
    backend: BackendDep,
    user: CurrentUserOrDefault,
    request: Request,
    queue_id: str,
    batch: Annotated[Batch, Body()],
    prepend: Annotated[bool, Body()] = False,
) -> EnqueueBatchResult:
    """Enqueue a batch."""
    body = await request.json()

    def enqueue() -> EnqueueBatchResult:
        checked = _checked(batch, body["batch"])
        return backend.session_queue.enqueue_batch(queue_id, checked, prepend=prepend, user_id=user.user_id)

    result = await run_in_threadpool(enqueue)
    backend.session_processor.poll_now()
    return result


@router.get("/status", operation_id="get_queue_status")
def get_queue_status(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str
) -> SessionQueueAndProcessorStatus:
    """Return the status of a queue and of the processor."""
    status = backend.status_counter.of_queue(queue_id, user.user_id, sees_all=user.is_admin)
    return SessionQueueAndProcessorStatus(queue=status, processor=backend.session_processor.status())


@router.get("/b/{batch_id}/status", operation_id="get_batch_status")
def get_batch_status(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, batch_id: str
) -> BatchStatus:
    """Return the status of a batch."""
    return backend.status_counter.of_batch(queue_id, batch_id, None if user.is_admin else user.user_id)


@router.get("/counts_by_destination", operation_id="counts_by_destination")
def counts_by_destination(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, destination: str
) -> SessionQueueCountsByDestination:
    """Return the number of items with a destination by status."""
    viewer = None if user.is_admin else user.user_id
    return backend.status_counter.of_destination(queue_id, destination, viewer)


@router.put("/processor/resume", operation_id="resume")
def resume(backend: BackendDep, _: AdminUserOrDefault, queue_id: str) -> SessionProcessorStatus:  # noqa: ARG001
    """Start items of all queues again."""
    return backend.session_processor.resume()


@router.put("/processor/pause", operation_id="pause")
def pause(backend: BackendDep, _: AdminUserOrDefault, queue_id: str) -> SessionProcessorStatus:  # noqa: ARG001
    """Start no new item of any queue."""
    return backend.session_processor.pause()


def _checked(batch: Batch, sent: Any) -> Batch:
    """Check the graph and the data of a batch, and return it with the defaults of all nodes.

    ``sent`` is the batch as the request has it; the problems of a 422 answer quote it.
    """
    check_executable(batch.graph.nodes)
    graph = batch.graph.model_copy(update={"nodes": _checked_nodes(batch.graph)})
    try:
        check_graph(graph.nodes, graph.edges)
    except GraphError as error:
        raise _validation_error(error, (*BATCH, "graph"), sent.get("graph")) from error
    checked = batch.model_copy(update={"graph": graph})
    try:
        _check_data(checked)
    except GraphError as error:
        raise _validation_error(error, BATCH, sent) from error
    return checked


def _checked_nodes(graph: Graph) -> dict[str, dict[str, Any]]:
    checked = {key: check_node(key, node) for key, node in graph.nodes.items()}
    problems = [problem for _, found in checked.values() for problem in found]
    if problems:
        raise RequestValidationError([_with_location(problem) for problem in problems])
    return {key: node for key, (node, _) in checked.items()}


def _with_location(problem: Problem) -> Problem:
    return {**problem, "loc": (*BATCH, "graph", "nodes", *problem["loc"])}


def _check_data(batch: Batch) -> None:
    for datum in (datum for group in batch.data or [] for datum in group):
        node = batch.graph.nodes.get(datum.node_path)
        if node is None:
            raise GraphError(f"Node {datum.node_path} not found in graph")
        if datum.field_name not in load_catalog().inputs(node["type"]):
            raise GraphError(f"Field {datum.field_name} not found in node {datum.node_path}")


def _validation_error(error: GraphError, location: tuple[str, ...], value: Any) -> RequestValidationError:
    context: dict[str, Any] = {"error": {}}
    problem = {
        "type": "value_error",
        "loc": location,
        "msg": f"Value error, {error}",
        "input": value,
        "ctx": context,
    }
    return RequestValidationError([problem])
