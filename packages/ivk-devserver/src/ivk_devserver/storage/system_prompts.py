"""System prompts: texts by name that tell a language model how to write prompts."""

from typing import Any
from uuid import uuid4

from ivk_devserver.storage.database import NOW, Database, Row

__all__ = ["SystemPromptStore"]


class SystemPromptStore:
    """The system prompts of a server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, content: str, *, user_id: str, is_public: bool) -> str:
        """Add a system prompt and give its id."""
        prompt_id = str(uuid4())
        self._database.run(
            "INSERT INTO system_prompts (id, name, content, user_id, is_public) VALUES (?, ?, ?, ?, ?)",
            (prompt_id, name, content, user_id, is_public),
        )
        return prompt_id

    def get(self, prompt_id: str) -> Row | None:
        """Give one system prompt, or None."""
        return self._database.one("SELECT * FROM system_prompts WHERE id = ?", (prompt_id,))

    def all(self, *, user_id: str | None) -> list[Row]:
        """List system prompts; with a user, those that this user may see."""
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
        """Remove a system prompt."""
        self._database.run("DELETE FROM system_prompts WHERE id = ?", (prompt_id,))
