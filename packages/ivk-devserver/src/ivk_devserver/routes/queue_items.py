"""Single queue items, and lists of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.queue.results import ItemIdsResult
from ivk_devserver.queue.views import hide_from, summary, whole_item, with_nulls, without_nulls
from ivk_devserver.routes.access import require_owner
from ivk_devserver.routes.dependencies import BackendDep, Caller
from ivk_devserver.routes.schemas import Direction
from ivk_devserver.storage.queue_items import QueueFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/queue/{queue_id}", tags=["queue"])
Json = dict[str, Any]
ItemIds = Annotated[list[int], Body(embed=True, max_length=1000)]


@router.get("/list_all", operation_id="list_all_queue_items")
def list_all_queue_items(
    backend: BackendDep, user: Caller, queue_id: str, destination: str | None = None
) -> list[Json]:
    """List items with everything."""
    items = backend.queue.all(QueueFilter(queue_id=queue_id, destination=destination))
    return [_told(item, user) for item in items]


@router.get("/item_ids", operation_id="get_queue_item_ids")
def get_queue_item_ids(
    backend: BackendDep, _: Caller, queue_id: str, order_dir: Direction = Direction.DESCENDING
) -> ItemIdsResult:
    """List ids."""
    found = backend.queue.item_ids(queue_id, order_dir)
    return ItemIdsResult(item_ids=found, total_count=len(found))


@router.post("/items_by_ids", operation_id="get_queue_items_by_item_ids")
def get_queue_items_by_item_ids(
    backend: BackendDep, user: Caller, queue_id: str, item_ids: ItemIds
) -> list[Json]:
    """Give items in the order of their ids; ids of no item are passed over."""
    found = (backend.queue.get(item_id) for item_id in item_ids)
    return [_told(item, user) for item in found if item and item["queue_id"] == queue_id]


@router.post("/item_summaries_by_ids", operation_id="get_queue_item_summaries_by_ids")
def get_queue_item_summaries_by_ids(
    backend: BackendDep, user: Caller, queue_id: str, item_ids: ItemIds
) -> list[Json]:
    """Give the light columns of items in the order of their ids."""
    found = backend.queue.summaries(queue_id, item_ids)
    return [_shown(summary(found[item_id]), user) for item_id in item_ids if item_id in found]


@router.get("/current", operation_id="get_current_queue_item")
def get_current_queue_item(backend: BackendDep, user: Caller, queue_id: str) -> Json | None:
    """Give the running item, or null."""
    return _first(backend, user, QueueFilter(queue_id=queue_id, statuses=("in_progress",)))


@router.get("/next", operation_id="get_next_queue_item")
def get_next_queue_item(backend: BackendDep, user: Caller, queue_id: str) -> Json | None:
    """Give the item that is first in line, or null."""
    return _first(backend, user, QueueFilter(queue_id=queue_id, statuses=("pending",)))


@router.get("/i/{item_id}", operation_id="get_queue_item")
def get_queue_item(backend: BackendDep, user: Caller, queue_id: str, item_id: int) -> Json:
    """Give an item; one of another queue is answered with 500, as the real server does."""
    item = backend.queue.get(item_id)
    missing = _missing(item_id, queue_id)
    if item is None:
        raise missing
    if item["queue_id"] != queue_id:
        message = f"Unexpected error while fetching queue item: 404: {missing.detail}"
        raise HTTPException(500, message)
    return without_nulls(_shown(whole_item(item), user))


@router.delete("/i/{item_id}", operation_id="delete_queue_item")
def delete_queue_item(backend: BackendDep, user: Caller, queue_id: str, item_id: int) -> None:
    """Remove an item; what still runs is cancelled first."""
    refusal = "You do not have permission to delete this queue item"
    backend.bulk.delete_item(_own(backend, user, queue_id, item_id, refusal))


@router.put("/i/{item_id}/cancel", operation_id="cancel_queue_item")
def cancel_queue_item(backend: BackendDep, user: Caller, queue_id: str, item_id: int) -> Json:
    """Cancel an item; a finished one stays as it is."""
    refusal = "You do not have permission to cancel this queue item"
    backend.bulk.cancel_item(_own(backend, user, queue_id, item_id, refusal))
    item = backend.queue.get(item_id)
    if item is None:
        raise _missing(item_id, queue_id)
    return _told(item, user)


def _own(backend: Backend, user: User, queue_id: str, item_id: int, refusal: str) -> Row:
    item = backend.queue.get(item_id)
    if item is None or item["queue_id"] != queue_id:
        raise _missing(item_id, queue_id)
    require_owner(item, user, refusal)
    return item


def _missing(item_id: int, queue_id: str) -> HTTPException:
    return HTTPException(404, f"Queue item with id {item_id} not found in queue {queue_id}")


def _first(backend: Backend, user: User, wanted: QueueFilter) -> Json | None:
    item = backend.queue.first(wanted)
    return None if item is None else _told(item, user)


def _told(item: Row, user: User) -> Json:
    return with_nulls(_shown(whole_item(item), user))


def _shown(view: Json, user: User) -> Json:
    return hide_from(view, user.user_id, is_admin=user.is_admin)
