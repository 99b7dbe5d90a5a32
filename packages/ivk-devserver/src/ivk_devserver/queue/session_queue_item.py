"""Queue items as the server answers them, and their sessions.

A session has two JSON forms. In the database and in the answer for a single item, fields that are null are
left out. In the answers with several items they are there.
"""

import json
from typing import Any
from uuid import uuid4

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_models import check_node
from ivk_devserver.engine.session import Session
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["new_session", "queue_item", "queue_item_summary", "redacted_for", "with_nulls", "without_nulls"]

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
PUBLIC_COLUMNS = (
    *("item_id", "queue_id", "status", "status_sequence", "device"),
    *("created_at", "updated_at", "started_at", "completed_at"),
)
REDACTED: Json = {
    "user_id": "redacted",
    "batch_id": "redacted",
    "session_id": "redacted",
    "priority": 0,
}
WORKFLOW_CALL_FIELDS = (
    "workflow_call_parent",
    "waiting_workflow_call",
    "waiting_workflow_call_execution",
    "waiting_workflow_call_child_session",
)


def queue_item(item: Row) -> Json:
    """Return all fields of an item; its session has no nulls."""
    workflow = None if item["workflow"] is None else json.loads(item["workflow"])
    return {**_columns(item, COLUMNS), "session": _stored_session(item), "workflow": workflow}


def queue_item_summary(item: Row) -> Json:
    """Return the fields of the summary of an item."""
    return _columns(item, SUMMARY_COLUMNS)


def with_nulls(item: Json) -> Json:
    """Return an item with null for every field of its session that has no value."""
    return {**item, "session": _session_with_nulls(item["session"])}


def without_nulls(item: Json) -> Json:
    """Return an item without the fields that are null."""
    return {key: value for key, value in item.items() if value is not None}


def redacted_for(item: Json, user_id: str, *, is_admin: bool) -> Json:
    """Return an item without the fields that a user may not read if it belongs to another user."""
    if is_admin or item["user_id"] == user_id:
        return item
    redacted = {key: value if key in PUBLIC_COLUMNS else REDACTED.get(key) for key, value in item.items()}
    return {**redacted, "session": _redacted_session()} if "session" in item else redacted


def new_session(item: Row) -> Session:
    """Create the session of an item."""
    return Session.create(
        json.loads(item["graph"]),
        json.loads(item["field_values"] or "[]"),
        session_id=item["session_id"],
        workflow=item["workflow"],
    )


def _columns(item: Row, names: tuple[str, ...]) -> Json:
    values = item["field_values"]
    decoded = {**item, "field_values": None if values is None else json.loads(values)}
    return {name: decoded[name] for name in names}


def _stored_session(item: Row) -> Json:
    """Return the stored session of an item; for an item that has not run, the session it will run."""
    return dict(json.loads(item["session"])) if item["session"] else new_session(item).to_dict()


def _redacted_session() -> Json:
    return Session.create({"id": str(uuid4()), "nodes": {}, "edges": []}, session_id="redacted").to_dict()


def _session_with_nulls(session: Json) -> Json:
    filled: Json = {}
    for key, value in session.items():
        filled[key] = value
        if key == "workflow_call_history":
            filled.update({name: session.get(name) for name in WORKFLOW_CALL_FIELDS})
    filled["graph"] = _graph_with_nulls(session["graph"])
    filled["execution_graph"] = _graph_with_nulls(session["execution_graph"])
    filled["results"] = {key: _output_with_nulls(result) for key, result in session["results"].items()}
    return filled


def _graph_with_nulls(graph: Json) -> Json:
    return {**graph, "nodes": {key: _node_with_nulls(key, node) for key, node in graph["nodes"].items()}}


def _node_with_nulls(key: str, node: Json) -> Json:
    complete, problems = check_node(key, node)
    return node if problems else complete


def _output_with_nulls(output: Json) -> Json:
    properties = load_catalog().output_properties.get(output["type"], {})
    return {"output_meta": None, **{name: output.get(name) for name in properties}, **output}
