"""What is told about the nodes of a running item, preview pictures among it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ivk_core.events.queue_events import ItemEvent

__all__ = [
    "InvocationComplete",
    "InvocationError",
    "InvocationProgress",
    "InvocationStarted",
    "NodeEvent",
    "PreviewImage",
]


@dataclass(frozen=True)
class PreviewImage:
    """What a picture looks like while it is being made.

    Parameters
    ----------
    width, height : int
        Pixels of the picture that is being made; the preview itself is smaller.
    data_url : str
        The preview as a data URL.
    """

    width: int
    height: int
    data_url: str = field(repr=False)

    @property
    def content(self) -> bytes:
        """The encoded preview, as a file would hold it."""
        return b64decode(self.data_url.partition(",")[2])


class NodeEvent(ItemEvent):
    """Something about one node of a running item."""

    __slots__ = ()

    @property
    def invocation(self) -> Mapping[str, Any]:
        """The node as it runs, with its inputs."""
        return self.data.get("invocation") or {}

    @property
    def node_id(self) -> str:
        """The node's id in the graph that was sent."""
        return self.data.get("invocation_source_id") or ""

    @property
    def node_type(self) -> str:
        """The node's type."""
        return self.invocation.get("type") or ""


class InvocationStarted(NodeEvent):
    """A node started to run."""

    __slots__ = ()
    names = ("invocation_started",)


class InvocationProgress(NodeEvent):
    """A node tells how far it is."""

    __slots__ = ()
    names = ("invocation_progress",)

    @property
    def message(self) -> str:
        """What it is doing."""
        return self.data.get("message") or ""

    @property
    def percentage(self) -> float | None:
        """How much is done, from 0 to 1; None when it cannot tell."""
        return self.data.get("percentage")

    @property
    def image(self) -> PreviewImage | None:
        """What the picture looks like by now."""
        told = self.data.get("image")
        if not told:
            return None
        return PreviewImage(told.get("width") or 0, told.get("height") or 0, told.get("dataURL") or "")

    @property
    def device(self) -> str | None:
        """What it runs on."""
        return self.data.get("device")


class InvocationComplete(NodeEvent):
    """A node has its output."""

    __slots__ = ()
    names = ("invocation_complete",)

    @property
    def result(self) -> Mapping[str, Any]:
        """The output, with its ``type``."""
        return self.data.get("result") or {}


class InvocationError(NodeEvent):
    """A node failed, and its item with it."""

    __slots__ = ()
    names = ("invocation_error",)

    @property
    def error_type(self) -> str:
        """The class of the exception."""
        return self.data.get("error_type") or ""

    @property
    def error_message(self) -> str:
        """What it said."""
        return self.data.get("error_message") or ""

    @property
    def error_traceback(self) -> str:
        """Where on the server it was raised."""
        return self.data.get("error_traceback") or ""
