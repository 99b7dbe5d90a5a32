# Made from handle_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The account of a client: ``client.auth``."""

from __future__ import annotations

from typing import Protocol, TypeVar

from ivk_core.attributes import StrictAttributes
from ivk_core.auth import calls
from ivk_core.auth.credentials import Credentials
from ivk_core.auth.schemas import AuthStatus, User
from ivk_core.auth.sessions import create_administrator, log_in, log_out
from ivk_core.auth.users import Users
from ivk_core.flow import Flow
from ivk_core.secret import Secret

__all__ = ["AuthHandle"]

T = TypeVar("T")


class _Client(Protocol):
    credentials: Credentials

    def run(self, flow: Flow[T]) -> T: ...


class AuthHandle(StrictAttributes):
    """The account of this client on the server.

    Parameters
    ----------
    client : Client
        The client that sends the requests.
    """

    users: Users

    def __init__(self, client: _Client) -> None:
        self._client = client
        self.users = Users(client)

    def login(
        self,
        email: str | None = None,
        password: str | Secret | None = None,
        *,
        remember_me: bool = False,
    ) -> User | None:
        """Log in, and use this account for all later requests (operation ``login_api_v1_auth_login_post``).

        Parameters
        ----------
        email : str, optional
            The e-mail of the account; by default the one in the client's settings.
        password : str or Secret, optional
            The password; by default the one in the client's settings.
        remember_me : bool
            Whether to request a token with a longer lifetime.

        Returns
        -------
        User or None
            The account; None if the server is not in multi-user mode.

        Raises
        ------
        AuthenticationError
            If the server does not accept e-mail and password. The client keeps its former credentials.
        ConfigurationError
            If there is no e-mail or password.
        """
        return self._client.run(log_in(self._client.credentials, email, password, remember_me=remember_me))

    def logout(self) -> None:
        """Log out; later requests have no credentials (operation ``logout_api_v1_auth_logout_post``)."""
        self._client.run(log_out(self._client.credentials))

    def me(self) -> User:
        """Return the account in use (operation ``get_current_user_info_api_v1_auth_me_get``).

        Returns
        -------
        User

        Raises
        ------
        AuthenticationError
            If no account is logged in, or the server is not in multi-user mode.
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

        Parameters
        ----------
        display_name : str, optional
            The new display name. None leaves it unchanged, as for the other parameters.
        current_password : str or Secret, optional
            The current password; required for changing it.
        new_password : str or Secret, optional
            The new password.

        Returns
        -------
        User
            The changed account.

        Raises
        ------
        APIError
            If the current password is wrong or the new password is too weak.
        """
        return self._client.run(calls.update_me(display_name, current_password, new_password))

    def status(self) -> AuthStatus:
        """Return how the server handles accounts (operation ``get_setup_status_api_v1_auth_status_get``)."""
        return self._client.run(calls.get_status())

    def setup(self, email: str, password: str | Secret, *, display_name: str | None = None) -> User:
        """Create the first administrator of a new server (operation ``setup_admin_api_v1_auth_setup_post``).

        Parameters
        ----------
        email : str
            The e-mail to log in with.
        password : str or Secret
            The password.
        display_name : str, optional
            The display name.

        Returns
        -------
        User
            The new account.

        Raises
        ------
        APIError
            If there is already an administrator, or the password is too weak.
        PermissionDeniedError
            If the server is not in multi-user mode.
        """
        return self._client.run(create_administrator(self._client.credentials, email, password, display_name))

    def generate_password(self) -> Secret:
        """Return a new strong password (``generate_password_api_v1_auth_generate_password_get``)."""
        return self._client.run(calls.generate_password())
