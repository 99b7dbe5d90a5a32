"""The user accounts, and the hashes of their passwords.

The account ``system`` always exists. On a server without accounts everything belongs to it.
"""

import hashlib
import hmac
import secrets
from typing import Any
from uuid import uuid4

from ivk_devserver.storage.sqlite_database import NOW, Row, SqliteDatabase

__all__ = ["SYSTEM_EMAIL", "SYSTEM_USER_ID", "UserStorage", "hash_password", "verify_password"]

SYSTEM_USER_ID = "system"
SYSTEM_EMAIL = "system@system.invokeai"
NO_PASSWORD = "$"  # noqa: S105 - matches no password, because a hash has a salt
CHANGEABLE = ("display_name", "is_admin", "is_active", "password")
ADD_SYSTEM_USER = """
INSERT OR IGNORE INTO users (user_id, email, display_name, password, is_admin, is_active)
VALUES (?, ?, 'System', ?, 0, 1)
"""

COST, BLOCK_SIZE, PARALLELISM = 1024, 8, 1
"""The parameters of scrypt. The cost is a sixteenth of the usual 16384, because tests log in often."""

SALT_BYTES = 16
"""RFC 8018 asks for at least 8 bytes; 16 is what password libraries use."""


class UserStorage:
    """The user accounts of a server."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        database.run(ADD_SYSTEM_USER, (SYSTEM_USER_ID, SYSTEM_EMAIL, NO_PASSWORD))

    def create(self, *, email: str, display_name: str | None, password: str, is_admin: bool) -> Row:
        """Create a user and return it.

        Raises
        ------
        ValueError
            If another user has the e-mail address, or the password is empty.
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
        return self.get_existing(user_id)

    def get(self, user_id: str) -> Row | None:
        """Return a user; None if there is no such user."""
        return self._database.one("SELECT * FROM users WHERE user_id = ?", (user_id,))

    def get_existing(self, user_id: str) -> Row:
        """Return a user.

        Raises
        ------
        KeyError
            If there is no such user.
        """
        user = self.get(user_id)
        if user is None:
            raise KeyError(user_id)
        return user

    def all(self) -> list[Row]:
        """Return all users except the system user, the newest first."""
        return self._database.all(
            "SELECT * FROM users WHERE user_id != ? ORDER BY created_at DESC", (SYSTEM_USER_ID,)
        )

    def log_in(self, email: str, password: str) -> Row | None:
        """Return the user with an e-mail address and password; None if either is wrong."""
        user = self._by_email(email)
        if user is None or not verify_password(password, user["password"]):
            return None
        self._database.run(f"UPDATE users SET last_login_at = {NOW} WHERE email = ?", (email,))  # noqa: S608
        return self.get_existing(user["user_id"])

    def update(self, user_id: str, changes: dict[str, Any]) -> Row:
        """Change columns of a user and return it; a new password makes all earlier tokens invalid."""
        for column in CHANGEABLE:
            if changes.get(column) is not None:
                value = hash_password(changes[column]) if column == "password" else changes[column]
                statement = f"UPDATE users SET {column} = ?, updated_at = {NOW} WHERE user_id = ?"  # noqa: S608
                self._database.run(statement, (value, user_id))
        if changes.get("password") is not None:
            next_epoch = "UPDATE users SET token_epoch = token_epoch + 1 WHERE user_id = ?"
            self._database.run(next_epoch, (user_id,))
        return self.get_existing(user_id)

    def delete(self, user_id: str) -> None:
        """Delete a user."""
        self._database.run("DELETE FROM users WHERE user_id = ?", (user_id,))

    def count_admins(self) -> int:
        """Return the number of administrators who may log in."""
        return int(self._database.value("SELECT COUNT(*) FROM users WHERE is_admin AND is_active"))

    def _by_email(self, email: str) -> Row | None:
        return self._database.one("SELECT * FROM users WHERE email = ?", (email,))


def hash_password(password: str) -> str:
    """Return the salted scrypt hash of a password, as text to store."""
    salt = secrets.token_bytes(SALT_BYTES)
    return f"{salt.hex()}${_digest(password, salt).hex()}"


def verify_password(password: str, hashed: str) -> bool:
    """Return whether a password has a hash."""
    if hashed == NO_PASSWORD:
        return False
    salt, _, digest = hashed.partition("$")
    return hmac.compare_digest(_digest(password, bytes.fromhex(salt)).hex(), digest)


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK_SIZE, p=PARALLELISM)
