"""Credentials that do not change by themselves: a key, a name and a password, headers of any name."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping

from ivk_core.auth.base import Auth
from ivk_core.flow import Flow, Request, Response
from ivk_core.secret import Secret

__all__ = ["BasicAuth", "BearerAuth", "CallableAuth", "HeaderAuth"]


class HeaderAuth(Auth):
    """Credentials in headers of any name, as hosted deployments ask for.

    Parameters
    ----------
    values : mapping of str to str
        The headers.
    """

    def __init__(self, values: Mapping[str, str | Secret]) -> None:
        self._values = {name: Secret(value) for name, value in values.items()}

    def headers(self) -> Mapping[str, str]:
        """Return the headers as they are."""
        return {name: value.reveal() for name, value in self._values.items()}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._values)})"


class BearerAuth(HeaderAuth):
    """A token or API key, sent as ``Authorization: Bearer …``.

    Parameters
    ----------
    token : str or Secret
        The token.
    """

    def __init__(self, token: str | Secret) -> None:
        super().__init__({"Authorization": f"Bearer {Secret(token).reveal()}"})


class BasicAuth(HeaderAuth):
    """A user name and a password for a proxy in front of the server.

    Parameters
    ----------
    username : str
        The name.
    password : str or Secret
        The password.
    """

    def __init__(self, username: str, password: str | Secret) -> None:
        pair = f"{username}:{Secret(password).reveal()}".encode()
        super().__init__({"Authorization": f"Basic {b64encode(pair).decode()}"})


class CallableAuth(Auth):
    """Credentials that a function gives, asked before every request.

    Parameters
    ----------
    find : callable
        Gives a bearer token, or a mapping of headers. It is asked often, from any thread: let it keep
        what it found. When the server refuses what it gave and it then gives something else, the request
        is sent once more.

    Examples
    --------
    >>> from pathlib import Path
    >>> auth = CallableAuth(lambda: Path("/run/secrets/token").read_text().strip())
    """

    def __init__(self, find: Callable[[], str | Secret | Mapping[str, str]]) -> None:
        self._find = find

    def headers(self) -> Mapping[str, str]:
        """Ask the function."""
        found = self._find()
        return found if isinstance(found, Mapping) else BearerAuth(found).headers()

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with what the function gives, and again if it gives something else after a 401."""
        shown = self.headers()
        response = yield request.with_headers(shown)
        if response.status_code != 401 or not request.can_be_sent_again:
            return response
        other = self.headers()
        return response if dict(other) == dict(shown) else (yield request.with_headers(other))
