"""Users, the ``system`` user among them, to whom everything belongs on a server without users."""

from typing import Any
from uuid import uuid4

from ivk_devserver.auth.passwords import hash_password, is_password
from ivk_devserver.auth.user import SYSTEM_EMAIL
from ivk_devserver.storage.database import NOW, Database, Row

__all__ = ["UserStore"]

CHANGEABLE = ("display_name", "is_admin", "is_active", "password")
ADD_SYSTEM = """
INSERT OR IGNORE INTO users (user_id, email, display_name, password, is_admin, is_active)
VALUES ('system', ?, 'System', '$', 0, 1)
"""


class UserStore:
    """The users of a server."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(ADD_SYSTEM, (SYSTEM_EMAIL,))

    def create(self, *, email: str, display_name: str | None, password: str, is_admin: bool) -> Row:
        """Add a user and give it.

        Raises
        ------
        ValueError
            If somebody has this e-mail address, or there is no password.
        """
        if not password:
            raise ValueError("Password cannot be empty")
        if self._by_email(email) is not None:
            raise ValueError(f"User with email {email} already exists")
        user_id = str(uuid4())
        self._database.run(
            "INSERT INTO users (user_id, email, display_name, password, is_admin) VALUES (?, ?, ?, ?, ?)",
            (user_id, email, display_name, hash_password(password), is_admin),
        )
        return self.existing(user_id)

    def get(self, user_id: str) -> Row | None:
        """Give one user, or None."""
        return self._database.one("SELECT * FROM users WHERE user_id = ?", (user_id,))

    def existing(self, user_id: str) -> Row:
        """Give a user that must be there."""
        user = self.get(user_id)
        if user is None:
            raise KeyError(user_id)
        return user

    def all(self) -> list[Row]:
        """Give all users but the system's own."""
        return self._database.all("SELECT * FROM users WHERE user_id != 'system' ORDER BY created_at DESC")

    def with_password(self, email: str, password: str) -> Row | None:
        """Give the user with this address and password, or None."""
        user = self._by_email(email)
        if user is None or user["password"] == "$" or not is_password(password, user["password"]):  # noqa: S105
            return None
        self._database.run(f"UPDATE users SET last_login_at = {NOW} WHERE email = ?", (email,))  # noqa: S608
        return self.existing(user["user_id"])

    def update(self, user_id: str, changes: dict[str, Any]) -> Row:
        """Change columns of a user and give it; a new password ends all sessions."""
        for column in CHANGEABLE:
            if changes.get(column) is not None:
                value = hash_password(changes[column]) if column == "password" else changes[column]
                statement = f"UPDATE users SET {column} = ?, updated_at = {NOW} WHERE user_id = ?"  # noqa: S608
                self._database.run(statement, (value, user_id))
        if changes.get("password") is not None:
            epoch = "UPDATE users SET token_epoch = token_epoch + 1 WHERE user_id = ?"
            self._database.run(epoch, (user_id,))
        return self.existing(user_id)

    def delete(self, user_id: str) -> None:
        """Remove a user."""
        self._database.run("DELETE FROM users WHERE user_id = ?", (user_id,))

    def count_admins(self) -> int:
        """Count the administrators that may log in."""
        return int(self._database.value("SELECT COUNT(*) FROM users WHERE is_admin AND is_active"))

    def _by_email(self, email: str) -> Row | None:
        return self._database.one("SELECT * FROM users WHERE email = ?", (email,))
