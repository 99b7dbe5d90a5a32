"""Everything that would keep the GUI's Invoke button disabled, found before anything is sent.

The verdicts are the GUI's. Beyond them stand a few of our own, for values that the GUI would post and the
server would refuse, and warnings about what was put right when the workflow was opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from ivk_workflows.check.batches import batch_problems
from ivk_workflows.check.loops import loop_problems
from ivk_workflows.check.nodes import node_problems
from ivk_workflows.compile.body import Values
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import LoadedWorkflow
from ivk_workflows.compile.loading import Templates, load
from ivk_workflows.compile.unavailable import without_unavailable
from ivk_workflows.definition.workflow import WorkflowDefinition
from ivk_workflows.errors import WorkflowCheckError
from ivk_workflows.problems import Problem, errors_among

__all__ = ["check", "require_sound"]


def check(
    definition: WorkflowDefinition,
    catalog: Templates,
    values: Values | None = None,
    *,
    context: CompileContext | None = None,
) -> list[Problem]:
    """Find everything that is wrong with a workflow.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read.
    catalog : TemplateCatalog
        The node types of the server.
    values : mapping of (node id, field name) to object, optional
        Values that replace those of the file, as they go to the server.
    context : CompileContext, optional
        The GUI's settings, and what the server answered to the workflow's needs. A batch whose size depends
        on an answer that is not there is not judged.

    Returns
    -------
    list of Problem
        Errors in the GUI's order, then warnings. Empty when all is well.
    """
    context = context or CompileContext()
    loaded = load(definition, catalog, context.saved_workflows)
    workflow, gone = without_unavailable(loaded, context.unavailable)
    workflow = workflow.with_values(values or {})
    problems = [*_errors(workflow, context), *loaded.warnings, *gone]
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
    """Raise when one of the problems of a workflow keeps it from being enqueued.

    Parameters
    ----------
    problems : sequence of Problem
        What `check` found.
    name, source : str
        What the workflow is called, and where it was read from.
    forgiven : set of str
        The kinds of errors that shall keep nothing from being enqueued.

    Raises
    ------
    WorkflowCheckError
        Carries every problem, those that are forgiven too.
    """
    if any(problem.kind not in forgiven for problem in errors_among(problems)):
        raise WorkflowCheckError(problems, name=name, source=source)
