"""The operations on several queue items: cancel, delete and retry."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel

from ivk_devserver.auth import User
from ivk_devserver.queue.schemas import RetryItemsResult
from ivk_devserver.routes.access import require_owner
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault

__all__ = ["router"]

router = APIRouter(prefix="/v1/queue/{queue_id}", tags=["queue"])


class CancelResult(BaseModel):
    """The number of items that were canceled."""

    canceled: int


class DeleteResult(BaseModel):
    """The number of items that were deleted."""

    deleted: int


@router.put("/cancel_all_except_current", operation_id="cancel_all_except_current")
def cancel_all_except_current(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> CancelResult:
    """Cancel all items that do not run yet."""
    return CancelResult(canceled=backend.session_queue.cancel_all_except_current(queue_id, _scope(user)))


@router.put("/delete_all_except_current", operation_id="delete_all_except_current")
def delete_all_except_current(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> DeleteResult:
    """Delete all items that do not run yet."""
    return DeleteResult(deleted=backend.session_queue.delete_all_except_current(queue_id, _scope(user)))


@router.put("/cancel_by_batch_ids", operation_id="cancel_by_batch_ids")
def cancel_by_batch_ids(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    queue_id: str,
    batch_ids: Annotated[list[str], Body(embed=True)],
) -> CancelResult:
    """Cancel the unfinished items of batches."""
    return CancelResult(canceled=backend.session_queue.cancel_by_batch_ids(queue_id, batch_ids, _scope(user)))


@router.put("/cancel_by_destination", operation_id="cancel_by_destination")
def cancel_by_destination(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, destination: str
) -> CancelResult:
    """Cancel the unfinished items with a destination."""
    return CancelResult(
        canceled=backend.session_queue.cancel_by_destination(queue_id, destination, _scope(user))
    )


@router.delete("/d/{destination}", operation_id="delete_by_destination")
def delete_by_destination(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, destination: str
) -> DeleteResult:
    """Delete the items with a destination."""
    return DeleteResult(
        deleted=backend.session_queue.delete_by_destination(queue_id, destination, _scope(user))
    )


@router.put("/retry_items_by_id", operation_id="retry_items_by_id")
def retry_items_by_id(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, item_ids: Annotated[list[int], Body()]
) -> RetryItemsResult:
    """Enqueue failed and canceled items again."""
    for item_id in item_ids:
        item = backend.queue_items.get(item_id)
        if item is not None and item["queue_id"] != queue_id:
            raise HTTPException(404, f"Queue item with id {item_id} not found in queue {queue_id}")
        if item is not None:
            require_owner(item, user, f"You do not have permission to retry queue item {item_id}")
    result = backend.session_queue.retry_items(queue_id, item_ids)
    backend.session_processor.poll_now()
    return result


@router.put("/clear", operation_id="clear")
def clear(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> DeleteResult:
    """Delete all items."""
    return DeleteResult(deleted=backend.session_queue.clear(queue_id, _scope(user)))


@router.put("/prune", operation_id="prune")
def prune(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> DeleteResult:
    """Delete the finished items."""
    return DeleteResult(deleted=backend.session_queue.prune(queue_id, _scope(user)))


def _scope(user: User) -> str | None:
    return None if user.is_admin else user.user_id
