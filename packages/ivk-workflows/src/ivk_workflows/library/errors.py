"""The errors of the library of workflows.

::

    WorkflowError
    ├── WorkflowNotFoundError    (NameNotFoundError)    no workflow with that id or name
    │   └── NoWorkflowInImageError                      an image contains no workflow
    │       └── WorkflowImageNotFoundError              there is no such image
    ├── AmbiguousWorkflowError   (AmbiguousNameError)   several workflows with that name
    └── WorkflowReadOnlyError    (PermissionError)      it ships with InvokeAI, so it cannot be changed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ivk_boards.errors import ImageNotFoundError
from ivk_core.lookup import AmbiguousNameError, NameNotFoundError
from ivk_core.suggestions import did_you_mean
from ivk_workflows.errors import WorkflowError

__all__ = [
    "AmbiguousWorkflowError",
    "NoWorkflowInImageError",
    "WorkflowImageNotFoundError",
    "WorkflowNotFoundError",
    "WorkflowReadOnlyError",
]

_NO_WORKFLOW = (
    "Only images that a workflow made contain one: an upload, or an image of the GUI's Generate and Canvas "
    "tabs, has none."
)


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


class NoWorkflowInImageError(WorkflowNotFoundError):
    """The image was not made by a workflow, or its workflow was not kept in it.

    Parameters
    ----------
    image_name : str
        The name of the image.
    """

    def __init__(self, image_name: str) -> None:
        WorkflowError.__init__(self, f"The image {image_name!r} contains no workflow.", hint=_NO_WORKFLOW)
        self.wanted = self.workflow = self.image_name = image_name


class WorkflowImageNotFoundError(NoWorkflowInImageError, ImageNotFoundError):
    """There is no image whose workflow could be read.

    Parameters
    ----------
    image_name : str
        The requested name.
    """

    def __init__(self, image_name: str) -> None:
        ImageNotFoundError.__init__(self, image_name)
        self.workflow = self.image_name = image_name


class WorkflowReadOnlyError(WorkflowError, PermissionError):
    """The workflow ships with InvokeAI, so it can be neither changed nor deleted.

    Parameters
    ----------
    workflow_id, name : str
        Its id and its name in the library.
    """

    def __init__(self, workflow_id: str, name: str) -> None:
        super().__init__(
            f"The workflow {name!r} ({workflow_id}) ships with InvokeAI and cannot be changed.",
            hint="Save a copy of it with create() or save_as(), and change that.",
        )
        self.workflow_id = workflow_id
        self.name = name


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
