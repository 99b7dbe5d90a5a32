"""Accounts for an event loop: the twins of `ivk_core.auth.handle`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivk_core.auth import calls
from ivk_core.auth.account import begin_accounts, begin_login, end_login
from ivk_core.auth.schemas import AuthStatus, User
from ivk_core.secret import Secret

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient

__all__ = ["AsyncAuthHandle", "AsyncUsers"]


class AsyncAuthHandle:
    """Who this client is to the server; the twin of `AuthHandle`.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self.users = AsyncUsers(client)

    async def login(
        self,
        email: str | None = None,
        password: str | Secret | None = None,
        *,
        remember_me: bool = False,
    ) -> User | None:
        """Log in now, and use this account from here on; see `AuthHandle.login`."""
        return await self._client.run(
            begin_login(self._client.credentials, email, password, remember_me=remember_me)
        )

    async def logout(self) -> None:
        """Say goodbye, and go on without credentials; see `AuthHandle.logout`."""
        await self._client.run(end_login(self._client.credentials))

    async def me(self) -> User:
        """Ask whose account is in use; see `AuthHandle.me`."""
        return await self._client.run(calls.get_me())

    async def update_me(
        self,
        *,
        display_name: str | None = None,
        current_password: str | Secret | None = None,
        new_password: str | Secret | None = None,
    ) -> User:
        """Change the account in use; see `AuthHandle.update_me`."""
        return await self._client.run(calls.update_me(display_name, current_password, new_password))

    async def status(self) -> AuthStatus:
        """Ask how the server handles accounts; see `AuthHandle.status`."""
        return await self._client.run(calls.get_status())

    async def setup(self, email: str, password: str | Secret, *, display_name: str | None = None) -> User:
        """Make the first administrator of a new server; see `AuthHandle.setup`."""
        return await self._client.run(begin_accounts(self._client.credentials, email, password, display_name))

    async def generate_password(self) -> Secret:
        """Ask for a good password; see `AuthHandle.generate_password`."""
        return await self._client.run(calls.generate_password())


class AsyncUsers:
    """The accounts of a server, for its administrators; the twin of `Users`.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self) -> list[User]:
        """List all accounts; see `Users.list`."""
        return await self._client.run(calls.list_users())

    async def get(self, user_id: str) -> User:
        """Get one account; see `Users.get`."""
        return await self._client.run(calls.get_user(user_id))

    async def create(
        self,
        email: str,
        password: str | Secret,
        *,
        display_name: str | None = None,
        is_admin: bool = False,
    ) -> User:
        """Make an account; see `Users.create`."""
        return await self._client.run(calls.create_user(email, password, display_name, is_admin=is_admin))

    async def update(
        self,
        user_id: str,
        *,
        display_name: str | None = None,
        password: str | Secret | None = None,
        is_admin: bool | None = None,
        is_active: bool | None = None,
    ) -> User:
        """Change an account; see `Users.update`."""
        changes = {
            "display_name": display_name,
            "password": password,
            "is_admin": is_admin,
            "is_active": is_active,
        }
        return await self._client.run(calls.update_user(user_id, changes))

    async def delete(self, user_id: str) -> None:
        """Delete an account; see `Users.delete`."""
        await self._client.run(calls.delete_user(user_id))
