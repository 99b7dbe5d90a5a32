"""The operations on user accounts: the own account, and for administrators all accounts."""

import secrets
import string
from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Request, Response
from pydantic import BaseModel

from ivk_devserver.auth import SYSTEM_USER
from ivk_devserver.backend import Backend
from ivk_devserver.routes.auth_dependencies import (
    AdminUser,
    BackendDep,
    CurrentUser,
    set_media_token_cookie,
)
from ivk_devserver.routes.user_schemas import Email, UserDTO
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter()
SUFFIX = "api_v1_auth"
SYSTEM_USER_PROTECTED = (
    "The system user cannot be deleted, deactivated, promoted to administrator, or given a password"
)
ALPHABET = string.ascii_letters + string.digits + string.punctuation
PASSWORD_LENGTH = 16
"""The length of the passwords that a real server generates."""


class AdminUserCreateRequest(BaseModel):
    """A new account."""

    email: Email
    display_name: str | None = None
    password: str
    is_admin: bool = False


class AdminUserUpdateRequest(BaseModel):
    """The fields of an account to change by an administrator."""

    display_name: str | None = None
    password: str | None = None
    is_admin: bool | None = None
    is_active: bool | None = None


class UserProfileUpdateRequest(BaseModel):
    """The fields of an account to change by its user."""

    display_name: str | None = None
    current_password: str | None = None
    new_password: str | None = None


class GeneratePasswordResponse(BaseModel):
    """A random password."""

    password: str


@router.get("/me", operation_id=f"get_current_user_info_{SUFFIX}_me_get")
def get_current_user_info(backend: BackendDep, user: CurrentUser) -> UserDTO:
    """Return the account of the user."""
    return _dto(_found(backend, user.user_id))


@router.patch("/me", operation_id=f"update_current_user_{SUFFIX}_me_patch")
def update_current_user(
    backend: BackendDep,
    user: CurrentUser,
    http_request: Request,
    response: Response,
    request: Annotated[UserProfileUpdateRequest, Body()],
) -> UserDTO:
    """Change the account of the user; a new password makes all earlier tokens invalid."""
    if request.new_password is not None:
        _check_password(backend, user.email, request.current_password)
    changes = {"display_name": request.display_name, "password": request.new_password}
    updated = backend.users.update(user.user_id, changes)
    if request.new_password is not None:
        token = backend.tokens.create(updated, remember_me=user.remember_me)
        response.headers["X-Refreshed-Token"] = token
        set_media_token_cookie(backend, http_request, response, token, remember_me=user.remember_me)
    return _dto(updated)


@router.get("/generate-password", operation_id=f"generate_password_{SUFFIX}_generate_password_get")
def generate_password(_: CurrentUser) -> GeneratePasswordResponse:
    """Return a random password."""
    return GeneratePasswordResponse(
        password="".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))
    )


@router.get("/users", operation_id=f"list_users_{SUFFIX}_users_get")
def list_users(backend: BackendDep, _: AdminUser) -> list[UserDTO]:
    """Return all accounts."""
    return [_dto(user) for user in backend.users.all()]


@router.post("/users", operation_id=f"create_user_{SUFFIX}_users_post", status_code=201)
def create_user(
    backend: BackendDep, _: AdminUser, request: Annotated[AdminUserCreateRequest, Body()]
) -> UserDTO:
    """Create an account."""
    try:
        return _dto(backend.users.create(**request.model_dump()))
    except ValueError as error:
        raise HTTPException(400, str(error)) from error


@router.get("/users/{user_id}", operation_id=f"get_user_{SUFFIX}_users__user_id__get")
def get_user(backend: BackendDep, _: AdminUser, user_id: str) -> UserDTO:
    """Return an account."""
    return _dto(_found(backend, user_id))


@router.patch("/users/{user_id}", operation_id=f"update_user_{SUFFIX}_users__user_id__patch")
def update_user(
    backend: BackendDep,
    _: AdminUser,
    user_id: str,
    request: Annotated[AdminUserUpdateRequest, Body()],
) -> UserDTO:
    """Change an account."""
    before = _found(backend, user_id)
    if request.is_active is False or request.is_admin or request.password is not None:
        _protect_system_user(user_id)
    if request.is_admin is False or request.is_active is False:
        _protect_last_admin(backend, before)
    return _dto(backend.users.update(user_id, request.model_dump()))


@router.delete(
    "/users/{user_id}",
    operation_id=f"delete_user_{SUFFIX}_users__user_id__delete",
    status_code=204,
    response_class=Response,
)
def delete_user(backend: BackendDep, _: AdminUser, user_id: str) -> None:
    """Delete an account."""
    user = _found(backend, user_id)
    _protect_system_user(user_id)
    _protect_last_admin(backend, user)
    backend.users.delete(user_id)


def _found(backend: Backend, user_id: str) -> Row:
    user = backend.users.get(user_id)
    if user is None:
        raise HTTPException(404, "User not found")
    return user


def _check_password(backend: Backend, email: str, password: str | None) -> None:
    if not password:
        raise HTTPException(400, "Current password is required to set a new password")
    if backend.users.log_in(email, password) is None:
        raise HTTPException(400, "Current password is incorrect")


def _protect_last_admin(backend: Backend, user: Row) -> None:
    if user["is_admin"] and user["is_active"] and backend.users.count_admins() <= 1:
        raise HTTPException(400, "Cannot remove the last administrator")


def _protect_system_user(user_id: str) -> None:
    if user_id == SYSTEM_USER.user_id:
        raise HTTPException(400, SYSTEM_USER_PROTECTED)


def _dto(user: Row) -> UserDTO:
    return UserDTO.model_validate(user)
