"""Queue items as the server answers them."""

import json
from typing import Any

from ivk_devserver.queue.sessions import empty_session, filled_session, stored_session
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["hide_from", "summary", "whole_item", "with_nulls", "without_nulls"]

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
}
PUBLIC = ("item_id", "queue_id", "status", "status_sequence", "device")
TIMES = ("created_at", "updated_at", "started_at", "completed_at")


def whole_item(item: Row) -> Json:
    """Give an item with everything, its session as it is stored."""
    return {**_columns(item, COLUMNS), "session": stored_session(item), **_workflow(item)}


def with_nulls(view: Json) -> Json:
    """Put null where a session has nothing; items asked for together are told this way."""
    return {**view, "session": filled_session(view["session"])}


def without_nulls(view: Json) -> Json:
    """Leave out what has no value; an item asked for alone is told this way."""
    return {key: value for key, value in view.items() if value is not None}


def summary(item: Row) -> Json:
    """Give an item's light columns."""
    return _columns(item, SUMMARY_COLUMNS)


def hide_from(view: Json, user_id: str, *, is_admin: bool) -> Json:
    """Blank what a user may not see of another user's item."""
    if is_admin or view["user_id"] == user_id:
        return view
    shown = (*PUBLIC, *TIMES)
    hidden = {key: value if key in shown else NEUTRAL.get(key) for key, value in view.items()}
    return {**hidden, "session": empty_session()} if "session" in view else hidden


def _columns(item: Row, names: tuple[str, ...]) -> Json:
    values = item["field_values"]
    decoded = {**item, "field_values": None if values is None else json.loads(values)}
    return {name: decoded[name] for name in names}


def _workflow(item: Row) -> Json:
    return {"workflow": None if item["workflow"] is None else json.loads(item["workflow"])}
