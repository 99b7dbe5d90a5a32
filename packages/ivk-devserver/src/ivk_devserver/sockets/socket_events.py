"""Events on the socket, and which Socket.IO rooms receive them.

Each socket is in the room of its user (``user:system`` when there are no accounts), the sockets of
administrators are also in ``admin``, and a socket that subscribed to a queue is in the room with the queue's
name. The owner of a queue item and the administrators receive every event about it. Other subscribers of the
queue receive a redacted copy, which says that something changed but not what.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

__all__ = ["ADMIN_ROOM", "Delivery", "Publish", "SocketEvent", "deliveries", "socket_event", "user_room"]

Json = dict[str, Any]
ADMIN_ROOM = "admin"
REDACTED = "redacted"


@dataclass(frozen=True)
class SocketEvent:
    """An event: its name and its payload."""

    name: str
    data: Json


Publish = Callable[[SocketEvent], None]
"""A function that sends an event to the sockets that may receive it."""


@dataclass(frozen=True)
class Delivery:
    """A payload, the rooms that receive it, and the users whose sockets are left out."""

    data: Json
    rooms: list[str]
    without_users: frozenset[str] = frozenset()
    without_admins: bool = False


def socket_event(name: str, **data: Any) -> SocketEvent:
    """Create an event with the current time."""
    return SocketEvent(name, {"timestamp": int(time.time()), **data})


def user_room(user_id: str) -> str:
    """Return the name of the room of a user's sockets."""
    return f"user:{user_id}"


def deliveries(event: SocketEvent) -> list[Delivery]:
    """Return the payloads to send for an event, each with its rooms."""
    if event.name in _ROUTES:
        return _ROUTES[event.name](event.data)
    return _to_owner_and_admins(event.data)


def _to_owner_and_admins(data: Json) -> list[Delivery]:
    return [Delivery(data, [user_room(data["user_id"]), ADMIN_ROOM])]


def _to_owner(data: Json) -> list[Delivery]:
    return [Delivery(data, [user_room(data["user_id"])])]


def _bulk_download(data: Json) -> list[Delivery]:
    if data["user_id"] == "system":
        return [Delivery(data, [data["bulk_download_id"]])]
    return _to_owner_and_admins(data)


def _with_redacted_copy(data: Json, redacted: Json, owner: str) -> list[Delivery]:
    return [*_to_owner_and_admins(data), _to_other_subscribers(redacted, [owner])]


def _to_other_subscribers(redacted: Json, owners: Collection[str]) -> Delivery:
    return Delivery(redacted, [redacted["queue_id"]], without_users=frozenset(owners), without_admins=True)


def _status_changed(data: Json) -> list[Delivery]:
    batch = {**data["batch_status"], "batch_id": REDACTED, "origin": None, "destination": None}
    hidden = dict.fromkeys(("item_id", "session_id", "batch_id", "user_pending", "user_in_progress"))
    redacted = {
        **data,
        **dict.fromkeys(("user_id", "batch_id", "session_id"), REDACTED),
        **dict.fromkeys(("origin", "destination", "error_type", "error_message", "error_traceback")),
        "batch_status": batch,
        "queue_status": {**data["queue_status"], **hidden},
    }
    return _with_redacted_copy(data, redacted, data["user_id"])


def _batch_enqueued(data: Json) -> list[Delivery]:
    redacted = {**data, "user_id": REDACTED, "batch_id": REDACTED, "origin": None}
    return _with_redacted_copy(data, redacted, data["user_id"])


def _queue_cleared(data: Json) -> list[Delivery]:
    if data["user_id"] is None:
        return [Delivery(data, [data["queue_id"]])]
    return _with_redacted_copy(data, {**data, "user_id": REDACTED}, data["user_id"])


def _queue_items(ids: str) -> Callable[[Json], list[Delivery]]:
    """Return the route of an event about several items: each owner receives the ids of their own items."""
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
        redacted = {**data, ids: [], "user_ids": [], by_user: {}}
        return [*private, Delivery(data, [ADMIN_ROOM]), _to_other_subscribers(redacted, owned)]

    return route


_ROUTES: dict[str, Callable[[Json], list[Delivery]]] = {
    "queue_item_status_changed": _status_changed,
    "batch_enqueued": _batch_enqueued,
    "queue_cleared": _queue_cleared,
    "queue_items_canceled": _queue_items("canceled_item_ids"),
    "queue_items_retried": _queue_items("retried_item_ids"),
    "invocation_progress": _to_owner,
    "model_load_started": _to_owner,
    "model_load_complete": _to_owner,
    "bulk_download_started": _bulk_download,
    "bulk_download_complete": _bulk_download,
    "bulk_download_error": _bulk_download,
}
