"""Credentials (static ones, and logins that are renewed automatically) and the accounts of a server."""

from ivk_core.auth.base import Auth
from ivk_core.auth.credentials import Credentials, auth_for
from ivk_core.auth.login import LoginAuth
from ivk_core.auth.schemas import AuthStatus, User
from ivk_core.auth.static import BasicAuth, BearerAuth, CallableAuth, HeaderAuth

__all__ = [
    "Auth",
    "AuthStatus",
    "BasicAuth",
    "BearerAuth",
    "CallableAuth",
    "Credentials",
    "HeaderAuth",
    "LoginAuth",
    "User",
    "auth_for",
]
