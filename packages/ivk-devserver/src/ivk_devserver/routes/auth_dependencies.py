"""The dependencies of routes: the backend, and the user who makes the request.

On a server without accounts every request is made by the system user, except where a token is required.
"""

from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from ivk_devserver.auth import SYSTEM_USER, User
from ivk_devserver.backend import Backend

__all__ = [
    "MEDIA_TOKEN_COOKIE",
    "AdminUser",
    "AdminUserOrDefault",
    "BackendDep",
    "Bearer",
    "CurrentMediaUserOrDefault",
    "CurrentUser",
    "CurrentUserOrDefault",
    "set_media_token_cookie",
]

CHALLENGE = {"WWW-Authenticate": "Bearer"}
MEDIA_TOKEN_COOKIE = "invokeai_media_token"  # noqa: S105 - the name of a cookie
"""The cookie with which browsers fetch images, because an ``<img>`` cannot send a header."""


def _backend(request: Request) -> Backend:
    backend: Backend = request.app.state.backend
    return backend


BackendDep = Annotated[Backend, Depends(_backend)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def _current_user(backend: BackendDep, credentials: Bearer) -> User:
    if credentials is None:
        raise HTTPException(401, "Missing authentication credentials", headers=CHALLENGE)
    claims = backend.tokens.verify(credentials.credentials)
    if claims is None:
        raise HTTPException(401, "Invalid or expired authentication token", headers=CHALLENGE)
    user = backend.tokens.authorized_user(claims)
    if user is None:
        raise HTTPException(401, "User account is inactive or does not exist", headers=CHALLENGE)
    return user


def _current_user_or_default(backend: BackendDep, credentials: Bearer) -> User:
    if not backend.settings.multiuser:
        return SYSTEM_USER
    return _user_of(backend, credentials.credentials if credentials else None)


def _current_media_user_or_default(backend: BackendDep, credentials: Bearer, request: Request) -> User:
    if not backend.settings.multiuser:
        return SYSTEM_USER
    token = credentials.credentials if credentials else request.cookies.get(MEDIA_TOKEN_COOKIE)
    return _user_of(backend, token)


def _user_of(backend: Backend, token: str | None) -> User:
    if token is None:
        raise HTTPException(401, "Authentication required")
    claims = backend.tokens.verify(token)
    if claims is None:
        raise HTTPException(401, "Invalid or expired token")
    user = backend.tokens.authorized_user(claims)
    if user is None:
        raise HTTPException(401, "User not found or inactive")
    return user


CurrentUser = Annotated[User, Depends(_current_user)]
CurrentUserOrDefault = Annotated[User, Depends(_current_user_or_default)]
CurrentMediaUserOrDefault = Annotated[User, Depends(_current_media_user_or_default)]


def _admin_user(user: CurrentUser) -> User:
    return _require_admin(user)


def _admin_user_or_default(user: CurrentUserOrDefault) -> User:
    return _require_admin(user)


def _require_admin(user: User) -> User:
    if not user.is_admin:
        raise HTTPException(403, "Admin privileges required")
    return user


AdminUser = Annotated[User, Depends(_admin_user)]
AdminUserOrDefault = Annotated[User, Depends(_admin_user_or_default)]


def set_media_token_cookie(
    backend: Backend, request: Request, response: Response, token: str, *, remember_me: bool
) -> None:
    """Set the cookie for the lifetime of its token, and for the API only."""
    seconds = int(backend.tokens.lifetime(remember_me=remember_me).total_seconds())
    path = request.scope.get("root_path", "") + "/api/v1"
    response.set_cookie(MEDIA_TOKEN_COOKIE, token, max_age=seconds, httponly=True, samesite="lax", path=path)
