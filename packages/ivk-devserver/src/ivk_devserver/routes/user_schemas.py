"""The shapes of users."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel

__all__ = ["Email", "UserDTO"]


def _as_email(text: str) -> str:
    local, at, domain = text.strip().partition("@")
    if not (local and at and domain) or "@" in domain or " " in text.strip():
        raise ValueError(f"Invalid email address: {text}")
    return f"{local}@{domain.lower()}"


Email = Annotated[str, AfterValidator(_as_email)]


class UserDTO(BaseModel):
    """A user."""

    user_id: str
    email: str
    display_name: str | None = None
    is_admin: bool
    is_active: bool
    created_at: str
    updated_at: str
    last_login_at: str | None = None
    token_epoch: int = 0
