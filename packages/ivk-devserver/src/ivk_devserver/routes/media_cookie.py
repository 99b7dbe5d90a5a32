"""The cookie by which browsers fetch pictures: they cannot send a header along."""

from fastapi import Request, Response

from ivk_devserver.backend import Backend

__all__ = ["MEDIA_COOKIE", "set_media_cookie"]

MEDIA_COOKIE = "invokeai_media_token"


def set_media_cookie(
    backend: Backend, request: Request, response: Response, token: str, *, remember_me: bool
) -> None:
    """Set the cookie for as long as its token is good, below the server's root only."""
    seconds = int(backend.tokens.lifetime(remember_me=remember_me).total_seconds())
    path = request.scope.get("root_path", "") + "/api/v1"
    response.set_cookie(MEDIA_COOKIE, token, max_age=seconds, httponly=True, samesite="lax", path=path)
