"""What can go wrong between a workflow file and the queue, as one tree.

::

    InvokeAIError
    └── WorkflowError
        ├── WorkflowFileError            (ValueError)    not JSON, not a workflow, or not whole
        │   ├── ApiGraphError                            an API graph where a workflow is wanted
        │   └── WorkflowVersionError                     written by an InvokeAI newer than this library
        ├── UnknownNodeError             (LookupError)   the server has no node of that type
        ├── WorkflowCheckError           (ValueError)    the check found what the GUI would refuse
        ├── BatchError                   (ValueError)    a batch node has nothing that can be enqueued
        ├── UnresolvedNeedError          (RuntimeError)  the server was not asked for what compiling needs
        ├── InputConnectedError          (ValueError)    an edge feeds the input that was to be set
        ├── InputFileError               (ValueError)    a file of values cannot be read
        ├── NotSubmittedError            (LookupError)   what became of a workflow that was not submitted
        └── InputLookupError             (LookupError)   no single input goes by that name
            ├── InputNotFoundError
            └── AmbiguousInputError

A file that can be read, but asks for caution, is announced with a :class:`WorkflowVersionWarning`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ivk_core.errors import InvokeAIError
from ivk_workflows.problems import Problem, errors_among

__all__ = [
    "AmbiguousInputError",
    "ApiGraphError",
    "BatchError",
    "InputConnectedError",
    "InputFileError",
    "InputLookupError",
    "InputNotFoundError",
    "NotSubmittedError",
    "UnknownNodeError",
    "UnresolvedNeedError",
    "WorkflowCheckError",
    "WorkflowError",
    "WorkflowFileError",
    "WorkflowVersionError",
    "WorkflowVersionWarning",
]


class WorkflowError(InvokeAIError):
    """Something about a workflow cannot work."""


class WorkflowFileError(WorkflowError, ValueError):
    """What was read is not JSON, not a workflow, or a workflow with something missing.

    Parameters
    ----------
    message : str
        What is wrong, without the name of the file.
    source : str
        The file (or whatever else) it was read from; put in front of the message.
    hint : str
        What to do next.
    """

    def __init__(self, message: str, *, source: str = "", hint: str = "") -> None:
        super().__init__(f"{source}: {message}" if source else message, hint=hint)
        self.source = source


class ApiGraphError(WorkflowFileError):
    """An API graph (what the server runs) was given where a workflow (what the GUI saves) is wanted."""


class WorkflowVersionError(WorkflowFileError):
    """The workflow was written in a format that this library does not know."""


class WorkflowVersionWarning(UserWarning):
    """The workflow was written by a slightly newer InvokeAI; it is read as if it were the known format."""


class UnknownNodeError(WorkflowError, LookupError):
    """The server has no node of that type.

    Parameters
    ----------
    node_type : str
        The type that was looked for, e.g. ``"noise"``.
    close : sequence of str
        Types that the server has and that look alike.
    """

    def __init__(self, node_type: str, close: Sequence[str] = ()) -> None:
        alike = f"Did you mean {' or '.join(repr(name) for name in close)}? " if close else ""
        super().__init__(
            f"The server has no node of type {node_type!r}.",
            hint=f"{alike}Install the node pack it belongs to, or update the server.",
        )
        self.node_type = node_type
        self.close = tuple(close)


class WorkflowCheckError(WorkflowError, ValueError):
    """The workflow has problems for which the GUI would keep Invoke disabled.

    Parameters
    ----------
    problems : sequence of Problem
        Everything that the check found, warnings included.
    name : str
        The name of the workflow.
    source : str
        Where it was read from.
    """

    def __init__(self, problems: Sequence[Problem], *, name: str = "", source: str = "") -> None:
        errors = errors_among(problems)
        lines = "\n".join(f"  - {_with_reasons(problem, problems)}" for problem in errors)
        title = " ".join(filter(None, ["The workflow", repr(name) if name else "", source and f"({source})"]))
        count = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
        super().__init__(f"{title} cannot be enqueued, {count}:\n{lines}")
        self.problems = tuple(problems)


def _with_reasons(error: Problem, problems: Sequence[Problem]) -> str:
    """Write an error, and below it the warnings about the same input: they say how it came about."""
    place = (error.node_id, error.field)
    alike = (each for each in problems if each.severity == "warning" and (each.node_id, each.field) == place)
    return "\n    ".join([str(error), *(str(each) for each in alike if error.field)])


class BatchError(WorkflowError, ValueError):
    """A batch node has no collection that could be enqueued."""


class UnresolvedNeedError(WorkflowError, RuntimeError):
    """Compiling needs an answer of the server that was not fetched first."""


class InputConnectedError(WorkflowError, ValueError):
    """An edge feeds the input that was to be set, so that a value of its own would not count."""


class InputFileError(WorkflowError, ValueError):
    """A file that should hold values for inputs holds something else."""


class NotSubmittedError(WorkflowError, LookupError):
    """It was asked what became of a workflow that was not submitted.

    Parameters
    ----------
    workflow : object
        The handle of the workflow.
    """

    def __init__(self, workflow: object) -> None:
        super().__init__(
            f"Nothing was submitted of {workflow!r} yet.",
            hint="Submit it first; a job that was submitted elsewhere is found with client.job_repo.",
        )


class InputLookupError(WorkflowError, LookupError):
    """No single input goes by the name that was given.

    Parameters
    ----------
    message : str
        What was looked for, and why that is not enough.
    candidates : sequence of str
        The names that would do.
    hint : str
        What to do next.
    """

    def __init__(self, message: str, *, candidates: Sequence[str] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class InputNotFoundError(InputLookupError):
    """No input goes by that index, label or name."""


class AmbiguousInputError(InputLookupError):
    """Several inputs go by that label or name."""
