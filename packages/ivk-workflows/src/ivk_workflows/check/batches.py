"""Problems of batch nodes: not connected, empty, of different sizes, or fed by a node of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from ivk_workflows.compile.batch import UNGROUPED, batch_items, grouped
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.limits import refuse_too_many
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem, ProblemKind
from ivk_workflows.errors import BatchError, UnresolvedNeedError

__all__ = ["batch_problems"]


def batch_problems(workflow: LoadedWorkflow, context: CompileContext) -> Iterator[Problem]:
    """Find the problems of the batch nodes of a workflow.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    context : CompileContext
        The server's answers.

    Yields
    ------
    Problem
        All of severity ``"error"``.
    """
    for node in workflow.batches:
        yield from _connection_problems(node, workflow)
    sizes: dict[str, int] = {}
    for node in workflow.batches:
        try:
            sizes[node.id] = len(batch_items(workflow, node, context))
        except BatchError as error:
            yield _problem(node, "batch_unusable", error.message, error.hint)
        except UnresolvedNeedError:
            continue  # only the server knows the size of this batch
    yield from _size_problems(workflow, sizes)
    yield from _too_many_jobs(workflow, sizes)


def _connection_problems(node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[Problem]:
    leaving = workflow.edges.out_of(node.id)
    if not leaving:
        message = f"Batch node not connected: {node.title}"
        yield _problem(node, "batch_not_connected", message, "Connect its output to an input, or remove it.")
    if any(workflow.edges.is_connector(edge.target) for edge in leaving):
        message = f"{node.title}: the server cannot follow a batch through a connector"
        hint = "Connect the batch node to the inputs directly."
        yield _problem(node, "batch_through_connector", message, hint)


def _size_problems(workflow: LoadedWorkflow, sizes: dict[str, int]) -> Iterator[Problem]:
    for group, nodes in grouped(workflow).items():
        known = {sizes[node.id] for node in nodes if node.id in sizes}
        if group != UNGROUPED and len(known) > 1:
            lengths = ", ".join(f"{node.title}: {sizes[node.id]}" for node in nodes if node.id in sizes)
            yield Problem(
                "batch_size_mismatch",
                "error",
                f"Collection size mismatch on Batch {group}",
                f"Use the same number of values for each ({lengths}), or another group.",
            )
    empty = [node for node in workflow.batches if sizes.get(node.id) == 0]
    if empty:
        names = ", ".join(node.title for node in empty)
        message = f"Some batch nodes have empty collections: {names}"
        yield _problem(empty[0], "batch_empty", message, "Add at least one value to each.")


def _too_many_jobs(workflow: LoadedWorkflow, sizes: dict[str, int]) -> Iterator[Problem]:
    jobs = 1
    for group, nodes in grouped(workflow).items():
        lengths = [sizes[node.id] for node in nodes if node.id in sizes and workflow.edges.out_of(node.id)]
        jobs *= prod(lengths) if group == UNGROUPED else min(lengths, default=1)
    try:
        refuse_too_many(jobs, "The batch nodes together")
    except BatchError as error:
        yield Problem("batch_too_large", "error", error.message, error.hint)


def _problem(node: LoadedNode, kind: ProblemKind, message: str, hint: str) -> Problem:
    return Problem(kind, "error", message, hint, node_id=node.id, node_label=node.title)
