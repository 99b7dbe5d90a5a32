"""Waiting until a queue is idle: its events say when it may be, and a look says whether it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ivk_core.errors import InvokeAIError
from ivk_core.events.rooms import Room
from ivk_core.events.types import (
    ConnectionLost,
    ConnectionRestored,
    Event,
    ItemsCanceled,
    ItemStatusChanged,
    QueueCleared,
)
from ivk_core.flow import Flow
from ivk_core.timeouts import Deadline
from ivk_workflows.patience import Patience
from ivk_workflows.queue import calls

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["LONGEST_PAUSE", "is_busy", "may_mean_idle", "wait_until_idle"]

LONGEST_PAUSE = 5.0
"""Seconds until the next look, for items may be deleted without a word."""

_UNFINISHED = ("pending", "in_progress", "waiting")


def wait_until_idle(client: Client, queue_id: str, timeout: float | None) -> bool:
    """Wait until every item of a queue has come to an end; tell whether it has."""
    deadline, patience, roused = Deadline(timeout), Patience(), threading.Event()
    if not client.run(is_busy(queue_id, patience, deadline)):
        return True

    def hear(event: Event) -> None:
        if may_mean_idle(event, queue_id):
            roused.set()

    rooms, time_to_subscribe = [Room.queue(queue_id)], min(deadline.left, LONGEST_PAUSE)
    with client.events.subscribe(hear, rooms, timeout=time_to_subscribe) as subscription:
        while client.run(is_busy(queue_id, patience, deadline)):
            if not deadline.left:
                return False
            interval = patience.interval(is_live=subscription.is_live)
            roused.wait(min(deadline.left, interval, LONGEST_PAUSE))
            roused.clear()
    return True


def is_busy(queue_id: str, patience: Patience, deadline: Deadline) -> Flow[bool]:
    """Look whether a queue has items that are yet to come to an end; busy is what does not answer."""
    try:
        state = yield from calls.get_state(queue_id, deadline=deadline)
    except InvokeAIError as error:
        patience.note_silence(error)
        return True
    patience.note_answer()
    return bool(state.queue.unfinished)


def may_mean_idle(event: Event, queue_id: str) -> bool:
    """Tell whether a queue may be idle after an event; status events say how many items are left in it."""
    if event.get("queue_id", queue_id) != queue_id:
        return False
    if isinstance(event, ItemStatusChanged):
        return not any(event.queue_status.get(status) for status in _UNFINISHED)
    return isinstance(event, QueueCleared | ItemsCanceled | ConnectionLost | ConnectionRestored)
