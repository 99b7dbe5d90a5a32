"""What can be wrong with batch nodes: unconnected, empty, out of step, or fed by something odd."""

from __future__ import annotations

from collections.abc import Iterator

from ivk_workflows.compile.batch import UNGROUPED, batch_items, grouped
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem, ProblemKind
from ivk_workflows.errors import BatchError, UnresolvedNeedError

__all__ = ["batch_problems"]


def batch_problems(workflow: LoadedWorkflow, context: CompileContext) -> Iterator[Problem]:
    """Find what is wrong with the batch nodes of a workflow.

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
        yield from _wiring_problems(node, workflow)
    sizes: dict[str, int] = {}
    for node in workflow.batches:
        try:
            sizes[node.id] = len(batch_items(workflow, node, context))
        except BatchError as error:
            yield _about(node, "batch_unusable", error.message, error.hint)
        except UnresolvedNeedError:
            continue
    yield from _size_problems(workflow, sizes)


def _wiring_problems(node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[Problem]:
    leaving = workflow.wiring.out_of(node.id)
    if not leaving:
        message = f"Batch node not connected: {node.title}"
        yield _about(node, "batch_not_connected", message, "Connect its output to an input, or remove it.")
    if any(workflow.wiring.is_connector(edge.target) for edge in leaving):
        message = f"{node.title}: the server cannot follow a batch through a connector"
        yield _about(
            node, "batch_through_connector", message, "Connect the batch node to the inputs directly."
        )


def _size_problems(workflow: LoadedWorkflow, sizes: dict[str, int]) -> Iterator[Problem]:
    for group, nodes in grouped(workflow).items():
        known = {sizes[node.id] for node in nodes if node.id in sizes}
        if group != UNGROUPED and len(known) > 1:
            lengths = ", ".join(f"{node.title}: {sizes[node.id]}" for node in nodes if node.id in sizes)
            yield Problem(
                "batch_size_mismatch",
                "error",
                f"Collection size mismatch on Batch {group}",
                f"Give them the same number of values ({lengths}), or choose another group.",
            )
    empty = [node for node in workflow.batches if sizes.get(node.id) == 0]
    if empty:
        names = ", ".join(node.title for node in empty)
        message = f"Some batch nodes have empty collections: {names}"
        yield _about(empty[0], "batch_empty", message, "Give each at least one value.")


def _about(node: LoadedNode, kind: ProblemKind, message: str, hint: str) -> Problem:
    return Problem(kind, "error", message, hint, node_id=node.id, node_label=node.title)
