"""The events of a session, in the order in which they happen.

``invocation`` is the prepared node with the values that it runs with; ``invocation_source_id`` is the id of
the node of the graph that it was prepared from.
"""

from dataclasses import dataclass
from typing import Any

__all__ = [
    "InvocationCompleteEvent",
    "InvocationErrorEvent",
    "InvocationEvent",
    "InvocationProgressEvent",
    "InvocationStartedEvent",
    "ModelLoadCompleteEvent",
    "ModelLoadStartedEvent",
    "SessionEvent",
]


@dataclass(frozen=True)
class InvocationStartedEvent:
    """A node starts."""

    invocation: dict[str, Any]
    invocation_source_id: str


@dataclass(frozen=True)
class InvocationProgressEvent:
    """A node reports its progress.

    Attributes
    ----------
    message
        What the node does now, such as ``"Denoising"``.
    percentage
        From 0 to 1; None if it is unknown.
    image
        A preview as ``{"width", "height", "dataURL"}``, with the size of the final image.
    """

    invocation: dict[str, Any]
    invocation_source_id: str
    message: str
    percentage: float | None = None
    image: dict[str, Any] | None = None


@dataclass(frozen=True)
class InvocationCompleteEvent:
    """A node is complete; ``result`` is its output."""

    invocation: dict[str, Any]
    invocation_source_id: str
    result: dict[str, Any]


@dataclass(frozen=True)
class InvocationErrorEvent:
    """A node failed, which ends the session."""

    invocation: dict[str, Any]
    invocation_source_id: str
    error_type: str
    error_message: str
    error_traceback: str


@dataclass(frozen=True)
class ModelLoadStartedEvent:
    """A node loads a model or submodel; ``config`` is the record of the model."""

    config: dict[str, Any]
    submodel_type: str | None


@dataclass(frozen=True)
class ModelLoadCompleteEvent:
    """The model or submodel is loaded."""

    config: dict[str, Any]
    submodel_type: str | None


InvocationEvent = (
    InvocationStartedEvent | InvocationProgressEvent | InvocationCompleteEvent | InvocationErrorEvent
)
SessionEvent = InvocationEvent | ModelLoadStartedEvent | ModelLoadCompleteEvent
