"""Who hears which event.

Each socket is in the room of its user (``user:system`` when there are no users), administrators also in
``admin``, and whoever subscribed to a queue in a room with the queue's name. An item's owner and the
administrators hear everything about it; others on the queue hear that something changed, with names removed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ivk_devserver.events.event import Event

__all__ = ["ADMIN", "Delivery", "deliveries", "user_room"]

Json = dict[str, Any]
ADMIN = "admin"
REDACTED = "redacted"


@dataclass(frozen=True)
class Delivery:
    """A payload, the rooms that get it, and whose sockets are left out."""

    data: Json
    rooms: list[str]
    without_users: frozenset[str] = frozenset()
    without_admins: bool = False


def user_room(user_id: str) -> str:
    """Name the room of a user's sockets."""
    return f"user:{user_id}"


def deliveries(event: Event) -> list[Delivery]:
    """Say what to send where for an event."""
    if event.name in _ROUTES:
        return _ROUTES[event.name](event.data)
    return _to_owner(event.data)


def _to_owner(data: Json) -> list[Delivery]:
    return [Delivery(data, [user_room(data["user_id"]), ADMIN])]


def _to_owner_alone(data: Json) -> list[Delivery]:
    return [Delivery(data, [user_room(data["user_id"])])]


def _to_bulk_download(data: Json) -> list[Delivery]:
    if data["user_id"] == "system":
        return [Delivery(data, [data["bulk_download_id"]])]
    return _to_owner(data)


def _with_companion(data: Json, public: Json, owners: Collection[str]) -> list[Delivery]:
    others = Delivery(public, [data["queue_id"]], without_users=frozenset(owners), without_admins=True)
    return [*_to_owner(data), others]


def _status_changed(data: Json) -> list[Delivery]:
    batch = {**data["batch_status"], "batch_id": REDACTED, "origin": None, "destination": None}
    hidden = dict.fromkeys(("item_id", "session_id", "batch_id", "user_pending", "user_in_progress"))
    public = {
        **data,
        **dict.fromkeys(("user_id", "batch_id", "session_id"), REDACTED),
        **dict.fromkeys(("origin", "destination", "error_type", "error_message", "error_traceback")),
        "batch_status": batch,
        "queue_status": {**data["queue_status"], **hidden},
    }
    return _with_companion(data, public, [data["user_id"]])


def _batch_enqueued(data: Json) -> list[Delivery]:
    public = {**data, "user_id": REDACTED, "batch_id": REDACTED, "origin": None}
    return _with_companion(data, public, [data["user_id"]])


def _queue_cleared(data: Json) -> list[Delivery]:
    if data["user_id"] is None:
        return [Delivery(data, [data["queue_id"]])]
    return _with_companion(data, {**data, "user_id": REDACTED}, [data["user_id"]])


def _many_items(ids: str) -> Callable[[Json], list[Delivery]]:
    by_user = f"{ids}_by_user"

    def route(data: Json) -> list[Delivery]:
        owned: dict[str, list[int]] = data[by_user]
        private = [
            Delivery(
                {**data, ids: numbers, "user_ids": [user], by_user: {user: numbers}},
                [user_room(user)],
                without_admins=True,
            )
            for user, numbers in owned.items()
        ]
        public = {**data, ids: [], "user_ids": [], by_user: {}}
        others = Delivery(public, [data["queue_id"]], without_users=frozenset(owned), without_admins=True)
        return [*private, Delivery(data, [ADMIN]), others]

    return route


_ROUTES: dict[str, Callable[[Json], list[Delivery]]] = {
    "queue_item_status_changed": _status_changed,
    "batch_enqueued": _batch_enqueued,
    "queue_cleared": _queue_cleared,
    "queue_items_canceled": _many_items("canceled_item_ids"),
    "queue_items_retried": _many_items("retried_item_ids"),
    "invocation_progress": _to_owner_alone,
    "model_load_started": _to_owner_alone,
    "model_load_complete": _to_owner_alone,
    "bulk_download_started": _to_bulk_download,
    "bulk_download_complete": _to_bulk_download,
    "bulk_download_error": _to_bulk_download,
}
