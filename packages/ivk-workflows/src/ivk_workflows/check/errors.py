"""The error for a workflow that the GUI would refuse; see the tree in `ivk_workflows.errors`."""

from __future__ import annotations

from collections.abc import Sequence

from ivk_workflows.compile.problem import Problem, errors_among
from ivk_workflows.errors import WorkflowError

__all__ = ["WorkflowCheckError"]


class WorkflowCheckError(WorkflowError, ValueError):
    """The workflow has problems that keep the GUI's Invoke button disabled.

    Parameters
    ----------
    problems : sequence of Problem
        All problems that the check found, including warnings.
    name : str
        The name of the workflow.
    source : str
        The file or address that it was read from.
    """

    def __init__(self, problems: Sequence[Problem], *, name: str = "", source: str = "") -> None:
        errors = errors_among(problems)
        lines = "\n".join(f"  - {_with_reasons(problem, problems)}" for problem in errors)
        title = " ".join(filter(None, ["The workflow", repr(name) if name else "", source and f"({source})"]))
        count = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
        super().__init__(f"{title} cannot be enqueued, {count}:\n{lines}")
        self.problems = tuple(problems)


def _with_reasons(error: Problem, problems: Sequence[Problem]) -> str:
    """Return an error, followed by the warnings about the same input, which often explain it."""
    place = (error.node_id, error.field)
    related = (
        each for each in problems if each.severity == "warning" and (each.node_id, each.field) == place
    )
    return "\n    ".join([str(error), *(str(each) for each in related if error.field)])
