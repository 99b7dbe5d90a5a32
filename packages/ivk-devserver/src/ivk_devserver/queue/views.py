"""Queue items as the server answers them."""

import json
from typing import Any

from ivk_devserver.queue.sessions import stored_session, with_nulls
from ivk_devserver.storage.database import Row

__all__ = ["full_item", "hide_from", "lean_item", "summary"]

Json = dict[str, Any]
COLUMNS = (
    *("item_id", "status", "status_sequence", "priority", "batch_id", "origin", "destination", "session_id"),
    *("error_type", "error_message", "error_traceback"),
    *("created_at", "updated_at", "started_at", "completed_at"),
    *("queue_id", "user_id", "user_display_name", "user_email", "field_values", "retried_from_item_id"),
    *("device", "workflow_call_id", "parent_item_id", "parent_session_id", "root_item_id"),
    "workflow_call_depth",
)
SUMMARY_COLUMNS = (
    *("item_id", "created_at", "status", "device", "started_at", "completed_at", "origin", "destination"),
    *("batch_id", "user_id", "user_display_name", "user_email", "field_values", "parent_item_id"),
)
NEUTRAL: Json = {
    "user_id": "redacted",
    "batch_id": "redacted",
    "session_id": "redacted",
    "priority": 0,
    "session": {"id": "redacted", "graph": {"nodes": {}, "edges": []}},
}
PUBLIC = ("item_id", "queue_id", "status", "status_sequence", "device")
TIMES = ("created_at", "updated_at", "started_at", "completed_at")


def full_item(item: Row) -> Json:
    """Give an item with everything, null where there is nothing."""
    return {**_columns(item, COLUMNS), "session": with_nulls(stored_session(item)), **_workflow(item)}


def lean_item(item: Row) -> Json:
    """Give an item with everything that has a value."""
    whole = {**_columns(item, COLUMNS), "session": stored_session(item), **_workflow(item)}
    return {key: value for key, value in whole.items() if value is not None}


def summary(item: Row) -> Json:
    """Give an item's light columns."""
    return _columns(item, SUMMARY_COLUMNS)


def hide_from(view: Json, user_id: str, *, is_admin: bool) -> Json:
    """Blank what a user may not see of another user's item."""
    if is_admin or view["user_id"] == user_id:
        return view
    shown = (*PUBLIC, *TIMES)
    return {key: value if key in shown else NEUTRAL.get(key) for key, value in view.items()}


def _columns(item: Row, names: tuple[str, ...]) -> Json:
    values = item["field_values"]
    decoded = {**item, "field_values": None if values is None else json.loads(values)}
    return {name: decoded[name] for name in names}


def _workflow(item: Row) -> Json:
    return {"workflow": None if item["workflow"] is None else json.loads(item["workflow"])}
