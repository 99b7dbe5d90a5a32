"""The system prompts: texts with a name that tell a language model how to write prompts."""

from typing import Any
from uuid import uuid4

from ivk_devserver.storage.sqlite_database import NOW, Row, SqliteDatabase

__all__ = ["SystemPromptRecordStorage"]


class SystemPromptRecordStorage:
    """The system prompts of a server."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def create(self, name: str, content: str, *, user_id: str, is_public: bool) -> str:
        """Create a system prompt and return its id."""
        prompt_id = str(uuid4())
        self._database.run(
            "INSERT INTO system_prompts (id, name, content, user_id, is_public) VALUES (?, ?, ?, ?, ?)",
            (prompt_id, name, content, user_id, is_public),
        )
        return prompt_id

    def get(self, prompt_id: str) -> Row | None:
        """Return a system prompt; None if there is no such prompt."""
        return self._database.one("SELECT * FROM system_prompts WHERE id = ?", (prompt_id,))

    def all(self, *, user_id: str | None) -> list[Row]:
        """Return system prompts; with a user, those that the user may read."""
        return self._database.all(
            "SELECT * FROM system_prompts WHERE ? IS NULL OR user_id = ? OR is_public ORDER BY LOWER(name)",
            (user_id, user_id),
        )

    def update(self, prompt_id: str, changes: dict[str, Any]) -> None:
        """Change columns of a system prompt."""
        for column in ("name", "content", "is_public"):
            if changes.get(column) is not None:
                self._database.run(
                    f"UPDATE system_prompts SET {column} = ?, updated_at = {NOW} WHERE id = ?",  # noqa: S608
                    (changes[column], prompt_id),
                )

    def delete(self, prompt_id: str) -> None:
        """Delete a system prompt."""
        self._database.run("DELETE FROM system_prompts WHERE id = ?", (prompt_id,))
