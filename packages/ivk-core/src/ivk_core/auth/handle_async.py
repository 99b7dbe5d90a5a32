"""Accounts, as a program uses them: ``client.auth``."""

from __future__ import annotations

from typing import Protocol, TypeVar

from ivk_core.auth import calls
from ivk_core.auth.credentials import Credentials
from ivk_core.auth.schemas import AuthStatus, User
from ivk_core.auth.sessions import create_administrator, log_in, log_out
from ivk_core.auth.users_async import AsyncUsers
from ivk_core.flow import Flow
from ivk_core.secret import Secret

__all__ = ["AsyncAuthHandle"]

T = TypeVar("T")


class _AsyncClient(Protocol):
    credentials: Credentials

    async def run(self, flow: Flow[T]) -> T: ...


class AsyncAuthHandle:
    """The account of this client on the server.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: _AsyncClient) -> None:
        self._client = client
        self.users = AsyncUsers(client)

    async def login(
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
            The account that is logged in; None on a server without accounts.

        Raises
        ------
        AuthenticationError
            If the server does not accept them; the client keeps the credentials that it had.
        ConfigurationError
            If no e-mail is known.
        """
        return await self._client.run(
            log_in(self._client.credentials, email, password, remember_me=remember_me)
        )

    async def logout(self) -> None:
        """Log out, and go on without credentials (operation ``logout_api_v1_auth_logout_post``)."""
        await self._client.run(log_out(self._client.credentials))

    async def me(self) -> User:
        """Return the account in use (operation ``get_current_user_info_api_v1_auth_me_get``).

        Raises
        ------
        AuthenticationError
            If no account is logged in, or the server has no accounts.
        """
        return await self._client.run(calls.get_me())

    async def update_me(
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
        return await self._client.run(calls.update_me(display_name, current_password, new_password))

    async def status(self) -> AuthStatus:
        """Return how the server handles accounts (operation ``get_setup_status_api_v1_auth_status_get``)."""
        return await self._client.run(calls.get_status())

    async def setup(self, email: str, password: str | Secret, *, display_name: str | None = None) -> User:
        """Create the first administrator of a new server (operation ``setup_admin_api_v1_auth_setup_post``).

        Raises
        ------
        APIError
            If there is one already, or the password is too weak.
        PermissionDeniedError
            If the server has no accounts.
        """
        return await self._client.run(
            create_administrator(self._client.credentials, email, password, display_name)
        )

    async def generate_password(self) -> Secret:
        """Ask for a strong password (``generate_password_api_v1_auth_generate_password_get``)."""
        return await self._client.run(calls.generate_password())
