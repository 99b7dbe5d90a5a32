# ruff: noqa: ARG001 - the state is the same for all queues, so no operation uses its ``queue_id``
"""The operations on the client state: texts that the GUI stores on the server."""

from typing import Annotated

from fastapi import APIRouter, Body

from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault

__all__ = ["router"]

router = APIRouter(prefix="/v1/client_state/{queue_id}", tags=["client_state"])


@router.get("/get_by_key", operation_id="get_client_state_by_key")
def get_client_state_by_key(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, key: str
) -> str | None:
    """Return a text."""
    return backend.client_state.get(user.user_id, key)


@router.post("/set_by_key", operation_id="set_client_state")
def set_client_state(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    queue_id: str,
    key: str,
    value: Annotated[str, Body()],
) -> str:
    """Store a text."""
    backend.client_state.set(user.user_id, key, value)
    return value


@router.get("/get_keys_by_prefix", operation_id="get_client_state_keys_by_prefix")
def get_keys_by_prefix(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, prefix: str
) -> list[str]:
    """Return the keys with a prefix."""
    return backend.client_state.keys(user.user_id, prefix)


@router.post("/delete_by_key", operation_id="delete_client_state_by_key")
def delete_client_state_by_key(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, key: str
) -> None:
    """Delete a text."""
    backend.client_state.delete(user.user_id, key)


@router.post("/delete", operation_id="delete_client_state")
def delete_client_state(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> None:
    """Delete all texts."""
    backend.client_state.delete(user.user_id)
