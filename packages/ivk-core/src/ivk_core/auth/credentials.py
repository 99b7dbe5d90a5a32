"""The credentials of one client, which may change during its life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Protocol
from weakref import WeakSet

from ivk_core.address import ServerAddress
from ivk_core.auth.base import Auth
from ivk_core.auth.login import LoginAuth
from ivk_core.auth.static import BasicAuth, BearerAuth
from ivk_core.errors import ConfigurationError
from ivk_core.flow import Flow, Request, Response
from ivk_core.secret import Secret

__all__ = ["Credentials", "FindSecret", "FoundAuth", "Reopens", "auth_for"]

FindSecret = Callable[[str, str], "str | None"]
"""Finds a secret by its kind (``"api_key"`` or ``"password"``) and an e-mail, empty for an API key."""


class Reopens(Protocol):
    """Keeps a connection open with the credentials of the client, as the hub of its socket does."""

    def reopen(self) -> None:
        """Replace the connection by another one, with the credentials of now."""
        ...


class Credentials(Auth):
    """The credentials that a client has at present, whichever those are.

    Parameters
    ----------
    current : Auth
        Those that it starts with.

    Attributes
    ----------
    current : Auth
        The present ones. When they are replaced, open connections are reopened.
    account : LoginAuth or None
        The account that was logged in last, for logging in again after a logout.
    """

    def __init__(self, current: Auth) -> None:
        self._current = current
        self._connections: WeakSet[Reopens] = WeakSet()
        self._lock = Lock()
        self.account = current if isinstance(current, LoginAuth) else None

    @classmethod
    def of(cls, auth: Auth) -> Credentials:
        """Return the credentials themselves where they are such already, so that clients share them."""
        return auth if isinstance(auth, Credentials) else cls(auth)

    @property
    def current(self) -> Auth:
        """The present credentials."""
        return self._current

    @current.setter
    def current(self, auth: Auth) -> None:
        self._current = auth
        self.reopen_connections()

    def reopen_on_change(self, connection: Reopens) -> None:
        """Have a connection reopened when the credentials change; it is not kept alive by this."""
        with self._lock:
            self._connections.add(connection)

    def reopen_connections(self) -> None:
        """Replace what was opened with other credentials."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.reopen()

    def headers(self) -> Mapping[str, str]:
        """Return the headers of the present credentials."""
        return self.current.headers()

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with the present credentials (a middleware)."""
        return self.current.flow(request)

    def ready(self) -> Flow[Mapping[str, str]]:
        """Return the headers of the present credentials, after getting what is needed for them."""
        return self.current.ready()


class FoundAuth(Auth):
    """An API key that a plugin has, asked for when the server first refuses a request without one.

    Parameters
    ----------
    find : callable
        Finds it.
    """

    def __init__(self, find: FindSecret) -> None:
        self._find = find
        self._key: Auth | None = None

    def headers(self) -> Mapping[str, str]:
        """Return the header with the key, once it was needed."""
        return self._key.headers() if self._key else {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request, and again with a key if the server asks for one and there is one."""
        shown = self.headers()
        response = yield request.with_headers(shown)
        if response.status_code == 401 and request.can_be_sent_again and self._learned() != shown:
            response = yield request.with_headers(self.headers())
        return response

    def _learned(self) -> Mapping[str, str]:
        if self._key is None:
            key = self._find("api_key", "")
            self._key = BearerAuth(key) if key else Auth()
        return self._key.headers()


def auth_for(
    address: ServerAddress,
    find: FindSecret,
    *,
    auth: Auth | None = None,
    api_key: Secret | None = None,
    email: str | None = None,
    password: Secret | None = None,
) -> Auth:
    """Choose the credentials that the settings of a client ask for.

    Parameters
    ----------
    address : ServerAddress
        The server; its address may hold a user name and a password.
    find : callable
        Finds the secrets that the settings do not hold.
    auth, api_key, email, password
        As in `ClientConfig`.

    Returns
    -------
    Auth
    """
    if auth is not None:
        return auth
    if api_key:
        return BearerAuth(api_key)
    if email:
        return LoginAuth(email, password or _password_finder(email, find))
    if address.username or address.password:
        return BasicAuth(address.username, address.password)
    return FoundAuth(find)


def _password_finder(email: str, find: FindSecret) -> Callable[[], Secret]:
    def password() -> Secret:
        found = find("password", email)
        if not found:
            raise ConfigurationError(
                f"There is no password for {email}.",
                hint="Set INVOKEAI_PASSWORD, put it into the profile, or install a plugin that finds it.",
            )
        return Secret(found)

    return password
