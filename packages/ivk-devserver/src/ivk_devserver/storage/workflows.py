"""The workflow library."""

import json
from typing import Any
from uuid import uuid4

from ivk_devserver.storage.database import NOW, Database, Row
from ivk_devserver.storage.workflow_filter import WorkflowFilter

__all__ = ["WorkflowStore"]

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


class WorkflowStore:
    """The workflows of a server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, workflow: dict[str, Any], *, user_id: str, is_public: bool) -> Row:
        """Add a workflow and give its record."""
        workflow_id = str(uuid4())
        text = json.dumps({**workflow, "id": workflow_id})
        self._database.run(
            "INSERT INTO workflows (workflow_id, workflow, user_id, is_public) VALUES (?, ?, ?, ?)",
            (workflow_id, text, user_id, is_public),
        )
        return self.existing(workflow_id)

    def get(self, workflow_id: str) -> Row | None:
        """Give one record with its workflow decoded, or None."""
        row = self._database.one("SELECT * FROM workflows WHERE workflow_id = ?", (workflow_id,))
        return None if row is None else {**row, "workflow": json.loads(row["workflow"])}

    def existing(self, workflow_id: str) -> Row:
        """Give a record that must be there."""
        record = self.get(workflow_id)
        if record is None:
            raise KeyError(workflow_id)
        return record

    def update(self, workflow_id: str, workflow: dict[str, Any]) -> Row:
        """Replace a workflow and give its record."""
        self._set(workflow_id, "workflow", json.dumps(workflow))
        return self.existing(workflow_id)

    def set_public(self, workflow_id: str, *, is_public: bool) -> Row:
        """Share a workflow or not; a tag says so, too."""
        workflow = self.existing(workflow_id)["workflow"]
        tags = [tag.strip() for tag in workflow["tags"].split(",") if tag.strip()]
        kept = [tag for tag in tags if tag != SHARED_TAG]
        workflow["tags"] = ", ".join([*kept, SHARED_TAG] if is_public else kept)
        self._set(workflow_id, "is_public", is_public)
        return self.update(workflow_id, workflow)

    def set_thumbnail(self, workflow_id: str, picture: bytes | None) -> None:
        """Keep a thumbnail, or none."""
        self._database.run("UPDATE workflows SET thumbnail = ? WHERE workflow_id = ?", (picture, workflow_id))

    def set_opened(self, workflow_id: str) -> None:
        """Note that a workflow was opened now."""
        self._database.run(f"UPDATE workflows SET opened_at = {NOW} WHERE workflow_id = ?", (workflow_id,))  # noqa: S608

    def delete(self, workflow_id: str) -> None:
        """Remove a workflow."""
        self._database.run("DELETE FROM workflows WHERE workflow_id = ?", (workflow_id,))

    def all(self, wanted: WorkflowFilter, *, order_by: str, direction: str) -> list[Row]:
        """Give the list items of workflows."""
        order = f"{ORDERS[order_by]} {'DESC' if direction == 'DESC' else 'ASC'}"
        statement = f"SELECT * FROM ({LIST_ITEM}) {wanted.where} ORDER BY {order}"  # noqa: S608
        return self._database.all(statement, wanted.values)

    def count(self, wanted: WorkflowFilter) -> int:
        """Count workflows."""
        statement = f"SELECT COUNT(*) FROM ({LIST_ITEM}) {wanted.where}"  # noqa: S608
        return int(self._database.value(statement, wanted.values))

    def _set(self, workflow_id: str, column: str, value: Any) -> None:
        statement = f"UPDATE workflows SET {column} = ?, updated_at = {NOW} WHERE workflow_id = ?"  # noqa: S608
        self._database.run(statement, (value, workflow_id))
