"""The server's data about accounts. Unknown keys are kept as attributes."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from ivk_core.schemas import ServerData, ServerTime

__all__ = ["AuthStatus", "User"]


class _FromServer(ServerData):
    @model_validator(mode="before")
    @classmethod
    def _treat_null_as_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}


class AuthStatus(_FromServer):
    """How a server handles accounts.

    Attributes
    ----------
    multiuser_enabled : bool
        Whether the server is in multi-user mode. Otherwise it needs no login.
    setup_required : bool
        Whether the first administrator has to be created.
    strict_password_checking : bool
        Whether the server rejects weak passwords.
    admin_email : str or None
        The e-mail of the first administrator; the server sends it only while `setup_required` is true.
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
        The id of the account.
    email : str
        The e-mail to log in with.
    display_name : str or None
        The name that is shown to users.
    is_admin : bool
        Whether the account is an administrator.
    is_active : bool
        Whether the account may log in.
    created_at, updated_at, last_login_at : datetime or None
        The times of creation, last change and last login, with a time zone.
    """

    user_id: str
    email: str = ""
    display_name: str | None = None
    is_admin: bool = False
    is_active: bool = True
    created_at: ServerTime | None = None
    updated_at: ServerTime | None = None
    last_login_at: ServerTime | None = None
