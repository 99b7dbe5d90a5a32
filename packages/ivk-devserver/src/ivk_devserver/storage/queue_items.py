"""The queue items in the database: their rows, their counts, and their statuses.

The graph and workflow of a batch are stored once, in ``batches``. An item has only its own field values, and
its session after it ran.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ivk_devserver.storage.sql_filter import Condition, SqlFilter, placeholders
from ivk_devserver.storage.sqlite_database import NOW, Row, SqliteDatabase

__all__ = ["FINISHED", "QueueFilter", "QueueItemStorage"]

FINISHED = ("completed", "failed", "canceled")
"""The statuses that an item never leaves."""

COPIED_ON_RETRY = (
    *("queue_id", "batch_id", "batch_number", "field_values"),
    *("priority", "origin", "destination", "user_id"),
)
SELECT_ITEMS = """
SELECT session_queue.*, batches.graph AS graph, batches.workflow AS workflow,
       users.display_name AS user_display_name, users.email AS user_email
FROM session_queue JOIN batches ON batches.number = session_queue.batch_number
LEFT JOIN users ON users.user_id = session_queue.user_id
"""
SELECT_SUMMARIES = """
SELECT item_id, session_queue.created_at, status, device, started_at, completed_at, origin, destination,
       batch_id, session_queue.user_id, users.display_name AS user_display_name, users.email AS user_email,
       field_values, parent_item_id
FROM session_queue LEFT JOIN users ON users.user_id = session_queue.user_id
"""
LEAST_RECENTLY_SERVED_USER = """
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
DELETE_UNUSED_BATCHES = """
DELETE FROM batches WHERE NOT EXISTS (SELECT 1 FROM session_queue WHERE batch_number = batches.number)
"""
CANCEL_ITEMS = f"""
UPDATE session_queue SET status = 'canceled', status_sequence = status_sequence + 1,
    updated_at = {NOW}, completed_at = {NOW}
"""  # noqa: S608


@dataclass(frozen=True)
class QueueFilter(SqlFilter):
    """Which queue items an operation applies to; a field that is None does not restrict them."""

    queue_id: str | None = None
    statuses: tuple[str, ...] | None = None
    batch_ids: tuple[str, ...] | None = None
    destination: str | None = None
    user_id: str | None = None
    item_ids: tuple[int, ...] | None = None
    excluded_item_ids: tuple[int, ...] = ()

    def _conditions(self) -> list[Condition]:
        equal = [
            ("queue_id", self.queue_id),
            ("destination", self.destination),
            ("session_queue.user_id", self.user_id),
        ]
        among = [("status", self.statuses), ("batch_id", self.batch_ids), ("item_id", self.item_ids)]
        excluded = self.excluded_item_ids
        return [
            *((f"{column} = ?", (value,)) for column, value in equal if value is not None),
            *((f"{column} IN ({placeholders(some)})", some) for column, some in among if some is not None),
            *([(f"item_id NOT IN ({placeholders(excluded)})", excluded)] if excluded else []),
        ]


class QueueItemStorage:
    """The queue items of a server, of all queues."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.database = database

    def add_batch(self, graph: dict[str, Any], workflow: dict[str, Any] | None) -> int:
        """Store the graph and workflow of a batch, and return its number."""
        texts = (json.dumps(graph), None if workflow is None else json.dumps(workflow))
        return self.database.insert("INSERT INTO batches (graph, workflow) VALUES (?, ?)", texts)

    def add_items(self, shared: dict[str, Any], field_values: Iterable[list[dict[str, Any]]]) -> int:
        """Add one item for each list of field values, all with the ``shared`` columns; return how many."""
        columns = [*shared, "session_id", "field_values"]
        rows = [(*shared.values(), str(uuid4()), json.dumps(values)) for values in field_values]
        self.database.run_many(_insert_item(columns), rows)
        return len(rows)

    def add_copy(self, item: Row) -> int:
        """Add an item that runs the graph of another item again, and return its id."""
        copied = {name: item[name] for name in COPIED_ON_RETRY}
        first = item["retried_from_item_id"] or item["item_id"]
        values = {**copied, "session_id": str(uuid4()), "retried_from_item_id": first}
        return self.add_item(values)

    def add_item(self, values: dict[str, Any]) -> int:
        """Add one item with the given columns, and return its id."""
        return self.database.insert(_insert_item(values), tuple(values.values()))

    def get(self, item_id: int) -> Row | None:
        """Return an item with its graph and workflow; None if there is no such item."""
        return self.database.one(f"{SELECT_ITEMS} WHERE item_id = ?", (item_id,))

    def first(self, item_filter: QueueFilter) -> Row | None:
        """Return the item with the highest priority, the oldest first; None if there is none."""
        order = "ORDER BY priority DESC, item_id ASC LIMIT 1"
        return self.database.one(f"{SELECT_ITEMS} {item_filter.where} {order}", item_filter.values)

    def next_pending(self, *, fair: bool) -> Row | None:
        """Return the item to run next, of any queue; None if there is none.

        ``fair`` selects the item of the user whose last item started longest ago.
        """
        user_order = LEAST_RECENTLY_SERVED_USER if fair else ""
        order = f"ORDER BY {user_order} priority DESC, item_id ASC LIMIT 1"
        return self.database.one(f"{SELECT_ITEMS} WHERE status = 'pending' {order}")

    def all(self, item_filter: QueueFilter) -> list[Row]:
        """Return items with their graphs and workflows, in the order in which they run."""
        return self.database.all(
            f"{SELECT_ITEMS} {item_filter.where} ORDER BY priority DESC, item_id ASC", item_filter.values
        )

    def summaries(self, queue_id: str, item_ids: Sequence[int]) -> dict[int, Row]:
        """Return the summaries of items by id; they have no session, graph and workflow."""
        numbers = json.dumps(list(item_ids))
        statement = f"{SELECT_SUMMARIES} WHERE queue_id = ? AND item_id IN (SELECT value FROM json_each(?))"  # noqa: S608
        return {row["item_id"]: row for row in self.database.all(statement, (queue_id, numbers))}

    def item_ids(self, queue_id: str, direction: str) -> list[int]:
        """Return the ids of all items of a queue."""
        order = "ASC" if direction == "ASC" else "DESC"
        statement = f"SELECT item_id FROM session_queue WHERE queue_id = ? ORDER BY created_at {order}"  # noqa: S608
        return self.database.column(statement, (queue_id,))

    def ids_of_batch(self, batch_id: str) -> list[int]:
        """Return the ids of all items of a batch, the newest first."""
        statement = "SELECT item_id FROM session_queue WHERE batch_id = ? ORDER BY item_id DESC"
        return self.database.column(statement, (batch_id,))

    def with_called_items(self, root_id: int) -> list[int]:
        """Return the ids of an item and of the items of all workflows that it called."""
        statement = "SELECT item_id FROM session_queue WHERE item_id = ? OR root_item_id = ? ORDER BY item_id"
        return self.database.column(statement, (root_id, root_id))

    def owners(self, item_filter: QueueFilter) -> dict[str, list[int]]:
        """Return the ids of items by the user who owns them."""
        owned: dict[str, list[int]] = {}
        statement = f"SELECT item_id, user_id FROM session_queue {item_filter.where}"  # noqa: S608
        for row in self.database.all(statement, item_filter.values):
            owned.setdefault(row["user_id"], []).append(row["item_id"])
        return owned

    def counts(self, item_filter: QueueFilter) -> dict[str, int]:
        """Return the number of items in each status, and in total."""
        statement = f"SELECT status, COUNT(*) AS n FROM session_queue {item_filter.where} GROUP BY status"  # noqa: S608
        found = {row["status"]: row["n"] for row in self.database.all(statement, item_filter.values)}
        names = ("pending", "in_progress", "waiting", *FINISHED)
        return {**{name: found.get(name, 0) for name in names}, "total": sum(found.values())}

    def origin(self, item_filter: QueueFilter) -> tuple[str | None, str | None]:
        """Return the origin and destination of the first of the items."""
        statement = f"SELECT origin, destination FROM session_queue {item_filter.where} LIMIT 1"  # noqa: S608
        row = self.database.one(statement, item_filter.values)
        return (row["origin"], row["destination"]) if row else (None, None)

    def status(self, item_id: int) -> str | None:
        """Return the status of an item; None if there is no such item."""
        value = self.database.value("SELECT status FROM session_queue WHERE item_id = ?", (item_id,))
        return None if value is None else str(value)

    def highest_priority(self, queue_id: str) -> int:
        """Return the highest priority of the pending items, 0 if there are none."""
        statement = "SELECT MAX(priority) FROM session_queue WHERE queue_id = ? AND status = 'pending'"
        return int(self.database.value(statement, (queue_id,)) or 0)

    def set_status(self, item_id: int, status: str, error: tuple[str, str, str] | None = None) -> bool:
        """Set the status of an unfinished item, and return whether it was unfinished."""
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
        """Store the session of an item."""
        text = json.dumps(session)
        self.database.run("UPDATE session_queue SET session = ? WHERE item_id = ?", (text, item_id))

    def cancel(self, item_filter: QueueFilter) -> int:
        """Cancel items with one statement, and return how many."""
        return self.database.run(f"{CANCEL_ITEMS} {item_filter.where}", item_filter.values)

    def delete(self, item_filter: QueueFilter) -> int:
        """Delete items, and the batches that have no more items; return the number of items."""
        statement = f"DELETE FROM session_queue {item_filter.where}"  # noqa: S608
        with self.database.transaction():
            deleted = self.database.run(statement, item_filter.values)
            self.database.run(DELETE_UNUSED_BATCHES)
        return deleted


def _insert_item(columns: Iterable[str]) -> str:
    names = list(columns)
    return f"INSERT INTO session_queue ({', '.join(names)}) VALUES ({placeholders(names)})"  # noqa: S608
