"""How a session can end badly, in the words that a real server shows.

``error_type`` is the class name that a real server would report for the same mistake: clients match on it, so
it is written down where our own class is called differently.
"""

__all__ = [
    "ImageNotFound",
    "ImageNotSavedError",
    "InvalidInputError",
    "MissingInputError",
    "NodeError",
    "NodeNotImplementedError",
    "SessionCanceled",
    "SessionFailed",
    "UnknownModelError",
    "error_type_of",
]


class NodeError(Exception):
    """A node could not do its work.

    Attributes
    ----------
    error_type
        The class name that a real server reports.
    """

    error_type = "Exception"


class ImageNotFound(NodeError, LookupError):  # noqa: N818 - named for what it says, as its callers read it
    """A node names a picture that is not stored."""

    error_type = "ImageRecordNotFoundException"

    def __init__(self, image_name: str = "") -> None:
        super().__init__("Image record not found")
        self.image_name = image_name


class UnknownModelError(NodeError, LookupError):
    """A node names a model that is not installed."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Unknown model {key}")


class MissingInputError(NodeError, ValueError):
    """A node runs without an input that it requires."""

    def __init__(self, node_type: str, field: str, *, connection_only: bool) -> None:
        if connection_only:
            self.error_type = "RequiredConnectionException"
            super().__init__(f"Node {node_type} missing connections for field {field}")
        else:
            self.error_type = "MissingInputException"
            super().__init__(f"Node {node_type} missing value or connection for field {field}")


class ImageNotSavedError(NodeError, OSError):
    """A node made a picture that no file can hold, such as one without any pixel."""

    error_type = "ImageFileSaveException"

    def __init__(self) -> None:
        super().__init__("Image file not saved")


class InvalidInputError(NodeError, ValueError):
    """An edge brought a value that the input does not take."""

    error_type = "NodeInputError"

    def __init__(self, node_id: str, field: str) -> None:
        super().__init__(f"Node {node_id} has invalid incoming input for {field}")


class NodeNotImplementedError(NodeError, NotImplementedError):
    """The node exists in InvokeAI, but not in this engine."""

    error_type = "NotImplementedError"

    def __init__(self, node_type: str) -> None:
        super().__init__(
            f"The embedded server cannot execute nodes of type '{node_type}'. "
            "It knows the type, so workflows with it can be compiled; run them on a real InvokeAI."
        )


class SessionCanceled(Exception):  # noqa: N818 - not a mistake: somebody asked for it
    """The session stopped because it was told to."""


class SessionFailed(Exception):  # noqa: N818 - the outcome, not the mistake
    """A node failed, and with it the session.

    Parameters
    ----------
    error_type, error_message, error_traceback
        What the queue item shows.
    """

    def __init__(self, error_type: str, error_message: str, error_traceback: str) -> None:
        super().__init__(f"{error_type}: {error_message}")
        self.error_type = error_type
        self.error_message = error_message
        self.error_traceback = error_traceback


def error_type_of(error: BaseException) -> str:
    """Give the name under which a real server reports an error."""
    return error.error_type if isinstance(error, NodeError) else type(error).__name__
