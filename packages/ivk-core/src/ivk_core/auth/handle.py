"""Accounts, as a program uses them: ``client.auth`` and ``client.auth.users``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivk_core.auth import calls
from ivk_core.auth.account import begin_accounts, begin_login, end_login
from ivk_core.auth.schemas import AuthStatus, User
from ivk_core.secret import Secret

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["AuthHandle", "Users"]


class AuthHandle:
    """Who this client is to the server.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.users = Users(client)

    def login(
        self,
        email: str | None = None,
        password: str | Secret | None = None,
        *,
        remember_me: bool = False,
    ) -> User | None:
        """Log in now, and use this account from here on (operation ``login_api_v1_auth_login_post``).

        Parameters
        ----------
        email : str, optional
            By default, the account that the client was set up with.
        password : str or Secret, optional
            By default, the one that the client was set up with.
        remember_me : bool
            Ask for a token that lasts longer.

        Returns
        -------
        User or None
            Who is logged in; None on a server without accounts.

        Raises
        ------
        AuthenticationError
            If the server does not accept them; the client keeps the credentials that it had.
        ConfigurationError
            If no e-mail is known.
        """
        return self._client.run(
            begin_login(self._client.credentials, email, password, remember_me=remember_me)
        )

    def logout(self) -> None:
        """Say goodbye, and go on without credentials (operation ``logout_api_v1_auth_logout_post``)."""
        self._client.run(end_login(self._client.credentials))

    def me(self) -> User:
        """Ask whose account is in use (operation ``get_current_user_info_api_v1_auth_me_get``).

        Raises
        ------
        AuthenticationError
            If nobody is logged in, or the server has no accounts.
        """
        return self._client.run(calls.get_me())

    def update_me(
        self,
        *,
        display_name: str | None = None,
        current_password: str | Secret | None = None,
        new_password: str | Secret | None = None,
    ) -> User:
        """Change the account in use (operation ``update_current_user_api_v1_auth_me_patch``).

        Raises
        ------
        APIError
            If the present password is wrong or the new one too weak.
        """
        return self._client.run(calls.update_me(display_name, current_password, new_password))

    def status(self) -> AuthStatus:
        """Ask how the server handles accounts (operation ``get_setup_status_api_v1_auth_status_get``)."""
        return self._client.run(calls.get_status())

    def setup(self, email: str, password: str | Secret, *, display_name: str | None = None) -> User:
        """Make the first administrator of a new server (operation ``setup_admin_api_v1_auth_setup_post``).

        Raises
        ------
        APIError
            If there is one already, or the password is too weak.
        PermissionDeniedError
            If the server has no accounts.
        """
        return self._client.run(begin_accounts(self._client.credentials, email, password, display_name))

    def generate_password(self) -> Secret:
        """Ask for a good password (``generate_password_api_v1_auth_generate_password_get``)."""
        return self._client.run(calls.generate_password())


class Users:
    """The accounts of a server, for its administrators.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self) -> list[User]:
        """List all accounts (operation ``list_users_api_v1_auth_users_get``).

        Raises
        ------
        PermissionDeniedError
            If the account in use does not administer the server; so for all that follow.
        """
        return self._client.run(calls.list_users())

    def get(self, user_id: str) -> User:
        """Get one account (operation ``get_user_api_v1_auth_users__user_id__get``).

        Raises
        ------
        NotFoundError
            If there is none of that id.
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
        """Make an account (operation ``create_user_api_v1_auth_users_post``).

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

        None leaves a thing as it is.
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
