"""Everything that would keep the GUI's Invoke button disabled, found before anything is sent.

The verdicts are the GUI's. A few more are ours: for values that the GUI would post and the server would
refuse, and warnings about what was repaired when the workflow was loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from ivk_workflows.check.batches import batch_problems
from ivk_workflows.check.errors import WorkflowCheckError
from ivk_workflows.check.loops import loop_problems
from ivk_workflows.check.nodes import node_problems
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import LoadedWorkflow
from ivk_workflows.compile.problem import Problem, errors_among

__all__ = ["check", "require_sound"]


def check(workflow: LoadedWorkflow, context: CompileContext | None = None) -> list[Problem]:
    """Find everything that is wrong with a workflow.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set, see :func:`~ivk_workflows.compile.loading.load`.
    context : CompileContext, optional
        The GUI's settings, and what the server answered to the workflow's needs. A batch whose size depends
        on a missing answer is not judged.

    Returns
    -------
    list of Problem
        Errors in the GUI's order, then warnings. Empty if there is nothing to report.
    """
    problems = [*_errors(workflow, context or CompileContext()), *workflow.warnings]
    return sorted(problems, key=lambda problem: problem.severity != "error")


def _errors(workflow: LoadedWorkflow, context: CompileContext) -> Iterator[Problem]:
    if not any(node.is_executable for node in workflow.invocations):
        yield Problem("no_nodes", "error", "No nodes in graph", "Add a node that does something.")
    if sum(node.type == "workflow_return" for node in workflow.invocations) > 1:
        message = "A workflow may not contain more than one workflow_return node."
        yield Problem("too_many_returns", "error", message, "Remove all but one of them.")
    yield from batch_problems(workflow, context)
    for node in workflow.invocations:
        yield from node_problems(node, workflow)
    yield from loop_problems(workflow)


def require_sound(
    problems: Sequence[Problem], *, name: str, source: str = "", forgiven: Set[str] = frozenset()
) -> None:
    """Raise if one of the problems of a workflow keeps it from being enqueued.

    Parameters
    ----------
    problems : sequence of Problem
        What `check` found.
    name, source : str
        The name of the workflow, and where it was read from.
    forgiven : set of str
        The kinds of errors to overlook.

    Raises
    ------
    WorkflowCheckError
        Carries every problem, also those that are overlooked.
    """
    if any(problem.kind not in forgiven for problem in errors_among(problems)):
        raise WorkflowCheckError(problems, name=name, source=source)
