"""Cancelling, deleting and retrying many queue items."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel

from ivk_devserver.auth import User
from ivk_devserver.queue.results import RetryItemsResult
from ivk_devserver.routes.access import require_owner
from ivk_devserver.routes.dependencies import BackendDep, Caller

__all__ = ["router"]

router = APIRouter(prefix="/v1/queue/{queue_id}", tags=["queue"])


class Canceled(BaseModel):
    """How many items were cancelled."""

    canceled: int


class Deleted(BaseModel):
    """How many items were removed."""

    deleted: int


@router.put("/cancel_all_except_current", operation_id="cancel_all_except_current")
def cancel_all_except_current(backend: BackendDep, user: Caller, queue_id: str) -> Canceled:
    """Cancel what is not running yet."""
    return Canceled(canceled=backend.bulk.cancel_waiting(queue_id, _scope(user)))


@router.put("/delete_all_except_current", operation_id="delete_all_except_current")
def delete_all_except_current(backend: BackendDep, user: Caller, queue_id: str) -> Deleted:
    """Remove what is not running yet."""
    return Deleted(deleted=backend.bulk.delete_waiting(queue_id, _scope(user)))


@router.put("/cancel_by_batch_ids", operation_id="cancel_by_batch_ids")
def cancel_by_batch_ids(
    backend: BackendDep, user: Caller, queue_id: str, batch_ids: Annotated[list[str], Body(embed=True)]
) -> Canceled:
    """Cancel batches."""
    return Canceled(canceled=backend.bulk.cancel_batches(queue_id, batch_ids, _scope(user)))


@router.put("/cancel_by_destination", operation_id="cancel_by_destination")
def cancel_by_destination(backend: BackendDep, user: Caller, queue_id: str, destination: str) -> Canceled:
    """Cancel a destination's items."""
    return Canceled(canceled=backend.bulk.cancel_destination(queue_id, destination, _scope(user)))


@router.delete("/d/{destination}", operation_id="delete_by_destination")
def delete_by_destination(backend: BackendDep, user: Caller, queue_id: str, destination: str) -> Deleted:
    """Remove a destination's items."""
    return Deleted(deleted=backend.bulk.delete_destination(queue_id, destination, _scope(user)))


@router.put("/retry_items_by_id", operation_id="retry_items_by_id")
def retry_items_by_id(
    backend: BackendDep, user: Caller, queue_id: str, item_ids: Annotated[list[int], Body()]
) -> RetryItemsResult:
    """Enqueue failed and cancelled items once more."""
    for item_id in item_ids:
        item = backend.queue.get(item_id)
        if item is not None and item["queue_id"] != queue_id:
            raise HTTPException(404, f"Queue item with id {item_id} not found in queue {queue_id}")
        if item is not None:
            require_owner(item, user, f"You do not have permission to retry queue item {item_id}")
    result = backend.enqueueing.retry(queue_id, item_ids)
    backend.processor.wake()
    return result


@router.put("/clear", operation_id="clear")
def clear(backend: BackendDep, user: Caller, queue_id: str) -> Deleted:
    """Remove all items."""
    return Deleted(deleted=backend.bulk.clear(queue_id, _scope(user)))


@router.put("/prune", operation_id="prune")
def prune(backend: BackendDep, user: Caller, queue_id: str) -> Deleted:
    """Remove what is finished."""
    return Deleted(deleted=backend.bulk.prune(queue_id, _scope(user)))


def _scope(user: User) -> str | None:
    return None if user.is_admin else user.user_id
