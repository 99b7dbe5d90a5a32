"""Who is calling."""

from dataclasses import dataclass

__all__ = ["SYSTEM_EMAIL", "SYSTEM_USER", "User"]

SYSTEM_EMAIL = "system@system.invokeai"


@dataclass(frozen=True)
class User:
    """The user on whose behalf a call is made."""

    user_id: str
    email: str
    is_admin: bool
    remember_me: bool = False


SYSTEM_USER = User("system", SYSTEM_EMAIL, is_admin=True)
"""The caller of a server without users."""
