"""The socket events about queue items."""

from typing import Any

from ivk_devserver.engine.session_events import (
    InvocationCompleteEvent,
    InvocationErrorEvent,
    InvocationEvent,
    InvocationProgressEvent,
    InvocationStartedEvent,
    ModelLoadStartedEvent,
    SessionEvent,
)
from ivk_devserver.queue.schemas import BatchStatus, EnqueueBatchResult, SessionQueueStatus
from ivk_devserver.sockets.socket_events import SocketEvent, socket_event
from ivk_devserver.storage.sqlite_database import Row

__all__ = [
    "batch_enqueued_event",
    "queue_item_status_changed_event",
    "queue_items_canceled_event",
    "queue_items_retried_event",
    "session_event",
]

Json = dict[str, Any]
IDS = ("queue_id", "item_id", "batch_id", "origin", "destination", "user_id")


def batch_enqueued_event(result: EnqueueBatchResult, user_id: str) -> SocketEvent:
    """Return the event that a batch was enqueued."""
    return socket_event(
        "batch_enqueued",
        queue_id=result.queue_id,
        batch_id=result.batch.batch_id,
        enqueued=result.enqueued,
        requested=result.requested,
        priority=result.priority,
        origin=result.batch.origin,
        user_id=user_id,
    )


def queue_item_status_changed_event(
    item: Row, batch_status: BatchStatus, queue_status: SessionQueueStatus
) -> SocketEvent:
    """Return the event that the status of an item changed."""
    state = ("status", "status_sequence", "error_type", "error_message", "error_traceback")
    times = ("created_at", "updated_at", "started_at", "completed_at")
    return socket_event(
        "queue_item_status_changed",
        **{name: item[name] for name in (*IDS, *state, *times)},
        batch_status=batch_status.model_dump(),
        queue_status=queue_status.model_dump(),
        session_id=item["session_id"],
    )


def queue_items_canceled_event(queue_id: str, ids_by_user: dict[str, list[int]]) -> SocketEvent:
    """Return the event that items were canceled together."""
    return socket_event(
        "queue_items_canceled",
        queue_id=queue_id,
        user_ids=list(ids_by_user),
        canceled_item_ids=[item_id for ids in ids_by_user.values() for item_id in ids],
        canceled_item_ids_by_user=ids_by_user,
    )


def queue_items_retried_event(
    queue_id: str, item_ids: list[int], ids_by_user: dict[str, list[int]]
) -> SocketEvent:
    """Return the event that items were retried."""
    return socket_event(
        "queue_items_retried",
        queue_id=queue_id,
        retried_item_ids=item_ids,
        user_ids=list(ids_by_user),
        retried_item_ids_by_user=ids_by_user,
    )


def session_event(item: Row, event: SessionEvent) -> SocketEvent:
    """Return the socket event for an event of the session of an item."""
    if isinstance(event, InvocationStartedEvent):
        return socket_event("invocation_started", **_invocation(item, event))
    if isinstance(event, InvocationProgressEvent):
        details: Json = {"message": event.message, "percentage": event.percentage, "image": event.image}
        return socket_event("invocation_progress", **_invocation(item, event), **details, device=None)
    if isinstance(event, InvocationCompleteEvent):
        return socket_event("invocation_complete", **_invocation(item, event), result=event.result)
    if isinstance(event, InvocationErrorEvent):
        return socket_event("invocation_error", **_invocation(item, event), **_error(event))
    name = "model_load_started" if isinstance(event, ModelLoadStartedEvent) else "model_load_complete"
    return socket_event(name, config=event.config, submodel_type=event.submodel_type, user_id=item["user_id"])


def _invocation(item: Row, event: InvocationEvent) -> Json:
    return {
        **{name: item[name] for name in (*IDS, "session_id")},
        "invocation": event.invocation,
        "invocation_source_id": event.invocation_source_id,
    }


def _error(event: InvocationErrorEvent) -> Json:
    return {
        "error_type": event.error_type,
        "error_message": event.error_message,
        "error_traceback": event.error_traceback,
    }
