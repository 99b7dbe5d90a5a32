"""The credentials of one client, which may change while it lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Protocol
from weakref import WeakSet

from ivk_core.auth.base import Auth
from ivk_core.auth.login import LoginAuth
from ivk_core.auth.static import BasicAuth, BearerAuth
from ivk_core.config import ClientConfig
from ivk_core.errors import ConfigurationError
from ivk_core.flow import Flow, Request, Response
from ivk_core.secret import Secret

__all__ = ["Credentials", "FindSecret", "FoundAuth", "Watcher", "auth_for"]

FindSecret = Callable[[str, str], "str | None"]
"""Finds a secret: takes what is wanted (``"api_key"`` or ``"password"``) and for whom ("" for anybody)."""


class Watcher(Protocol):
    """Keeps a connection open that speaks for the client, such as a socket."""

    def reopen(self) -> None:
        """Open another one in its place, with the credentials of now."""
        ...


class Credentials(Auth):
    """Stands for whatever credentials a client has at the time.

    Parameters
    ----------
    current : Auth
        Those that it starts with.

    Attributes
    ----------
    current : Auth
        Those of now. When others take their place, those who watch are told.
    account : LoginAuth or None
        The account that was logged in last, for logging in again after a logout.
    """

    def __init__(self, current: Auth) -> None:
        self._current = current
        self._watchers: WeakSet[Watcher] = WeakSet()
        self._watching = Lock()
        self.account = current if isinstance(current, LoginAuth) else None

    @classmethod
    def of(cls, auth: Auth) -> Credentials:
        """Give the credentials themselves where they are some already, so that clients share them."""
        return auth if isinstance(auth, Credentials) else cls(auth)

    @property
    def current(self) -> Auth:
        """The credentials of now."""
        return self._current

    @current.setter
    def current(self, auth: Auth) -> None:
        self._current = auth
        self.tell_of_change()

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told of changes, as long as there is anybody else who needs it."""
        with self._watching:
            self._watchers.add(watcher)

    def tell_of_change(self) -> None:
        """Tell those who watch that what is open speaks for somebody else by now."""
        with self._watching:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher.reopen()

    def headers(self) -> Mapping[str, str]:
        """Give the headers of the present credentials."""
        return self.current.headers()

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with the present credentials (a middleware)."""
        return self.current.flow(request)

    def ready(self) -> Flow[Mapping[str, str]]:
        """Give the headers of the present credentials, after getting what is needed for them."""
        return self.current.ready()


class FoundAuth(Auth):
    """An API key that a plugin has, asked for when the server first refuses to go on without one.

    Parameters
    ----------
    find : callable
        Finds it.
    """

    def __init__(self, find: FindSecret) -> None:
        self._find = find
        self._key: Auth | None = None

    def headers(self) -> Mapping[str, str]:
        """Give the header with the key, once it was needed."""
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


def auth_for(config: ClientConfig, find: FindSecret) -> Auth:
    """Choose the credentials that the settings ask for.

    Parameters
    ----------
    config : ClientConfig
        The settings.
    find : callable
        Finds the secrets that they do not hold.

    Returns
    -------
    Auth
    """
    if config.auth is not None:
        return config.auth
    if config.api_key:
        return BearerAuth(config.api_key)
    if config.email:
        return LoginAuth(config.email, config.password or _password_finder(config.email, find))
    if config.address.username or config.address.password:
        return BasicAuth(config.address.username, config.address.password)
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
