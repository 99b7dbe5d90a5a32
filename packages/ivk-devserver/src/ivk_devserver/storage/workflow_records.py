"""The workflows of the library."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ivk_devserver.storage.sql_filter import Condition, SqlFilter, placeholders
from ivk_devserver.storage.sqlite_database import NOW, Row, SqliteDatabase

__all__ = ["WorkflowFilter", "WorkflowRecordStorage"]

LIST_ITEM = """
SELECT workflow_id, workflow ->> 'name' AS name, created_at, updated_at, opened_at, user_id, is_public,
       workflow ->> 'description' AS description, workflow ->> '$.meta.category' AS category,
       workflow ->> 'tags' AS tags, thumbnail IS NOT NULL AS has_thumbnail
FROM workflows
"""
SHARED_TAG = "shared"
ORDERS = {
    "created_at": "created_at",
    "updated_at": "updated_at",
    "opened_at": "opened_at",
    "name": "name COLLATE NOCASE",
    "is_public": "is_public",
}


@dataclass(frozen=True)
class WorkflowFilter(SqlFilter):
    """Which workflows to list; a field that is None does not restrict them."""

    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    query: str | None = None
    has_been_opened: bool | None = None
    is_public: bool | None = None
    user_id: str | None = None

    def _conditions(self) -> list[Condition]:
        conditions: list[Condition] = []
        if self.categories:
            conditions.append((f"category IN ({placeholders(self.categories)})", self.categories))
        if self.tags:
            tags = tuple(f"%{tag.strip()}%" for tag in self.tags)
            conditions.append((f"({' OR '.join('tags LIKE ?' for _ in tags)})", tags))
        if self.query and self.query.strip():
            pattern = f"%{self.query.strip()}%"
            conditions.append(("(name LIKE ? OR description LIKE ? OR tags LIKE ?)", (pattern,) * 3))
        if self.has_been_opened is not None:
            conditions.append(("(opened_at IS NOT NULL) = ?", (self.has_been_opened,)))
        if self.is_public is not None:
            conditions.append(("is_public = ?", (self.is_public,)))
        if self.user_id is not None:
            conditions.append(("(user_id = ? OR category = 'default')", (self.user_id,)))
        return conditions


class WorkflowRecordStorage:
    """The workflows of a server."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def create(self, workflow: dict[str, Any], *, user_id: str, is_public: bool) -> Row:
        """Add a workflow and return its record."""
        workflow_id = str(uuid4())
        text = json.dumps({**workflow, "id": workflow_id})
        self._database.run(
            "INSERT INTO workflows (workflow_id, workflow, user_id, is_public) VALUES (?, ?, ?, ?)",
            (workflow_id, text, user_id, is_public),
        )
        return self.get_existing(workflow_id)

    def get(self, workflow_id: str) -> Row | None:
        """Return a record with its workflow decoded; None if there is no such workflow."""
        row = self._database.one("SELECT * FROM workflows WHERE workflow_id = ?", (workflow_id,))
        return None if row is None else {**row, "workflow": json.loads(row["workflow"])}

    def get_existing(self, workflow_id: str) -> Row:
        """Return a record with its workflow decoded.

        Raises
        ------
        KeyError
            If there is no such workflow.
        """
        record = self.get(workflow_id)
        if record is None:
            raise KeyError(workflow_id)
        return record

    def update(self, workflow_id: str, workflow: dict[str, Any]) -> Row:
        """Replace a workflow and return its record."""
        self._set(workflow_id, "workflow", json.dumps(workflow))
        return self.get_existing(workflow_id)

    def set_public(self, workflow_id: str, *, is_public: bool) -> Row:
        """Make a workflow public or private; as on a real server, its tags then say so too."""
        workflow = self.get_existing(workflow_id)["workflow"]
        tags = [tag.strip() for tag in workflow["tags"].split(",") if tag.strip()]
        other_tags = [tag for tag in tags if tag != SHARED_TAG]
        workflow["tags"] = ", ".join([*other_tags, SHARED_TAG] if is_public else other_tags)
        self._set(workflow_id, "is_public", is_public)
        return self.update(workflow_id, workflow)

    def set_thumbnail(self, workflow_id: str, thumbnail: bytes | None) -> None:
        """Store a thumbnail, or delete it for None."""
        self._database.run(
            "UPDATE workflows SET thumbnail = ? WHERE workflow_id = ?", (thumbnail, workflow_id)
        )

    def set_opened(self, workflow_id: str) -> None:
        """Store that a workflow was opened now."""
        self._database.run(f"UPDATE workflows SET opened_at = {NOW} WHERE workflow_id = ?", (workflow_id,))  # noqa: S608

    def delete(self, workflow_id: str) -> None:
        """Delete a workflow."""
        self._database.run("DELETE FROM workflows WHERE workflow_id = ?", (workflow_id,))

    def all(self, workflow_filter: WorkflowFilter, *, order_by: str, direction: str) -> list[Row]:
        """Return the list items of workflows, which do not have the workflows themselves."""
        order = f"{ORDERS[order_by]} {'DESC' if direction == 'DESC' else 'ASC'}"
        statement = f"SELECT * FROM ({LIST_ITEM}) {workflow_filter.where} ORDER BY {order}"  # noqa: S608
        return self._database.all(statement, workflow_filter.values)

    def count(self, workflow_filter: WorkflowFilter) -> int:
        """Return the number of workflows."""
        statement = f"SELECT COUNT(*) FROM ({LIST_ITEM}) {workflow_filter.where}"  # noqa: S608
        return int(self._database.value(statement, workflow_filter.values))

    def _set(self, workflow_id: str, column: str, value: Any) -> None:
        statement = f"UPDATE workflows SET {column} = ?, updated_at = {NOW} WHERE workflow_id = ?"  # noqa: S608
        self._database.run(statement, (value, workflow_id))
