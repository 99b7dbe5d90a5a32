"""What the server tells about accounts. Whatever a newer server adds is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

__all__ = ["AuthStatus", "User"]


class _FromServer(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _take_null_for_absent(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        return {name: value for name, value in told.items() if value is not None}


class AuthStatus(_FromServer):
    """How a server handles accounts.

    Attributes
    ----------
    multiuser_enabled : bool
        Whether it has accounts at all; without, nobody has to log in.
    setup_required : bool
        Whether it waits for its first administrator.
    strict_password_checking : bool
        Whether it refuses weak passwords.
    admin_email : str or None
        The first administrator, told only while the setup is not done.
    """

    multiuser_enabled: bool = False
    setup_required: bool = False
    strict_password_checking: bool = False
    admin_email: str | None = None


class User(_FromServer):
    """One account.

    Attributes
    ----------
    user_id : str
        The server's name for it.
    email : str
        What it logs in with.
    display_name : str or None
        What people see.
    is_admin, is_active : bool
        Whether it administers the server, and whether it may log in.
    created_at, updated_at, last_login_at : datetime or None
        When that happened.
    """

    user_id: str
    email: str = ""
    display_name: str | None = None
    is_admin: bool = False
    is_active: bool = True
    created_at: datetime | None = None
    updated_at: datetime | None = None
    last_login_at: datetime | None = None
