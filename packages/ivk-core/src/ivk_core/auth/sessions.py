"""Logging in and out: flows that change the server and the client's credentials together."""

from __future__ import annotations

from ivk_core.auth.base import Auth
from ivk_core.auth.calls import logout, setup
from ivk_core.auth.credentials import Credentials
from ivk_core.auth.login import LoginAuth
from ivk_core.auth.schemas import User
from ivk_core.errors import AuthenticationError, ConfigurationError
from ivk_core.flow import Flow
from ivk_core.secret import Secret

__all__ = ["create_administrator", "log_in", "log_out"]


def log_in(
    credentials: Credentials, email: str | None, password: str | Secret | None, *, remember_me: bool
) -> Flow[User | None]:
    """Log in, and make that the credentials of the client.

    Parameters
    ----------
    credentials : Credentials
        Those of the client.
    email, password : str, optional
        By default, the account that the client was set up with.
    remember_me : bool
        Ask for a token that lasts longer.

    Returns
    -------
    Flow of User or None
        The account that is logged in; None on a server without accounts.

    Raises
    ------
    ConfigurationError
        If no account is known.
    AuthenticationError
        If the server does not accept it.
    """
    login = _login_for(credentials.account, email, password, remember_me=remember_me)
    session = yield from login.session()
    credentials.current = credentials.account = login
    return session.user


def log_out(credentials: Credentials) -> Flow[None]:
    """Log out on the server, and leave the client without credentials."""
    try:
        yield from logout()
    except AuthenticationError:
        pass  # no account was logged in, which is what was wanted
    finally:
        credentials.current = Auth()


def create_administrator(
    credentials: Credentials, email: str, password: str | Secret, display_name: str | None
) -> Flow[User]:
    """Create the first administrator, and reopen connections, which needed no account before."""
    user = yield from setup(email, password, display_name)
    credentials.reopen_connections()
    return user


def _login_for(
    account: LoginAuth | None, email: str | None, password: str | Secret | None, *, remember_me: bool
) -> LoginAuth:
    if email is not None and password is not None:
        return LoginAuth(email, password, remember_me=remember_me)
    if account is None or (email is not None and email != account.email):
        raise ConfigurationError(
            "It takes an e-mail and a password to log in.",
            hint="Give both, or set INVOKEAI_EMAIL and INVOKEAI_PASSWORD.",
        )
    return account.renewed(password, remember_me=remember_me)
