"""The operations to log in, and to create the first account."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Request, Response
from pydantic import BaseModel

from ivk_devserver.backend import Backend
from ivk_devserver.routes import users
from ivk_devserver.routes.auth_dependencies import (
    MEDIA_TOKEN_COOKIE,
    BackendDep,
    Bearer,
    CurrentUser,
    CurrentUserOrDefault,
    set_media_token_cookie,
)
from ivk_devserver.routes.user_schemas import Email, UserDTO
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/auth", tags=["authentication"])
SUFFIX = "api_v1_auth"


class LoginRequest(BaseModel):
    """The credentials of a user."""

    email: Email
    password: str
    remember_me: bool = False


class LoginResponse(BaseModel):
    """A token, and its lifetime in seconds."""

    token: str
    user: UserDTO
    expires_in: int


class SetupRequest(BaseModel):
    """The first account."""

    email: Email
    display_name: str | None = None
    password: str


class SetupResponse(BaseModel):
    """The first account, after it was created."""

    success: bool
    user: UserDTO


class SetupStatusResponse(BaseModel):
    """Whether the server has accounts, and whether the first one must be created."""

    setup_required: bool
    multiuser_enabled: bool
    strict_password_checking: bool = False
    admin_email: str | None = None


class Success(BaseModel):
    """The operation succeeded."""

    success: bool = True


@router.get("/status", operation_id=f"get_setup_status_{SUFFIX}_status_get")
def get_setup_status(backend: BackendDep) -> SetupStatusResponse:
    """Return whether the server has accounts."""
    multiuser = backend.settings.multiuser
    required = multiuser and backend.users.count_admins() == 0
    return SetupStatusResponse(setup_required=required, multiuser_enabled=multiuser)


@router.post("/login", operation_id=f"login_{SUFFIX}_login_post")
def login(
    backend: BackendDep, request: Request, response: Response, login_request: Annotated[LoginRequest, Body()]
) -> LoginResponse:
    """Return a token for an e-mail address and a password."""
    _require_multiuser(backend, "Authentication is not required in single-user mode.")
    user = backend.users.log_in(login_request.email, login_request.password)
    if user is None:
        headers = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(401, "Incorrect email or password", headers=headers)
    if not user["is_active"]:
        raise HTTPException(403, "User account is disabled")
    token = backend.tokens.create(user, remember_me=login_request.remember_me)
    seconds = int(backend.tokens.lifetime(remember_me=login_request.remember_me).total_seconds())
    set_media_token_cookie(backend, request, response, token, remember_me=login_request.remember_me)
    return LoginResponse(token=token, user=UserDTO.model_validate(user), expires_in=seconds)


@router.post("/logout", operation_id=f"logout_{SUFFIX}_logout_post")
def logout(_: CurrentUser, response: Response) -> Success:
    """Delete the cookie; the token stays valid."""
    response.delete_cookie(MEDIA_TOKEN_COOKIE, path="/api/v1")
    return Success()


@router.post("/media-cookie", operation_id=f"refresh_media_cookie_{SUFFIX}_media_cookie_post")
def refresh_media_cookie(
    backend: BackendDep, _: CurrentUserOrDefault, credentials: Bearer, request: Request, response: Response
) -> Success:
    """Set the cookie with which browsers fetch images."""
    if backend.settings.multiuser and credentials is not None:
        set_media_token_cookie(backend, request, response, credentials.credentials, remember_me=False)
    return Success()


@router.post("/setup", operation_id=f"setup_admin_{SUFFIX}_setup_post")
def setup_admin(backend: BackendDep, request: Annotated[SetupRequest, Body()]) -> SetupResponse:
    """Create the first account, which is an administrator."""
    _require_multiuser(backend, "Admin setup is not required in single-user mode.")
    if backend.users.count_admins() > 0:
        raise HTTPException(400, "Administrator account already configured")
    user = _create_admin(backend, request)
    return SetupResponse(success=True, user=UserDTO.model_validate(user))


router.include_router(users.router)


def _create_admin(backend: Backend, request: SetupRequest) -> Row:
    try:
        return backend.users.create(**request.model_dump(), is_admin=True)
    except ValueError as error:
        raise HTTPException(400, str(error)) from error


def _require_multiuser(backend: Backend, detail: str) -> None:
    if not backend.settings.multiuser:
        raise HTTPException(403, f"Multiuser mode is disabled. {detail}")
