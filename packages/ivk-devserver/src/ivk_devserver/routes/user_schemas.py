"""The models of user accounts."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel
from pydantic_core import PydanticCustomError

__all__ = ["Email", "UserDTO"]


def _as_email(text: str) -> str:
    local, at, domain = text.strip().partition("@")
    if not at:
        raise PydanticCustomError(
            "value_error", "Invalid email address: An email address must have an @-sign."
        )
    if "." not in domain and domain != "localhost":
        raise PydanticCustomError("value_error", "Email domain must contain a dot or be 'localhost'")
    return f"{local}@{domain.lower()}"


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


Email = Annotated[str, AfterValidator(_as_email)]


class UserDTO(BaseModel):
    """A user account."""

    user_id: str
    email: str
    display_name: str | None = None
    is_admin: bool
    is_active: bool
    created_at: datetime
    updated_at: datetime
    last_login_at: Annotated[datetime, AfterValidator(_in_utc)] | None = None
    token_epoch: int = 0
