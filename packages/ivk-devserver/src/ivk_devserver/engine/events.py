"""What happens inside a session, told while it happens.

``invocation`` is the prepared node with the values it runs with; ``invocation_source_id`` is the id of the
node in the graph that it was prepared from.
"""

from dataclasses import dataclass
from typing import Any

__all__ = [
    "EngineEvent",
    "InvocationComplete",
    "InvocationError",
    "InvocationProgress",
    "InvocationStarted",
    "ModelLoadComplete",
    "ModelLoadStarted",
]


@dataclass(frozen=True)
class InvocationStarted:
    """A node begins."""

    invocation: dict[str, Any]
    invocation_source_id: str


@dataclass(frozen=True)
class InvocationProgress:
    """A node is on its way.

    Attributes
    ----------
    message
        What it is doing, such as ``"Denoising"``.
    percentage
        From 0 to 1, None where nobody can tell.
    image
        A preview as ``{"width", "height", "dataURL"}``, the size being that of the final picture.
    """

    invocation: dict[str, Any]
    invocation_source_id: str
    message: str
    percentage: float | None = None
    image: dict[str, Any] | None = None


@dataclass(frozen=True)
class InvocationComplete:
    """A node is done; ``result`` is its output."""

    invocation: dict[str, Any]
    invocation_source_id: str
    result: dict[str, Any]


@dataclass(frozen=True)
class InvocationError:
    """A node failed, and the session ends here."""

    invocation: dict[str, Any]
    invocation_source_id: str
    error_type: str
    error_message: str
    error_traceback: str


@dataclass(frozen=True)
class ModelLoadStarted:
    """A node needs (a part of) a model; ``config`` is the model's record."""

    config: dict[str, Any]
    submodel_type: str | None


@dataclass(frozen=True)
class ModelLoadComplete:
    """The model is ready."""

    config: dict[str, Any]
    submodel_type: str | None


EngineEvent = (
    InvocationStarted
    | InvocationProgress
    | InvocationComplete
    | InvocationError
    | ModelLoadStarted
    | ModelLoadComplete
)
