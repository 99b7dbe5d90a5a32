"""The errors between a workflow file and the queue, as one tree.

::

    InvokeAIError
    └── WorkflowError
        ├── WorkflowFileError            (ValueError)    not JSON, not a workflow, or incomplete
        │   ├── ApiGraphError                            an API graph that is not complete
        │   ├── ForeignWorkflowError                     of another program, such as ComfyUI
        │   ├── UnreadableFileError      (OSError)       the file may not be read, or is a folder
        │   │   └── MissingFileError     (FileNotFoundError)   there is no such file
        │   └── WorkflowVersionError                     written by an InvokeAI newer than this library
        ├── UnknownNodeError             (LookupError)   the server has no node of that type
        ├── WorkflowCheckError           (ValueError)    the GUI would refuse it, see `ivk_workflows.check`
        ├── BatchError                   (ValueError)    a batch has nothing that can be enqueued
        ├── UnresolvedNeedError          (RuntimeError)  the server was not asked for what compiling needs
        ├── InputConnectedError          (ValueError)    an input that an edge feeds cannot be set
        ├── InputFileError               (ValueError)    a file of values cannot be read
        ├── NotSubmittedError            (LookupError)   a result was requested before a submission
        └── InputLookupError             (LookupError)   not exactly one input has that name
            ├── InputNotFoundError
            └── AmbiguousInputError

A file of a newer minor version of the format is read, with a :class:`WorkflowVersionWarning`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ivk_core.errors import InvokeAIError

__all__ = [
    "AmbiguousInputError",
    "ApiGraphError",
    "BatchError",
    "ForeignWorkflowError",
    "InputConnectedError",
    "InputFileError",
    "InputLookupError",
    "InputNotFoundError",
    "MissingFileError",
    "NotSubmittedError",
    "UnknownNodeError",
    "UnreadableFileError",
    "UnresolvedNeedError",
    "WorkflowError",
    "WorkflowFileError",
    "WorkflowVersionError",
    "WorkflowVersionWarning",
]


class WorkflowError(InvokeAIError):
    """Base of the errors about workflows."""


class WorkflowFileError(WorkflowError, ValueError):
    """The file or document is not JSON, not a workflow, or an incomplete workflow.

    Parameters
    ----------
    message : str
        What is wrong, without the name of the file.
    source : str
        The file or address that it was read from; the message begins with it.
    hint : str
        What to do next.
    """

    def __init__(self, message: str, *, source: str = "", hint: str = "") -> None:
        super().__init__(f"{source}: {message}" if source else message, hint=hint)
        self.source = source


class ApiGraphError(WorkflowFileError):
    """An API graph (which the server runs), or the body that contains it, is not complete."""


class ForeignWorkflowError(WorkflowFileError):
    """The file is of another program.

    Parameters
    ----------
    program : str
        The program, such as ``"ComfyUI"``.
    kind : str
        What the file is for that program.
    source : str
        The file or address that it was read from.
    """

    def __init__(self, program: str, kind: str, *, source: str = "") -> None:
        article = "an" if program[0] in "AEIOU" else "a"
        loads = "no workflow is in it" if program == "InvokeAI" else "InvokeAI cannot load it"
        super().__init__(
            f"this is {article} {program} {kind}, and {loads}.",
            source=source,
            hint="A workflow file is what the GUI's workflow editor downloads.",
        )
        self.program = program
        self.kind = kind


class UnreadableFileError(WorkflowFileError, OSError):
    """The file may not be read, or it is a folder."""


class MissingFileError(UnreadableFileError, FileNotFoundError):
    """There is no such file."""


class WorkflowVersionError(WorkflowFileError):
    """The workflow was written in a format that this library does not know."""


class WorkflowVersionWarning(UserWarning):
    """The workflow has a newer minor version of the format; it is read like the newest known version."""


class UnknownNodeError(WorkflowError, LookupError):
    """The server has no node of that type.

    Parameters
    ----------
    node_type : str
        The type that was requested, e.g. ``"noise"``.
    close : sequence of str
        Node types of the server with similar names.
    """

    def __init__(self, node_type: str, close: Sequence[str] = ()) -> None:
        suggestion = f"Did you mean {' or '.join(repr(name) for name in close)}? " if close else ""
        super().__init__(
            f"The server has no node of type {node_type!r}.",
            hint=f"{suggestion}Install the node pack it belongs to, or update the server.",
        )
        self.node_type = node_type
        self.close = tuple(close)


class BatchError(WorkflowError, ValueError):
    """A batch has nothing that could be enqueued, or a value that the server cannot batch over."""


class UnresolvedNeedError(WorkflowError, RuntimeError):
    """Compiling needs an answer of the server that the compile context does not have."""


class InputConnectedError(WorkflowError, ValueError):
    """An edge feeds the input, so the server would ignore any value that is set."""


class InputFileError(WorkflowError, ValueError):
    """A file that should hold values for inputs cannot be read as such."""


class NotSubmittedError(WorkflowError, LookupError):
    """The result of a workflow was requested before it was submitted.

    Parameters
    ----------
    workflow : object
        The handle of the workflow.
    """

    def __init__(self, workflow: object) -> None:
        super().__init__(
            f"{workflow!r} was not submitted yet.",
            hint="Submit it first; a job that was submitted elsewhere is found with client.job_repo.",
        )


class InputLookupError(WorkflowError, LookupError):
    """Not exactly one input has the name that was given.

    Parameters
    ----------
    message : str
        The name that was looked up, and what was found.
    candidates : sequence of str
        The available inputs, or those that have the name.
    hint : str
        What to do next.
    """

    def __init__(self, message: str, *, candidates: Sequence[str] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class InputNotFoundError(InputLookupError):
    """No input has that index, label or name."""


class AmbiguousInputError(InputLookupError):
    """Several inputs have that label or name."""
