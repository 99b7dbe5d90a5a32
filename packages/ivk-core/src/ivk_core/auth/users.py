# Made from users_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The accounts of a server: ``client.auth.users``."""

from __future__ import annotations

import builtins
from typing import Protocol, TypeVar

from ivk_core.attributes import StrictAttributes
from ivk_core.auth import calls
from ivk_core.auth.schemas import User
from ivk_core.flow import Flow
from ivk_core.secret import Secret

__all__ = ["Users"]

T = TypeVar("T")


class _Client(Protocol):
    def run(self, flow: Flow[T]) -> T: ...


class Users(StrictAttributes):
    """The accounts of a server, for its administrators.

    All methods raise `PermissionDeniedError` if the account in use is not an administrator.

    Parameters
    ----------
    client : Client
        The client that sends the requests.
    """

    def __init__(self, client: _Client) -> None:
        self._client = client

    def list(self) -> builtins.list[User]:
        """List all accounts (operation ``list_users_api_v1_auth_users_get``).

        Returns
        -------
        list of User

        Raises
        ------
        PermissionDeniedError
            If the account in use is not an administrator.
        """
        return self._client.run(calls.list_users())

    def get(self, user_id: str) -> User:
        """Return an account (operation ``get_user_api_v1_auth_users__user_id__get``).

        Parameters
        ----------
        user_id : str
            The id of the account.

        Returns
        -------
        User

        Raises
        ------
        NotFoundError
            If there is no account with this id.
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

        Parameters
        ----------
        email : str
            The e-mail to log in with.
        password : str or Secret
            The password.
        display_name : str, optional
            The name that is shown to users.
        is_admin : bool
            Whether the account is an administrator.

        Returns
        -------
        User
            The new account.

        Raises
        ------
        APIError
            If another account has the e-mail, or the password is too weak.
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

        Parameters
        ----------
        user_id : str
            The id of the account.
        display_name : str, optional
            The new display name. None leaves it unchanged, as for the other parameters.
        password : str or Secret, optional
            The new password.
        is_admin : bool, optional
            Whether the account is an administrator.
        is_active : bool, optional
            Whether the account may log in.

        Returns
        -------
        User
            The changed account.

        Raises
        ------
        NotFoundError
            If there is no account with this id.
        APIError
            If the server would have no active administrator, or the password is too weak.
        """
        changes = {
            "display_name": display_name,
            "password": password,
            "is_admin": is_admin,
            "is_active": is_active,
        }
        return self._client.run(calls.update_user(user_id, changes))

    def delete(self, user_id: str) -> None:
        """Delete an account (operation ``delete_user_api_v1_auth_users__user_id__delete``).

        Parameters
        ----------
        user_id : str
            The id of the account.

        Raises
        ------
        NotFoundError
            If there is no account with this id.
        APIError
            If it is the last administrator.
        """
        self._client.run(calls.delete_user(user_id))
