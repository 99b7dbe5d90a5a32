"""What can go wrong with the library of workflows.

::

    WorkflowError
    ├── WorkflowNotFoundError    (NameNotFoundError)    no workflow of that id or name
    └── AmbiguousWorkflowError   (AmbiguousNameError)   several workflows of that name
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ivk_core.lookup import AmbiguousNameError, NameNotFoundError
from ivk_core.suggestions import did_you_mean
from ivk_workflows.errors import WorkflowError

__all__ = ["AmbiguousWorkflowError", "WorkflowNotFoundError"]


class WorkflowNotFoundError(WorkflowError, NameNotFoundError):
    """The server's library has no workflow of that id or name.

    Parameters
    ----------
    workflow : str
        The id or name that was asked for.
    names : iterable of str
        The names that there are; those alike are suggested.
    """

    def __init__(self, workflow: str, *, names: Iterable[str] = ()) -> None:
        message = f"The server's library has no workflow {workflow!r}."
        super().__init__(message, wanted=workflow, hint=did_you_mean(workflow, names))
        self.workflow = workflow


class AmbiguousWorkflowError(WorkflowError, AmbiguousNameError):
    """Several workflows of the library have that name.

    Parameters
    ----------
    name : str
        The name that was asked for.
    ids : sequence of str
        The ids of the workflows that have it.
    """

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        message = f"{len(ids)} workflows of the library are named {name!r}: {', '.join(ids)}."
        super().__init__(message, wanted=name, candidates=ids, hint="Ask for one of them by its id.")
        self.name = name
        self.ids = tuple(ids)
