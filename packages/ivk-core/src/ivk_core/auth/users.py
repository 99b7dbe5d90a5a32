# Made from users_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The accounts of a server: ``client.auth.users``."""

from __future__ import annotations

import builtins
from typing import Protocol, TypeVar

from ivk_core.auth import calls
from ivk_core.auth.schemas import User
from ivk_core.flow import Flow
from ivk_core.secret import Secret

__all__ = ["Users"]

T = TypeVar("T")


class _Client(Protocol):
    def run(self, flow: Flow[T]) -> T: ...


class Users:
    """The accounts of a server, for its administrators.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    def __init__(self, client: _Client) -> None:
        self._client = client

    def list(self) -> builtins.list[User]:
        """List all accounts (operation ``list_users_api_v1_auth_users_get``).

        Raises
        ------
        PermissionDeniedError
            If the account in use does not administer the server; all methods that follow raise it as well.
        """
        return self._client.run(calls.list_users())

    def get(self, user_id: str) -> User:
        """Return one account (operation ``get_user_api_v1_auth_users__user_id__get``).

        Raises
        ------
        NotFoundError
            If there is none with that id.
        """
        return self._client.run(calls.get_user(user_id))

    def create(
        self,
        email: str,
        password: str | Secret,
        *,
        display_name: str | None = None,
        is_admin: bool = False,
    ) -> User:
        """Create an account (operation ``create_user_api_v1_auth_users_post``).

        Raises
        ------
        APIError
            If the e-mail is taken, or the password too weak.
        """
        return self._client.run(calls.create_user(email, password, display_name, is_admin=is_admin))

    def update(
        self,
        user_id: str,
        *,
        display_name: str | None = None,
        password: str | Secret | None = None,
        is_admin: bool | None = None,
        is_active: bool | None = None,
    ) -> User:
        """Change an account (operation ``update_user_api_v1_auth_users__user_id__patch``).

        What is None stays as it is.
        """
        changes = {
            "display_name": display_name,
            "password": password,
            "is_admin": is_admin,
            "is_active": is_active,
        }
        return self._client.run(calls.update_user(user_id, changes))

    def delete(self, user_id: str) -> None:
        """Delete an account (operation ``delete_user_api_v1_auth_users__user_id__delete``)."""
        self._client.run(calls.delete_user(user_id))
