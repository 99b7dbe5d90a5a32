"""Why a workflow cannot be called. Clients see the names of these classes as an item's ``error_type``."""

__all__ = ["InvalidWorkflowInputError", "UnsupportedWorkflowNodeError"]


class InvalidWorkflowInputError(ValueError):
    """A value is given for an input that the called workflow does not offer."""


class UnsupportedWorkflowNodeError(ValueError):
    """The called workflow has nodes that cannot be called."""
