"""Tokens: who they stand for, until when, and under which secret.

A token is a JSON Web Token signed with HMAC-SHA256. It proves who is calling; what the caller may do is
looked up on each call, so a demoted or disabled user loses rights at once, and a changed password ends all
sessions.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from datetime import timedelta
from typing import Any

from ivk_devserver.auth.user import User
from ivk_devserver.settings import Settings
from ivk_devserver.storage.database import Database, Row
from ivk_devserver.storage.users import UserStore

__all__ = ["TokenOffice"]

HEADER = {"alg": "HS256", "typ": "JWT"}


class TokenOffice:
    """Issues and reads tokens."""

    def __init__(self, database: Database, users: UserStore, settings: Settings) -> None:
        self._users = users
        self._settings = settings
        self._secret = _secret_of(database)

    def lifetime(self, *, remember_me: bool) -> timedelta:
        """Say how long a token is good for."""
        return self._settings.remembered_token_lifetime if remember_me else self._settings.token_lifetime

    def issue(self, user: Row, *, remember_me: bool) -> str:
        """Make a token for a user."""
        claims = {
            "user_id": user["user_id"],
            "email": user["email"],
            "is_admin": bool(user["is_admin"]),
            "remember_me": remember_me,
            "token_epoch": user["token_epoch"],
            "exp": time.time() + self.lifetime(remember_me=remember_me).total_seconds(),
        }
        body = f"{_pack(HEADER)}.{_pack(claims)}"
        return f"{body}.{self._signature(body)}"

    def claims(self, token: str) -> dict[str, Any] | None:
        """Read a token; None if it is not ours or no longer good."""
        body, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            return None
        claims: dict[str, Any] = _unpack(body.partition(".")[2])
        return claims if claims["exp"] > time.time() else None

    def user_of(self, token: str) -> User | None:
        """Give the user for whom a token stands; None if it is not good, or not any more."""
        claims = self.claims(token)
        return None if claims is None else self.authorized(claims)

    def authorized(self, claims: dict[str, Any]) -> User | None:
        """Give the user of a token's claims, if that user may still call."""
        row = self._users.get(claims["user_id"])
        if row is None or not row["is_active"] or row["token_epoch"] != claims["token_epoch"]:
            return None
        return User(row["user_id"], row["email"], bool(row["is_admin"]), bool(claims["remember_me"]))

    def refreshed(self, token: str) -> str | None:
        """Give a younger token for a good one."""
        user = self.user_of(token)
        row = None if user is None else self._users.get(user.user_id)
        return None if user is None or row is None else self.issue(row, remember_me=user.remember_me)

    def _signature(self, body: str) -> str:
        return _encode(hmac.new(self._secret, body.encode(), hashlib.sha256).digest())


def _secret_of(database: Database) -> bytes:
    database.run("INSERT OR IGNORE INTO secrets VALUES ('tokens', ?)", (secrets.token_hex(32),))
    return str(database.value("SELECT value FROM secrets WHERE name = 'tokens'")).encode()


def _pack(value: dict[str, Any]) -> str:
    return _encode(json.dumps(value, separators=(",", ":")).encode())


def _unpack(text: str) -> dict[str, Any]:
    padded = text + "=" * (-len(text) % 4)
    return dict(json.loads(base64.urlsafe_b64decode(padded)))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
