"""All kinds of events in one place, and how a payload finds its class.

A name that stands in no class below stays a plain `Event`: a newer server may tell more than we know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.events.event import Event
from ivk_core.events.node_events import (
    InvocationComplete,
    InvocationError,
    InvocationProgress,
    InvocationStarted,
    NodeEvent,
    PreviewImage,
)
from ivk_core.events.other_events import (
    BulkDownloadEvent,
    ConnectionLost,
    ConnectionRestored,
    DownloadEvent,
    ModelInstallEvent,
    ModelLoadEvent,
    WorkflowEvent,
)
from ivk_core.events.queue_events import (
    BatchEnqueued,
    ItemEvent,
    ItemsCanceled,
    ItemsRetried,
    ItemStatusChanged,
    QueueCleared,
    QueueEvent,
)

__all__ = [
    "BatchEnqueued",
    "BulkDownloadEvent",
    "ConnectionLost",
    "ConnectionRestored",
    "DownloadEvent",
    "Event",
    "InvocationComplete",
    "InvocationError",
    "InvocationProgress",
    "InvocationStarted",
    "ItemEvent",
    "ItemStatusChanged",
    "ItemsCanceled",
    "ItemsRetried",
    "ModelInstallEvent",
    "ModelLoadEvent",
    "NodeEvent",
    "PreviewImage",
    "QueueCleared",
    "QueueEvent",
    "WorkflowEvent",
    "event_from",
]

_KINDS: tuple[type[Event], ...] = (
    ItemStatusChanged,
    InvocationStarted,
    InvocationProgress,
    InvocationComplete,
    InvocationError,
    BatchEnqueued,
    QueueCleared,
    ItemsCanceled,
    ItemsRetried,
    ModelInstallEvent,
    ModelLoadEvent,
    DownloadEvent,
    BulkDownloadEvent,
    WorkflowEvent,
    ConnectionLost,
    ConnectionRestored,
)

_BY_NAME: dict[str, type[Event]] = {name: kind for kind in _KINDS for name in kind.names}


def event_from(name: str, payload: object) -> Event:
    """Make the event for what a socket heard.

    Parameters
    ----------
    name : str
        The server's name for the event.
    payload : object
        What came with it; anything but an object is kept under ``"payload"``.

    Returns
    -------
    Event
        Of the class that knows this name, else a plain `Event`.
    """
    data: Mapping[str, Any] = payload if isinstance(payload, Mapping) else {"payload": payload}
    return _BY_NAME.get(name, Event)(name, data)
