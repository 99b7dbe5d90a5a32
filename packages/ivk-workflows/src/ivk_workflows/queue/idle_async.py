"""Waiting until a queue is idle, in an event loop; the twin of `ivk_workflows.queue.idle`."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_core.timeouts import Deadline
from ivk_workflows.patience import Patience
from ivk_workflows.queue.idle import LONGEST_PAUSE, is_busy, may_mean_idle

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["wait_until_idle_async"]


async def wait_until_idle_async(client: AsyncClient, queue_id: str, timeout: float | None) -> bool:
    """Wait until every item of a queue has come to an end; the twin of `wait_until_idle`."""
    deadline, patience, roused = Deadline(timeout), Patience(), asyncio.Event()
    if not await client.run(is_busy(queue_id, patience, deadline)):
        return True

    def hear(event: Event) -> None:
        if may_mean_idle(event, queue_id):
            roused.set()

    rooms, time_to_subscribe = [Room.queue(queue_id)], min(deadline.left, LONGEST_PAUSE)
    async with await client.events.subscribe(hear, rooms, timeout=time_to_subscribe) as subscription:
        while await client.run(is_busy(queue_id, patience, deadline)):
            if not deadline.left:
                return False
            interval = patience.interval(is_live=subscription.is_live)
            with suppress(TimeoutError):
                async with asyncio.timeout(min(deadline.left, interval, LONGEST_PAUSE)):
                    await roused.wait()
            roused.clear()
    return True
