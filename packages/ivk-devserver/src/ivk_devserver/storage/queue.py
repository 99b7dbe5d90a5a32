"""Queue items in the database: their rows, their counts, and the moves between statuses.

A batch's graph and workflow are stored once, in ``batches``. An item holds only what is put into them, and
its session once it ran.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from ivk_devserver.queue.batch import FieldValue
from ivk_devserver.storage.database import NOW, Database, Row
from ivk_devserver.storage.queue_filter import QueueFilter

__all__ = ["FINISHED", "QueueStore"]

COPIED = (
    *("queue_id", "batch_id", "batch_number", "field_values"),
    *("priority", "origin", "destination", "user_id"),
)
FINISHED = ("completed", "failed", "canceled")
ITEM = """
SELECT session_queue.*, batches.graph AS graph, batches.workflow AS workflow,
       users.display_name AS user_display_name, users.email AS user_email
FROM session_queue JOIN batches ON batches.number = session_queue.batch_number
LEFT JOIN users ON users.user_id = session_queue.user_id
"""
LIGHT = """
SELECT item_id, session_queue.created_at, status, device, started_at, completed_at, origin, destination,
       batch_id, session_queue.user_id, users.display_name AS user_display_name, users.email AS user_email,
       field_values, parent_item_id
FROM session_queue LEFT JOIN users ON users.user_id = session_queue.user_id
"""
TURN = """
(SELECT COALESCE(MAX(served.started_at), '') FROM session_queue served
 WHERE served.user_id = session_queue.user_id) ASC,
"""
SET_STATUS = f"""
UPDATE session_queue SET status = :status, status_sequence = status_sequence + 1, error_type = :error_type,
    error_message = :error_message, error_traceback = :error_traceback, updated_at = {NOW},
    started_at = CASE WHEN :status = 'in_progress' THEN {NOW} ELSE started_at END,
    completed_at = CASE WHEN :status IN ('completed', 'failed', 'canceled') THEN {NOW} ELSE completed_at END,
    device = CASE WHEN :status = 'in_progress' THEN 'cpu' ELSE device END
WHERE item_id = :item_id AND status NOT IN ('completed', 'failed', 'canceled')
"""  # noqa: S608
DELETE_UNUSED = """
DELETE FROM batches WHERE NOT EXISTS (SELECT 1 FROM session_queue WHERE batch_number = batches.number)
"""
CANCEL_MANY = f"""
UPDATE session_queue SET status = 'canceled', status_sequence = status_sequence + 1,
    updated_at = {NOW}, completed_at = {NOW}
"""  # noqa: S608


class QueueStore:
    """The queue items of a server, of all queues."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add_batch(self, graph: dict[str, Any], workflow: dict[str, Any] | None) -> int:
        """Store what the items of a batch share, and give its number."""
        texts = (json.dumps(graph), None if workflow is None else json.dumps(workflow))
        return self.database.insert("INSERT INTO batches (graph, workflow) VALUES (?, ?)", texts)

    def add_items(self, shared: dict[str, Any], values: Iterable[list[FieldValue]]) -> int:
        """Add one item for each list of values, with ``shared`` columns, and say how many."""
        columns = [*shared, "session_id", "field_values"]
        marks = ", ".join("?" for _ in columns)
        rows = [(*shared.values(), str(uuid4()), json.dumps(entry)) for entry in values]
        statement = f"INSERT INTO session_queue ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        self.database.run_many(statement, rows)
        return len(rows)

    def add_copy(self, item: Row) -> int:
        """Add a fresh item that does again what another did, and give its id."""
        kept = {name: item[name] for name in COPIED}
        first = item["retried_from_item_id"] or item["item_id"]
        values = {**kept, "session_id": str(uuid4()), "retried_from_item_id": first}
        return self.add_item(values)

    def add_item(self, values: dict[str, Any]) -> int:
        """Add one item with the given columns, and give its id."""
        columns, marks = ", ".join(values), ", ".join("?" for _ in values)
        statement = f"INSERT INTO session_queue ({columns}) VALUES ({marks})"  # noqa: S608
        return self.database.insert(statement, tuple(values.values()))

    def get(self, item_id: int) -> Row | None:
        """Give one item with its graph and workflow, or None."""
        return self.database.one(f"{ITEM} WHERE item_id = ?", (item_id,))

    def first(self, wanted: QueueFilter) -> Row | None:
        """Give the item that is first in line, or None."""
        order = "ORDER BY priority DESC, item_id ASC LIMIT 1"
        return self.database.one(f"{ITEM} {wanted.where} {order}", wanted.values)

    def next_pending(self, *, fair: bool) -> Row | None:
        """Give the item to run next, of any queue; fairly means that users take turns."""
        turn = TURN if fair else ""
        order = f"ORDER BY {turn} priority DESC, item_id ASC LIMIT 1"
        return self.database.one(f"{ITEM} WHERE status = 'pending' {order}")

    def all(self, wanted: QueueFilter) -> list[Row]:
        """Give items with graphs and workflows, in the order in which they run."""
        return self.database.all(f"{ITEM} {wanted.where} ORDER BY priority DESC, item_id ASC", wanted.values)

    def summaries(self, queue_id: str, item_ids: Sequence[int]) -> dict[int, Row]:
        """Give the light columns of items, by id."""
        numbers = json.dumps(list(item_ids))
        statement = f"{LIGHT} WHERE queue_id = ? AND item_id IN (SELECT value FROM json_each(?))"  # noqa: S608
        return {row["item_id"]: row for row in self.database.all(statement, (queue_id, numbers))}

    def item_ids(self, queue_id: str, direction: str) -> list[int]:
        """Give all ids of a queue."""
        order = "ASC" if direction == "ASC" else "DESC"
        statement = f"SELECT item_id FROM session_queue WHERE queue_id = ? ORDER BY created_at {order}"  # noqa: S608
        return self.database.column(statement, (queue_id,))

    def ids_of_batch(self, batch_id: str) -> list[int]:
        """Give the ids of all items with a batch's id, newest first."""
        statement = "SELECT item_id FROM session_queue WHERE batch_id = ? ORDER BY item_id DESC"
        return self.database.column(statement, (batch_id,))

    def family(self, root_id: int) -> list[int]:
        """Give an item's id and those of all items that its run brought about."""
        statement = "SELECT item_id FROM session_queue WHERE item_id = ? OR root_item_id = ? ORDER BY item_id"
        return self.database.column(statement, (root_id, root_id))

    def owners(self, wanted: QueueFilter) -> dict[str, list[int]]:
        """Give the ids of items, by the user whose they are."""
        owned: dict[str, list[int]] = {}
        statement = f"SELECT item_id, user_id FROM session_queue {wanted.where}"  # noqa: S608
        for row in self.database.all(statement, wanted.values):
            owned.setdefault(row["user_id"], []).append(row["item_id"])
        return owned

    def counts(self, wanted: QueueFilter) -> dict[str, int]:
        """Count items by status, and in total."""
        statement = f"SELECT status, COUNT(*) AS n FROM session_queue {wanted.where} GROUP BY status"  # noqa: S608
        found = {row["status"]: row["n"] for row in self.database.all(statement, wanted.values)}
        names = ("pending", "in_progress", "waiting", *FINISHED)
        return {**{name: found.get(name, 0) for name in names}, "total": sum(found.values())}

    def origin(self, wanted: QueueFilter) -> tuple[str | None, str | None]:
        """Give the origin and destination of the first of the items."""
        statement = f"SELECT origin, destination FROM session_queue {wanted.where} LIMIT 1"  # noqa: S608
        row = self.database.one(statement, wanted.values)
        return (row["origin"], row["destination"]) if row else (None, None)

    def status(self, item_id: int) -> str | None:
        """Give an item's status, or None if there is no such item."""
        value = self.database.value("SELECT status FROM session_queue WHERE item_id = ?", (item_id,))
        return None if value is None else str(value)

    def highest_priority(self, queue_id: str) -> int:
        """Give the highest priority among pending items."""
        statement = "SELECT MAX(priority) FROM session_queue WHERE queue_id = ? AND status = 'pending'"
        return int(self.database.value(statement, (queue_id,)) or 0)

    def set_status(self, item_id: int, status: str, error: tuple[str, str, str] | None = None) -> bool:
        """Move an unfinished item to a status, and say whether it moved."""
        kind, message, trace = error or (None, None, None)
        values = {
            "status": status,
            "item_id": item_id,
            "error_type": kind,
            "error_message": message,
            "error_traceback": trace,
        }
        return self.database.run_named(SET_STATUS, values) > 0

    def set_session(self, item_id: int, session: dict[str, Any]) -> None:
        """Store how far an item's session came."""
        text = json.dumps(session)
        self.database.run("UPDATE session_queue SET session = ? WHERE item_id = ?", (text, item_id))

    def cancel(self, wanted: QueueFilter) -> int:
        """Move items to ``canceled`` in one go, and say how many."""
        return self.database.run(f"{CANCEL_MANY} {wanted.where}", wanted.values)

    def delete(self, wanted: QueueFilter) -> int:
        """Remove items, and what they alone shared, and say how many items."""
        statement = f"DELETE FROM session_queue {wanted.where}"  # noqa: S608
        with self.database.transaction():
            deleted = self.database.run(statement, wanted.values)
            self.database.run(DELETE_UNUSED)
        return deleted
