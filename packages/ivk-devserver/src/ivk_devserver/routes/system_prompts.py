"""The operations on system prompts."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import require_owner
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/system_prompts", tags=["system_prompts"])

Text = Annotated[str, Field(min_length=1)]


class SystemPromptWithoutId(BaseModel):
    """A system prompt to create."""

    model_config = ConfigDict(extra="forbid")

    name: Text
    content: Text


class SystemPromptChanges(BaseModel):
    """The fields of a system prompt to change."""

    model_config = ConfigDict(extra="forbid")

    name: Text | None = None
    content: Text | None = None
    is_public: bool | None = None


class SystemPromptRecordDTO(BaseModel):
    """The record of a system prompt."""

    name: str
    content: str
    id: str
    user_id: str
    is_public: bool
    created_at: datetime
    updated_at: datetime


@router.get("/", operation_id="list_system_prompts")
def list_system_prompts(backend: BackendDep, user: CurrentUserOrDefault) -> list[SystemPromptRecordDTO]:
    """Return the system prompts of the user and the public ones."""
    viewer = None if user.is_admin else user.user_id
    return [_dto(row) for row in backend.system_prompts.all(user_id=viewer)]


@router.post("/", operation_id="create_system_prompt")
def create_system_prompt(
    backend: BackendDep, user: CurrentUserOrDefault, system_prompt: SystemPromptWithoutId
) -> SystemPromptRecordDTO:
    """Create a system prompt; it is public only on a server without accounts."""
    prompt_id = backend.system_prompts.create(
        system_prompt.name,
        system_prompt.content,
        user_id=user.user_id,
        is_public=not backend.settings.multiuser,
    )
    return _dto(_found(backend, prompt_id))


@router.get("/i/{system_prompt_id}", operation_id="get_system_prompt")
def get_system_prompt(
    backend: BackendDep, user: CurrentUserOrDefault, system_prompt_id: str
) -> SystemPromptRecordDTO:
    """Return a system prompt."""
    prompt = _found(backend, system_prompt_id)
    if not (user.is_admin or prompt["is_public"] or prompt["user_id"] == user.user_id):
        raise HTTPException(403, "Not authorized to access this system prompt")
    return _dto(prompt)


@router.patch("/i/{system_prompt_id}", operation_id="update_system_prompt")
def update_system_prompt(
    backend: BackendDep, user: CurrentUserOrDefault, system_prompt_id: str, changes: SystemPromptChanges
) -> SystemPromptRecordDTO:
    """Change a system prompt."""
    require_owner(_found(backend, system_prompt_id), user, "Not authorized to update this system prompt")
    backend.system_prompts.update(system_prompt_id, changes.model_dump())
    return _dto(_found(backend, system_prompt_id))


@router.delete("/i/{system_prompt_id}", operation_id="delete_system_prompt")
def delete_system_prompt(backend: BackendDep, user: CurrentUserOrDefault, system_prompt_id: str) -> None:
    """Delete a system prompt."""
    require_owner(_found(backend, system_prompt_id), user, "Not authorized to delete this system prompt")
    backend.system_prompts.delete(system_prompt_id)


def _found(backend: Backend, prompt_id: str) -> Row:
    prompt = backend.system_prompts.get(prompt_id)
    if prompt is None:
        raise HTTPException(404, "System prompt not found")
    return prompt


def _dto(row: Row) -> SystemPromptRecordDTO:
    return SystemPromptRecordDTO.model_validate(row)
