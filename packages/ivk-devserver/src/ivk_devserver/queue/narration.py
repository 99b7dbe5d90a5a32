"""From what the engine tells about a running item to what the server tells on the socket."""

from typing import Any

from ivk_devserver.engine.events import (
    EngineEvent,
    InvocationComplete,
    InvocationError,
    InvocationProgress,
    InvocationStarted,
    ModelLoadStarted,
)
from ivk_devserver.sockets.socket_events import SocketEvent, socket_event
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["narrate"]

Json = dict[str, Any]


def narrate(item: Row, told: EngineEvent) -> SocketEvent:
    """Give the event to publish for something that happened while an item ran."""
    if isinstance(told, InvocationStarted):
        return socket_event("invocation_started", **_about(item, told))
    if isinstance(told, InvocationProgress):
        details: Json = {"message": told.message, "percentage": told.percentage, "image": told.image}
        return socket_event("invocation_progress", **_about(item, told), **details, device=None)
    if isinstance(told, InvocationComplete):
        return socket_event("invocation_complete", **_about(item, told), result=told.result)
    if isinstance(told, InvocationError):
        return socket_event("invocation_error", **_about(item, told), **_error(told))
    name = "model_load_started" if isinstance(told, ModelLoadStarted) else "model_load_complete"
    return socket_event(name, config=told.config, submodel_type=told.submodel_type, user_id=item["user_id"])


def _about(
    item: Row, told: InvocationStarted | InvocationProgress | InvocationComplete | InvocationError
) -> Json:
    names = ("queue_id", "item_id", "batch_id", "origin", "destination", "user_id", "session_id")
    return {
        **{name: item[name] for name in names},
        "invocation": told.invocation,
        "invocation_source_id": told.invocation_source_id,
    }


def _error(told: InvocationError) -> Json:
    return {
        "error_type": told.error_type,
        "error_message": told.error_message,
        "error_traceback": told.error_traceback,
    }
