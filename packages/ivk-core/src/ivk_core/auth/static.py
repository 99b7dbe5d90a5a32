"""Static credentials: a bearer token, a user name and a password, or any headers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping

from ivk_core.auth.base import Auth
from ivk_core.errors import ArgumentError
from ivk_core.flow import Flow, Request, Response
from ivk_core.secret import Secret

__all__ = ["BasicAuth", "BearerAuth", "CallableAuth", "HeaderAuth"]


class HeaderAuth(Auth):
    """Credentials in headers of any name, as some hosted deployments require.

    Parameters
    ----------
    values : mapping of str to str or Secret
        The values by header name.
    """

    def __init__(self, values: Mapping[str, str | Secret]) -> None:
        if not isinstance(values, Mapping) or not all(isinstance(name, str) and name for name in values):
            raise ArgumentError("The headers must be a mapping of names to values.")  # the values are secret
        self._values = {
            name: _secret(f"The value of the header {name}", value) for name, value in values.items()
        }

    def headers(self) -> Mapping[str, str]:
        """Return the headers."""
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
        super().__init__({"Authorization": f"Bearer {_secret('The token', token).reveal()}"})


class BasicAuth(HeaderAuth):
    """A user name and a password for HTTP basic authentication, for example of a reverse proxy.

    Parameters
    ----------
    username : str
        The user name.
    password : str or Secret
        The password.
    """

    def __init__(self, username: str, password: str | Secret) -> None:
        if not isinstance(username, str) or ":" in username:
            raise ArgumentError(f"username={username!r} must be a string without a colon.")
        pair = f"{username}:{_secret('The password', password, allow_empty=True).reveal()}".encode()
        super().__init__({"Authorization": f"Basic {b64encode(pair).decode()}"})


class CallableAuth(Auth):
    """Credentials from a function that is called before every request.

    Parameters
    ----------
    find : callable
        Returns a bearer token, or a mapping of headers. It is called from any thread and should cache its
        result. After a 401 it is called again, and if it returns other credentials, the request is sent
        once more.

    Examples
    --------
    >>> from pathlib import Path
    >>> auth = CallableAuth(lambda: Path("/run/secrets/token").read_text().strip())
    """

    def __init__(self, find: Callable[[], str | Secret | Mapping[str, str]]) -> None:
        given: object = find
        if not callable(given):
            kind = type(given).__name__  # without the value, which may be a token
            raise ArgumentError(
                f"CallableAuth needs a function, and this is of type {kind}.",
                hint="BearerAuth(token) takes a token.",
            )
        self._find = find

    def headers(self) -> Mapping[str, str]:
        """Call the function and return its headers."""
        found = self._find()
        return HeaderAuth(found).headers() if isinstance(found, Mapping) else BearerAuth(found).headers()

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request, and once more after a 401 if the function then returns other credentials."""
        sent = self.headers()
        response = yield request.with_headers(sent)
        if response.status_code != 401 or not request.can_be_sent_again:
            return response
        newer = self.headers()
        return response if dict(newer) == dict(sent) else (yield request.with_headers(newer))


def _secret(what: str, value: str | Secret, *, allow_empty: bool = False) -> Secret:
    # The errors are without the value, which is secret.
    if not isinstance(value, str | Secret):
        raise ArgumentError(f"{what} must be a string, and it is of type {type(value).__name__}.")
    if not allow_empty and not Secret(value):
        raise ArgumentError(f"{what} is an empty string.")
    return Secret(value)
