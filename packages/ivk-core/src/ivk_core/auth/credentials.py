"""The credentials of one client, which a login or a logout replaces."""

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

__all__ = ["Credentials", "FindSecret", "PluginKeyAuth", "Reopenable", "auth_for"]

FindSecret = Callable[[str, str], "str | None"]
"""Takes the kind of a secret (``"api_key"`` or ``"password"``) and the account's e-mail (empty for a key)."""


class Reopenable(Protocol):
    """An object that keeps a connection open with the client's credentials, such as the event hub."""

    def reopen(self) -> None:
        """Replace the connection by a new one with the current credentials."""
        ...


class Credentials(Auth):
    """The current credentials of a client. Clients and their copies share one object.

    Parameters
    ----------
    current : Auth
        The initial credentials.

    Attributes
    ----------
    current : Auth
        The current credentials. When they are replaced, open connections are reopened.
    account : LoginAuth or None
        The account that was logged in last, to log in again after a logout.
    """

    def __init__(self, current: Auth) -> None:
        self._current = current
        self._connections: WeakSet[Reopenable] = WeakSet()
        self._lock = Lock()
        self.account = current if isinstance(current, LoginAuth) else None

    @classmethod
    def of(cls, auth: Auth) -> Credentials:
        """Wrap credentials; a `Credentials` is returned unchanged, so that clients can share it."""
        return auth if isinstance(auth, Credentials) else cls(auth)

    @property
    def current(self) -> Auth:
        """The current credentials."""
        return self._current

    @current.setter
    def current(self, auth: Auth) -> None:
        self._current = auth
        self.reopen_connections()

    def reopen_on_change(self, connection: Reopenable) -> None:
        """Register a connection to be reopened when the credentials change; only a weak reference is kept."""
        with self._lock:
            self._connections.add(connection)

    def reopen_connections(self) -> None:
        """Reopen all registered connections with the current credentials."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:  # outside the lock, because reopening may take other locks
            connection.reopen()

    def headers(self) -> Mapping[str, str]:
        """Return the headers with the current credentials, without any request."""
        return self.current.headers()

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with the current credentials (a middleware)."""
        return self.current.flow(request)

    def ready(self) -> Flow[Mapping[str, str]]:
        """Return the headers for a new socket, after logging in if that is necessary."""
        return self.current.ready()


class PluginKeyAuth(Auth):
    """An API key from a plugin, which is asked when the server first responds with 401.

    Parameters
    ----------
    find : callable
        Calls the plugins.
    """

    def __init__(self, find: FindSecret) -> None:
        self._find = find
        self._key: Auth | None = None

    def headers(self) -> Mapping[str, str]:
        """Return the header with the key; empty before the server asked for one."""
        return self._key.headers() if self._key else {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request; after a 401, ask the plugins for a key and send it again with the key."""
        sent = self.headers()
        response = yield request.with_headers(sent)
        if response.status_code == 401 and request.can_be_sent_again and self._found() != sent:
            response = yield request.with_headers(self.headers())
        return response

    def _found(self) -> Mapping[str, str]:
        """Return the header with the key, after asking the plugins once."""
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
    """Choose the credentials by the settings of a client.

    Parameters
    ----------
    address : ServerAddress
        The address of the server, which may contain a user name and a password.
    find : callable
        Asks the plugins for secrets that are not in the settings.
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
    return PluginKeyAuth(find)


def _password_finder(email: str, find: FindSecret) -> Callable[[], Secret]:
    def password() -> Secret:
        found = find("password", email)
        if not found:
            raise ConfigurationError(
                f"There is no password for {email}.",
                hint="Set INVOKEAI_PASSWORD, add it to the profile, or install a plugin that has it.",
            )
        return Secret(found)

    return password
