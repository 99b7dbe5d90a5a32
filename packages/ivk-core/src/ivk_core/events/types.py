"""All event classes, and `event_from`, which chooses the class by the name of an event.

An event with an unknown name, from a newer server, is a plain `Event`.
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
    """Make an event from a message of the socket.

    Parameters
    ----------
    name : str
        The server's name of the event.
    payload : object
        The payload; one that is not a mapping is stored under the key ``"payload"``.

    Returns
    -------
    Event
        An event of the class for this name, else a plain `Event`.
    """
    data: Mapping[str, Any] = payload if isinstance(payload, Mapping) else {"payload": payload}
    return _BY_NAME.get(name, Event)(name, data)
