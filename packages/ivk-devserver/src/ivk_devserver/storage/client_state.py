"""What the GUI stores for itself, as texts by key."""

from ivk_devserver.storage.database import Database

__all__ = ["ClientStateStore"]


class ClientStateStore:
    """Texts by user and key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, user_id: str, key: str) -> str | None:
        """Give one text, or None."""
        statement = "SELECT value FROM client_state WHERE user_id = ? AND key = ?"
        value = self._database.value(statement, (user_id, key))
        return None if value is None else str(value)

    def set(self, user_id: str, key: str, value: str) -> None:
        """Store one text."""
        self._database.run("INSERT OR REPLACE INTO client_state VALUES (?, ?, ?)", (user_id, key, value))

    def keys(self, user_id: str, prefix: str) -> list[str]:
        """List the keys that start with a prefix."""
        statement = "SELECT key FROM client_state WHERE user_id = ? AND SUBSTR(key, 1, ?) = ? ORDER BY key"
        return self._database.column(statement, (user_id, len(prefix), prefix))

    def delete(self, user_id: str, key: str | None = None) -> None:
        """Forget one text, or all of a user's."""
        statement = "DELETE FROM client_state WHERE user_id = ? AND (? IS NULL OR key = ?)"
        self._database.run(statement, (user_id, key, key))
