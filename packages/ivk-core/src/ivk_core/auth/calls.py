"""The server's account operations, as flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.app_version import APP_VERSION
from ivk_core.arguments import check_argument
from ivk_core.auth.schemas import AuthStatus, User
from ivk_core.errors import ArgumentError
from ivk_core.flow import Flow, Request
from ivk_core.secret import Secret

__all__ = [
    "OPEN_ROUTES",
    "create_user",
    "delete_user",
    "generate_password",
    "get_me",
    "get_status",
    "get_user",
    "list_users",
    "login_request",
    "logout",
    "setup",
    "update_me",
    "update_user",
]


_LOGIN, _STATUS, _SETUP = "/auth/login", "/auth/status", "/auth/setup"
OPEN_ROUTES = frozenset({_LOGIN, _STATUS, _SETUP, APP_VERSION.route})
"""The routes that the server answers without credentials."""


def login_request(email: str, password: Secret, *, remember_me: bool) -> Request:
    """Make the login request; its response has a token (operation ``login_api_v1_auth_login_post``)."""
    body = {"email": email, "password": password, "remember_me": remember_me}
    # A second login changes nothing on the server, so the request is retried like a read.
    return Request("POST", _LOGIN, json=body, operation="login_api_v1_auth_login_post", is_read=True)


def logout() -> Flow[None]:
    """Log out (operation ``logout_api_v1_auth_logout_post``)."""
    # A second logout changes nothing, so the request is retried like a read.
    yield Request("POST", "/auth/logout", operation="logout_api_v1_auth_logout_post", is_read=True)


def get_status() -> Flow[AuthStatus]:
    """Return how the server handles accounts (operation ``get_setup_status_api_v1_auth_status_get``)."""
    response = yield Request("GET", _STATUS, operation="get_setup_status_api_v1_auth_status_get")
    return AuthStatus.model_validate(response.json)


def get_me() -> Flow[User]:
    """Return the account in use (operation ``get_current_user_info_api_v1_auth_me_get``)."""
    response = yield Request("GET", "/auth/me", operation="get_current_user_info_api_v1_auth_me_get")
    return User.model_validate(response.json)


def update_me(
    display_name: str | None, current_password: str | Secret | None, new_password: str | Secret | None
) -> Flow[User]:
    """Change the account in use (operation ``update_current_user_api_v1_auth_me_patch``)."""
    changes = {
        "display_name": display_name,
        "current_password": _hidden(current_password),
        "new_password": _hidden(new_password),
    }
    response = yield Request(
        "PATCH", "/auth/me", json=_given(changes), operation="update_current_user_api_v1_auth_me_patch"
    )
    return User.model_validate(response.json)


def setup(email: str, password: str | Secret, display_name: str | None) -> Flow[User]:
    """Create the first administrator (operation ``setup_admin_api_v1_auth_setup_post``)."""
    account = _account(email, password, display_name)
    response = yield Request("POST", _SETUP, json=account, operation="setup_admin_api_v1_auth_setup_post")
    return User.model_validate(response.json["user"])


def generate_password() -> Flow[Secret]:
    """Return a new strong password (operation ``generate_password_api_v1_auth_generate_password_get``)."""
    response = yield Request(
        "GET", "/auth/generate-password", operation="generate_password_api_v1_auth_generate_password_get"
    )
    return Secret(response.json["password"])


def list_users() -> Flow[list[User]]:
    """List all accounts (operation ``list_users_api_v1_auth_users_get``)."""
    response = yield Request("GET", "/auth/users", operation="list_users_api_v1_auth_users_get")
    return [User.model_validate(user) for user in response.json]


def get_user(user_id: str) -> Flow[User]:
    """Return one account (operation ``get_user_api_v1_auth_users__user_id__get``)."""
    response = yield _about(user_id, "GET", "get_user_api_v1_auth_users__user_id__get")
    return User.model_validate(response.json)


def create_user(
    email: str, password: str | Secret, display_name: str | None, *, is_admin: bool
) -> Flow[User]:
    """Create an account (operation ``create_user_api_v1_auth_users_post``)."""
    account = {**_account(email, password, display_name), "is_admin": is_admin}
    response = yield Request(
        "POST", "/auth/users", json=account, operation="create_user_api_v1_auth_users_post"
    )
    return User.model_validate(response.json)


def update_user(user_id: str, changes: Mapping[str, Any]) -> Flow[User]:
    """Change an account (operation ``update_user_api_v1_auth_users__user_id__patch``)."""
    body = _given({**changes, "password": _hidden(changes.get("password"))})
    response = yield _about(user_id, "PATCH", "update_user_api_v1_auth_users__user_id__patch", json=body)
    return User.model_validate(response.json)


def delete_user(user_id: str) -> Flow[None]:
    """Delete an account (operation ``delete_user_api_v1_auth_users__user_id__delete``)."""
    yield _about(user_id, "DELETE", "delete_user_api_v1_auth_users__user_id__delete")


def _about(user_id: str, method: str, operation: str, **more: Any) -> Request:
    return Request(method, "/auth/users/{user_id}", path={"user_id": user_id}, operation=operation, **more)


def _account(email: str, password: str | Secret, display_name: str | None) -> dict[str, Any]:
    check_argument("email", email, str, "the e-mail of an account")
    return {"email": email, "password": _hidden(_required(password)), "display_name": display_name}


def _required(password: str | Secret) -> str | Secret:
    if password is None:
        raise ArgumentError("An account needs a password.")
    return password


def _hidden(text: str | Secret | None) -> Secret | None:
    if text is not None and not isinstance(text, str | Secret):
        # Without the value, which is secret.
        raise ArgumentError(f"A password must be a string, and it is of type {type(text).__name__}.")
    return None if text is None else Secret(text)


def _given(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if value is not None}
