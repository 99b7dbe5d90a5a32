"""The errors that end a session, with the names and messages that a real server shows.

Clients match the ``error_type`` of a queue item. It is the name of the class that a real server raises, so an
error has an ``error_type`` where the name of our class differs.
"""

__all__ = [
    "ImageFileSaveError",
    "ImageRecordNotFoundError",
    "InvalidInputError",
    "MissingInputError",
    "NodeError",
    "NodeNotImplementedError",
    "SessionCanceledError",
    "SessionFailedError",
    "UnknownModelError",
    "error_type_of",
]


class NodeError(Exception):
    """A node failed.

    Attributes
    ----------
    error_type
        The name of the class that a real server raises.
    """

    error_type = "Exception"


class ImageRecordNotFoundError(NodeError, LookupError):
    """A node uses an image that does not exist."""

    error_type = "ImageRecordNotFoundException"

    def __init__(self, image_name: str = "") -> None:
        super().__init__("Image record not found")
        self.image_name = image_name


class UnknownModelError(NodeError, LookupError):
    """A node uses a model that is not installed."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Unknown model {key}")


class MissingInputError(NodeError, ValueError):
    """A required input of a node has no value."""

    def __init__(self, node_type: str, field: str, *, connection_only: bool) -> None:
        if connection_only:
            self.error_type = "RequiredConnectionException"
            super().__init__(f"Node {node_type} missing connections for field {field}")
        else:
            self.error_type = "MissingInputException"
            super().__init__(f"Node {node_type} missing value or connection for field {field}")


class ImageFileSaveError(NodeError, OSError):
    """A node made an image that cannot be saved, such as one without any pixel."""

    error_type = "ImageFileSaveException"

    def __init__(self) -> None:
        super().__init__("Image file not saved")


class InvalidInputError(NodeError, ValueError):
    """An edge leads a value into an input that does not accept it."""

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


class SessionCanceledError(Exception):
    """The session stopped because its queue item was canceled or the server stops."""


class SessionFailedError(Exception):
    """The session stopped because a node failed.

    Parameters
    ----------
    error_type, error_message, error_traceback
        The columns of the queue item.
    """

    def __init__(self, error_type: str, error_message: str, error_traceback: str) -> None:
        super().__init__(f"{error_type}: {error_message}")
        self.error_type = error_type
        self.error_message = error_message
        self.error_traceback = error_traceback


def error_type_of(error: BaseException) -> str:
    """Return the name of the class with which a real server reports an error."""
    return error.error_type if isinstance(error, NodeError) else type(error).__name__
