"""Events about the nodes of a running queue item, with preview images."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

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
    """A preview of an image that is being generated.

    Parameters
    ----------
    width, height : int
        The size of the generated image in pixels; the preview itself is smaller.
    data_url : str
        The preview as a data URL.
    """

    width: int
    height: int
    data_url: str = field(repr=False)

    @property
    def content(self) -> bytes:
        """The encoded image file of the preview."""
        return b64decode(self.data_url.partition(",")[2])


class NodeEvent(ItemEvent):
    """An event about one node of a running queue item."""

    __slots__ = ()

    @property
    def invocation(self) -> Mapping[str, Any]:
        """The invocation: the node that runs, with the values of its inputs."""
        return self.data.get("invocation") or {}

    @property
    def node_id(self) -> str:
        """The id of the node in the graph that was sent."""
        return self.data.get("invocation_source_id") or ""

    @property
    def node_type(self) -> str:
        """The type of the node."""
        return self.invocation.get("type") or ""

    @property
    def node_label(self) -> str:
        """The name that users see on the node, if a job's handle passes the event on; else empty."""
        return self.data.get("node_label") or ""

    def with_label(self, label: str) -> Self:
        """Return a copy with the name that users see on the node, as the key ``"node_label"``."""
        return type(self)(self.name, {**self.data, "node_label": label})


class InvocationStarted(NodeEvent):
    """A node has started."""

    __slots__ = ()
    names = ("invocation_started",)


class InvocationProgress(NodeEvent):
    """The progress of a node."""

    __slots__ = ()
    names = ("invocation_progress",)

    @property
    def message(self) -> str:
        """The node's description of the current step."""
        return self.data.get("message") or ""

    @property
    def percentage(self) -> float | None:
        """The finished part, from 0 to 1; None if the node does not know it."""
        return self.data.get("percentage")

    @property
    def image(self) -> PreviewImage | None:
        """The preview of the image; None if the event has none."""
        image = self.data.get("image")
        if not image:
            return None
        return PreviewImage(image.get("width") or 0, image.get("height") or 0, image.get("dataURL") or "")

    @property
    def device(self) -> str | None:
        """The device that the node runs on."""
        return self.data.get("device")


class InvocationComplete(NodeEvent):
    """A node has finished."""

    __slots__ = ()
    names = ("invocation_complete",)

    @property
    def result(self) -> Mapping[str, Any]:
        """The output of the node, with its ``type``."""
        return self.data.get("result") or {}


class InvocationError(NodeEvent):
    """A node has failed, and so has its queue item."""

    __slots__ = ()
    names = ("invocation_error",)

    @property
    def error_type(self) -> str:
        """The class of the exception."""
        return self.data.get("error_type") or ""

    @property
    def error_message(self) -> str:
        """The message of the exception."""
        return self.data.get("error_message") or ""

    @property
    def error_traceback(self) -> str:
        """The traceback on the server."""
        return self.data.get("error_traceback") or ""
