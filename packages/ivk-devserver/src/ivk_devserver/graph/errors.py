"""What can be wrong with a graph."""

__all__ = ["GraphError", "NotExecutableError"]


class GraphError(ValueError):
    """A graph breaks a rule; the message is the one that the real server answers with."""


class NotExecutableError(Exception):
    """A node that only the GUI expands was sent to the queue; the real server answers 500."""
