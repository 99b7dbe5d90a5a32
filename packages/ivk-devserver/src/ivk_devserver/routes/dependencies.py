"""What a route may ask for: the backend, and who is calling."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from ivk_devserver.auth import SYSTEM_USER, User
from ivk_devserver.backend import Backend
from ivk_devserver.routes.media_cookie import MEDIA_COOKIE

__all__ = ["AdminCaller", "BackendDep", "Bearer", "Caller", "MediaCaller", "TokenAdmin", "TokenCaller"]

CHALLENGE = {"WWW-Authenticate": "Bearer"}


def _backend(request: Request) -> Backend:
    backend: Backend = request.app.state.backend
    return backend


BackendDep = Annotated[Backend, Depends(_backend)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def _token_caller(backend: BackendDep, credentials: Bearer) -> User:
    if credentials is None:
        raise HTTPException(401, "Missing authentication credentials", headers=CHALLENGE)
    claims = backend.tokens.verify(credentials.credentials)
    if claims is None:
        raise HTTPException(401, "Invalid or expired authentication token", headers=CHALLENGE)
    user = backend.tokens.authorized_user(claims)
    if user is None:
        raise HTTPException(401, "User account is inactive or does not exist", headers=CHALLENGE)
    return user


def _caller(backend: BackendDep, credentials: Bearer) -> User:
    if not backend.settings.multiuser:
        return SYSTEM_USER
    return _user_of(backend, credentials.credentials if credentials else None)


def _media_caller(backend: BackendDep, credentials: Bearer, request: Request) -> User:
    if not backend.settings.multiuser:
        return SYSTEM_USER
    token = credentials.credentials if credentials else request.cookies.get(MEDIA_COOKIE)
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


TokenCaller = Annotated[User, Depends(_token_caller)]
Caller = Annotated[User, Depends(_caller)]
MediaCaller = Annotated[User, Depends(_media_caller)]


def _admin(user: Caller) -> User:
    return _as_admin(user)


def _token_admin(user: TokenCaller) -> User:
    return _as_admin(user)


def _as_admin(user: User) -> User:
    if not user.is_admin:
        raise HTTPException(403, "Admin privileges required")
    return user


AdminCaller = Annotated[User, Depends(_admin)]
TokenAdmin = Annotated[User, Depends(_token_admin)]
