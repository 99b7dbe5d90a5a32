"""The ``session`` of a queue item, in the two forms in which the server tells it.

Stored, and in the answer for a single item, fields without a value are left out. Everywhere else they are
there and null.
"""

import json
from typing import Any
from uuid import uuid4

from ivk_devserver.catalog.catalog import load_catalog
from ivk_devserver.catalog.node_models import check_node
from ivk_devserver.engine.session import Session
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["empty_session", "filled_session", "new_session", "stored_session"]

CALL_FIELDS = (
    "workflow_call_parent",
    "waiting_workflow_call",
    "waiting_workflow_call_execution",
    "waiting_workflow_call_child_session",
)

Json = dict[str, Any]


def new_session(item: Row) -> Session:
    """Make the session that an item will run."""
    return Session.create(
        json.loads(item["graph"]),
        json.loads(item["field_values"] or "[]"),
        session_id=item["session_id"],
        workflow=item["workflow"],
    )


def empty_session() -> Json:
    """Give the session shown in place of one that is nobody's business."""
    return Session.create({"id": str(uuid4()), "nodes": {}, "edges": []}, session_id="redacted").to_dict()


def stored_session(item: Row) -> Json:
    """Give an item's session as it is stored: as far as it came, or untouched."""
    return dict(json.loads(item["session"])) if item["session"] else new_session(item).to_dict()


def filled_session(session: Json) -> Json:
    """Give a session with null for each field that has no value."""
    filled: Json = {}
    for key, value in session.items():
        filled[key] = value
        if key == "workflow_call_history":
            filled.update({name: session.get(name) for name in CALL_FIELDS})
    filled["graph"] = _filled_graph(session["graph"])
    filled["execution_graph"] = _filled_graph(session["execution_graph"])
    filled["results"] = {key: _filled_output(result) for key, result in session["results"].items()}
    return filled


def _filled_graph(graph: Json) -> Json:
    return {**graph, "nodes": {key: _filled_node(key, node) for key, node in graph["nodes"].items()}}


def _filled_node(key: str, node: Json) -> Json:
    complete, problems = check_node(key, node)
    return node if problems else complete


def _filled_output(result: Json) -> Json:
    known = load_catalog().output_properties.get(result["type"], {})
    return {"output_meta": None, **{name: result.get(name) for name in known}, **result}
