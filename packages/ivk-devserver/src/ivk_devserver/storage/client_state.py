"""The client state: texts that the GUI stores on the server under keys of its own."""

from ivk_devserver.storage.sqlite_database import SqliteDatabase

__all__ = ["ClientStatePersistence"]


class ClientStatePersistence:
    """Texts by user and key."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def get(self, user_id: str, key: str) -> str | None:
        """Return a text; None if there is none for the key."""
        statement = "SELECT value FROM client_state WHERE user_id = ? AND key = ?"
        value = self._database.value(statement, (user_id, key))
        return None if value is None else str(value)

    def set(self, user_id: str, key: str, value: str) -> None:
        """Store a text."""
        self._database.run("INSERT OR REPLACE INTO client_state VALUES (?, ?, ?)", (user_id, key, value))

    def keys(self, user_id: str, prefix: str) -> list[str]:
        """Return the keys that start with a prefix."""
        statement = "SELECT key FROM client_state WHERE user_id = ? AND SUBSTR(key, 1, ?) = ? ORDER BY key"
        return self._database.column(statement, (user_id, len(prefix), prefix))

    def delete(self, user_id: str, key: str | None = None) -> None:
        """Delete one text, or all texts of a user."""
        statement = "DELETE FROM client_state WHERE user_id = ? AND (? IS NULL OR key = ?)"
        self._database.run(statement, (user_id, key, key))
