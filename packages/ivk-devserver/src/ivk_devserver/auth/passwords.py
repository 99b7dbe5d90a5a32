"""Passwords are kept as salted scrypt hashes."""

import hashlib
import hmac
import secrets

__all__ = ["hash_password", "is_password"]

# Cheap on purpose: the server is for trying and testing, and a test logs in often.
COST, BLOCK, PARALLEL = 1024, 8, 1


def hash_password(password: str) -> str:
    """Give a text to keep in place of a password."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_digest(password, salt).hex()}"


def is_password(password: str, kept: str) -> bool:
    """Say whether a password is the one that was kept."""
    salt, _, digest = kept.partition("$")
    return hmac.compare_digest(_digest(password, bytes.fromhex(salt)).hex(), digest)


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL)
