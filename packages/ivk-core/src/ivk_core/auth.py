"""Who is asking: credentials as a middleware, so that both faces and the socket show the same ones."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from ivk_core.address import ServerAddress
from ivk_core.flow import Flow, Request, Response

__all__ = ["Auth", "BasicAuth", "BearerAuth", "HeaderAuth", "auth_for"]


class Auth:
    """No credentials; the base of every kind that has some."""

    def headers(self) -> Mapping[str, str]:
        """Give the headers that carry the credentials, for requests and for the socket."""
        return {}

    def flow(self, request: Request) -> Flow[Response]:
        """Send a request with the credentials (a middleware)."""
        return (yield request.with_headers(self.headers()))


@dataclass(frozen=True)
class HeaderAuth(Auth):
    """Credentials in headers of any name, as hosted deployments ask for.

    Parameters
    ----------
    values : mapping of str to str
        The headers. They are not shown.
    """

    values: Mapping[str, str] = field(repr=False)

    def headers(self) -> Mapping[str, str]:
        """Give the headers as they are."""
        return self.values


@dataclass(frozen=True)
class BearerAuth(Auth):
    """A token or API key, sent as ``Authorization: Bearer …``.

    Parameters
    ----------
    token : str
        The token. It is not shown.
    """

    token: str = field(repr=False)

    def headers(self) -> Mapping[str, str]:
        """Give the authorization header."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class BasicAuth(Auth):
    """A user name and a password for a proxy in front of the server.

    Parameters
    ----------
    username, password : str
        The credentials. They are not shown.
    """

    username: str = field(repr=False)
    password: str = field(repr=False)

    def headers(self) -> Mapping[str, str]:
        """Give the authorization header."""
        pair = b64encode(f"{self.username}:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}


def auth_for(address: ServerAddress, api_key: str | None) -> Auth:
    """Choose the credentials: an API key where there is one, else those that stand in the address."""
    if api_key:
        return BearerAuth(api_key)
    if address.username or address.password:
        return BasicAuth(address.username, address.password)
    return Auth()
