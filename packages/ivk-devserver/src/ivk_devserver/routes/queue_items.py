"""The operations on single queue items, and those that list items."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.queue.schemas import ItemIdsResult
from ivk_devserver.queue.session_queue_item import (
    queue_item,
    queue_item_summary,
    redacted_for,
    with_nulls,
    without_nulls,
)
from ivk_devserver.routes.access import require_owner
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.schemas import SQLiteDirection
from ivk_devserver.storage.queue_items import QueueFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/queue/{queue_id}", tags=["queue"])
Json = dict[str, Any]
MAX_ITEM_IDS = 1000
"""The limit of a real server."""

ItemIds = Annotated[list[int], Body(embed=True, max_length=MAX_ITEM_IDS)]


@router.get("/list_all", operation_id="list_all_queue_items")
def list_all_queue_items(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, destination: str | None = None
) -> list[Json]:
    """Return all items of a queue with all fields."""
    items = backend.queue_items.all(QueueFilter(queue_id=queue_id, destination=destination))
    return [_full_item(item, user) for item in items]


@router.get("/item_ids", operation_id="get_queue_item_ids")
def get_queue_item_ids(
    backend: BackendDep,
    _: CurrentUserOrDefault,
    queue_id: str,
    order_dir: SQLiteDirection = SQLiteDirection.DESCENDING,
) -> ItemIdsResult:
    """Return the ids of the items of a queue."""
    found = backend.queue_items.item_ids(queue_id, order_dir)
    return ItemIdsResult(item_ids=found, total_count=len(found))


@router.post("/items_by_ids", operation_id="get_queue_items_by_item_ids")
def get_queue_items_by_item_ids(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, item_ids: ItemIds
) -> list[Json]:
    """Return items in the order of their ids; unknown ids are ignored."""
    found = (backend.queue_items.get(item_id) for item_id in item_ids)
    return [_full_item(item, user) for item in found if item and item["queue_id"] == queue_id]


@router.post("/item_summaries_by_ids", operation_id="get_queue_item_summaries_by_ids")
def get_queue_item_summaries_by_ids(
    backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, item_ids: ItemIds
) -> list[Json]:
    """Return the summaries of items in the order of their ids; unknown ids are ignored."""
    found = backend.queue_items.summaries(queue_id, item_ids)
    return [_redacted(queue_item_summary(found[item_id]), user) for item_id in item_ids if item_id in found]


@router.get("/current", operation_id="get_current_queue_item")
def get_current_queue_item(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> Json | None:
    """Return the running item, or null."""
    return _first(backend, user, QueueFilter(queue_id=queue_id, statuses=("in_progress",)))


@router.get("/next", operation_id="get_next_queue_item")
def get_next_queue_item(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str) -> Json | None:
    """Return the next pending item, or null."""
    return _first(backend, user, QueueFilter(queue_id=queue_id, statuses=("pending",)))


@router.get("/i/{item_id}", operation_id="get_queue_item")
def get_queue_item(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, item_id: int) -> Json:
    """Return an item; answer 500 for an item of another queue, as a real server does."""
    item = backend.queue_items.get(item_id)
    not_found = _not_found(item_id, queue_id)
    if item is None:
        raise not_found
    if item["queue_id"] != queue_id:
        message = f"Unexpected error while fetching queue item: 404: {not_found.detail}"
        raise HTTPException(500, message)
    return without_nulls(_redacted(queue_item(item), user))


@router.delete("/i/{item_id}", operation_id="delete_queue_item")
def delete_queue_item(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, item_id: int) -> None:
    """Delete an item; it is canceled first."""
    detail = "You do not have permission to delete this queue item"
    backend.session_queue.delete_item(_own(backend, user, queue_id, item_id, detail))


@router.put("/i/{item_id}/cancel", operation_id="cancel_queue_item")
def cancel_queue_item(backend: BackendDep, user: CurrentUserOrDefault, queue_id: str, item_id: int) -> Json:
    """Cancel an item; a finished item stays as it is."""
    detail = "You do not have permission to cancel this queue item"
    backend.session_queue.cancel_item(_own(backend, user, queue_id, item_id, detail))
    item = backend.queue_items.get(item_id)
    if item is None:
        raise _not_found(item_id, queue_id)
    return _full_item(item, user)


def _own(backend: Backend, user: User, queue_id: str, item_id: int, detail: str) -> Row:
    item = backend.queue_items.get(item_id)
    if item is None or item["queue_id"] != queue_id:
        raise _not_found(item_id, queue_id)
    require_owner(item, user, detail)
    return item


def _not_found(item_id: int, queue_id: str) -> HTTPException:
    return HTTPException(404, f"Queue item with id {item_id} not found in queue {queue_id}")


def _first(backend: Backend, user: User, item_filter: QueueFilter) -> Json | None:
    item = backend.queue_items.first(item_filter)
    return None if item is None else _full_item(item, user)


def _full_item(item: Row, user: User) -> Json:
    return with_nulls(_redacted(queue_item(item), user))


def _redacted(item: Json, user: User) -> Json:
    return redacted_for(item, user.user_id, is_admin=user.is_admin)
