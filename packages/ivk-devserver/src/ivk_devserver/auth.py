"""The user of a request, and the tokens that users authenticate with.

A token is a JSON Web Token signed with HMAC-SHA256. It proves who the user is; what the user may do is looked
up in the database on every request. A disabled or demoted user loses access at once, and a new password
makes all earlier tokens invalid.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ivk_devserver.settings import Settings
from ivk_devserver.storage.sqlite_database import Row, SqliteDatabase
from ivk_devserver.storage.users import SYSTEM_EMAIL, SYSTEM_USER_ID, UserStorage

__all__ = ["SYSTEM_USER", "TokenService", "User"]

Claims = dict[str, Any]
HEADER = {"alg": "HS256", "typ": "JWT"}
SECRET_BYTES = 32
"""The length of an HMAC-SHA256 digest, the least that RFC 7518 allows for the key of HS256."""


@dataclass(frozen=True)
class User:
    """The user who made a request."""

    user_id: str
    email: str
    is_admin: bool
    remember_me: bool = False


SYSTEM_USER = User(SYSTEM_USER_ID, SYSTEM_EMAIL, is_admin=True)
"""The user of every request to a server without accounts."""


class TokenService:
    """Creates and verifies tokens."""

    def __init__(self, database: SqliteDatabase, users: UserStorage, settings: Settings) -> None:
        self._users = users
        self._settings = settings
        self._secret = _secret_of(database)

    def lifetime(self, *, remember_me: bool) -> timedelta:
        """Return how long a token is valid."""
        return self._settings.remembered_token_lifetime if remember_me else self._settings.token_lifetime

    def create(self, user: Row, *, remember_me: bool) -> str:
        """Create a token for a user."""
        claims = {
            "user_id": user["user_id"],
            "email": user["email"],
            "is_admin": bool(user["is_admin"]),
            "remember_me": remember_me,
            "token_epoch": user["token_epoch"],
            "exp": time.time() + self.lifetime(remember_me=remember_me).total_seconds(),
        }
        body = f"{_encode_json(HEADER)}.{_encode_json(claims)}"
        return f"{body}.{self._signature(body)}"

    def verify(self, token: str) -> Claims | None:
        """Return the claims of a token; None if its signature is wrong or it has expired."""
        body, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            return None
        claims: Claims = _decode_json(body.partition(".")[2])
        return claims if claims["exp"] > time.time() else None

    def authorized_user(self, claims: Claims) -> User | None:
        """Return the user that claims name; None if the user is deleted, disabled or has a new password."""
        row = self._users.get(claims["user_id"])
        if row is None or not row["is_active"] or row["token_epoch"] != claims["token_epoch"]:
            return None
        return User(row["user_id"], row["email"], bool(row["is_admin"]), bool(claims["remember_me"]))

    def authenticate(self, token: str) -> User | None:
        """Return the user of a token; None if the token is not valid or the user may not log in."""
        claims = self.verify(token)
        return None if claims is None else self.authorized_user(claims)

    def refresh(self, token: str) -> str | None:
        """Create a token with a new lifetime for the user of a valid token."""
        user = self.authenticate(token)
        row = None if user is None else self._users.get(user.user_id)
        return None if user is None or row is None else self.create(row, remember_me=user.remember_me)

    def _signature(self, body: str) -> str:
        return _encode(hmac.new(self._secret, body.encode(), hashlib.sha256).digest())


def _secret_of(database: SqliteDatabase) -> bytes:
    new_secret = secrets.token_hex(SECRET_BYTES)
    database.run("INSERT OR IGNORE INTO secrets VALUES ('tokens', ?)", (new_secret,))
    return str(database.value("SELECT value FROM secrets WHERE name = 'tokens'")).encode()


def _encode_json(value: dict[str, Any]) -> str:
    return _encode(json.dumps(value, separators=(",", ":")).encode())


def _decode_json(text: str) -> dict[str, Any]:
    padded = text + "=" * (-len(text) % 4)
    return dict(json.loads(base64.urlsafe_b64decode(padded)))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
