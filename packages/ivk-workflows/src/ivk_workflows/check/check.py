"""Check a workflow before it is sent: find everything that would keep the GUI's Invoke button disabled.

The rules are the GUI's. In addition, values that the GUI would post and the server would refuse are errors,
and so are ranges that would take its memory. Repairs that were made when the workflow was loaded, and values
that will make a node fail, are warnings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from ivk_workflows.check.batches import batch_problems
from ivk_workflows.check.errors import WorkflowCheckError
from ivk_workflows.check.fed_values import fed_value_problems
from ivk_workflows.check.loops import loop_problems
from ivk_workflows.check.nodes import node_problems
from ivk_workflows.check.ranges import range_problems
from ivk_workflows.compile.api_graphs import graph_problems
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import LoadedWorkflow
from ivk_workflows.compile.problem import Problem, errors_among

__all__ = ["check", "raise_for_problems"]


def check(workflow: LoadedWorkflow, context: CompileContext | None = None) -> list[Problem]:
    """Find everything that is wrong with a workflow.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set, see :func:`~ivk_workflows.compile.loading.load`.
    context : CompileContext, optional
        The GUI's settings, and the server's answers to the workflow's needs. The size of a batch is not
        checked if it depends on a missing answer.

    Returns
    -------
    list of Problem
        Errors in the GUI's order, then warnings. Empty if there are none.
    """
    context = context or CompileContext()
    problems = [
        *_errors(workflow, context),
        *workflow.warnings,
        *fed_value_problems(workflow, context),
    ]
    return sorted(problems, key=lambda problem: problem.severity != "error")


def _errors(workflow: LoadedWorkflow, context: CompileContext) -> Iterator[Problem]:
    if not any(node.is_executable for node in workflow.invocations):
        yield Problem("no_nodes", "error", "No nodes in graph", "Add a node that runs on the server.")
    if sum(node.type == "workflow_return" for node in workflow.invocations) > 1:
        message = "A workflow may not contain more than one workflow_return node."
        yield Problem("too_many_returns", "error", message, "Remove all but one of them.")
    yield from batch_problems(workflow, context)
    if workflow.body is not None:
        yield from graph_problems(workflow, workflow.body)
    for node in workflow.invocations:
        yield from node_problems(node, workflow)
    yield from loop_problems(workflow)
    yield from range_problems(workflow)


def raise_for_problems(
    problems: Sequence[Problem], *, name: str, source: str = "", ignored: Set[str] = frozenset()
) -> None:
    """Raise if one of the problems of a workflow keeps it from being enqueued.

    Parameters
    ----------
    problems : sequence of Problem
        The result of `check`.
    name, source : str
        The name of the workflow, and the file or address that it was read from.
    ignored : set of str
        The kinds of errors to ignore.

    Raises
    ------
    WorkflowCheckError
        If there are other errors; it has all problems, including those that are ignored.
    """
    if any(problem.kind not in ignored for problem in errors_among(problems)):
        raise WorkflowCheckError(problems, name=name, source=source)
