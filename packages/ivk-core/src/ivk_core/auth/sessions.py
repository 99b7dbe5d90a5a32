"""Login, logout and setup: flows that also change the credentials of the client."""

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
    """Log in, and use the account for the later requests of the client.

    Parameters
    ----------
    credentials : Credentials
        The credentials of the client.
    email, password : str, optional
        By default, those of the account in the client's settings.
    remember_me : bool
        Whether to request a token with a longer lifetime.

    Returns
    -------
    Flow of User or None
        The account; None if the server is not in multi-user mode.

    Raises
    ------
    ConfigurationError
        If there is no e-mail or password.
    AuthenticationError
        If the server does not accept e-mail and password.
    """
    login = _login_for(credentials.account, email, password, remember_me=remember_me)
    session = yield from login.session()
    credentials.current = credentials.account = login
    return session.user


def log_out(credentials: Credentials) -> Flow[None]:
    """Log out on the server, and remove the credentials of the client."""
    try:
        yield from logout()
    except AuthenticationError:
        pass  # no account was logged in, so there is nothing to do on the server
    finally:
        credentials.current = Auth()


def create_administrator(
    credentials: Credentials, email: str, password: str | Secret, display_name: str | None
) -> Flow[User]:
    """Create the first administrator, and reopen connections: the server accepts logins from now on."""
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
            "A login needs an e-mail and a password.",
            hint="Pass both, or set INVOKEAI_EMAIL and INVOKEAI_PASSWORD.",
        )
    return account.renewed(password, remember_me=remember_me)
