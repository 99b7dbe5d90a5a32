"""The errors of the library of workflows.

::

    WorkflowError
    ├── WorkflowNotFoundError    (NameNotFoundError)    no workflow with that id or name
    └── AmbiguousWorkflowError   (AmbiguousNameError)   several workflows with that name
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ivk_core.lookup import AmbiguousNameError, NameNotFoundError
from ivk_core.suggestions import did_you_mean
from ivk_workflows.errors import WorkflowError

__all__ = ["AmbiguousWorkflowError", "WorkflowNotFoundError"]


class WorkflowNotFoundError(WorkflowError, NameNotFoundError):
    """The server's library has no workflow with that id or name.

    Parameters
    ----------
    workflow : str
        The id or name that was requested.
    names : iterable of str
        The names in the library; similar ones are suggested.
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
        The name that was requested.
    ids : sequence of str
        The ids of the workflows that have it.
    """

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        message = f"{len(ids)} workflows of the library are named {name!r}: {', '.join(ids)}."
        super().__init__(message, wanted=name, candidates=ids, hint="Use the id of one of them.")
        self.name = name
        self.ids = tuple(ids)
