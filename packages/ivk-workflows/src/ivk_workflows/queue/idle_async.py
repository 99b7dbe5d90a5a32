"""Wait until a queue is idle: after an event that may mean this, a poll finds out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivk_core.concurrency_async import AsyncFlag
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_core.timeouts import Deadline
from ivk_workflows.queue.outage import Outage
from ivk_workflows.queue.polling import PollSchedule
from ivk_workflows.queue.searches import is_busy, may_mean_idle

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["wait_until_idle_async"]

# Items may be deleted without an event, so the queue is polled at least this often. A wait ends so much
# later at most, and a request every five seconds costs the server little.
_LONGEST_PAUSE = 5.0


async def wait_until_idle_async(client: AsyncClient, queue_id: str, timeout: float | None) -> bool:
    """Wait until every item of a queue has finished; return whether it has."""
    deadline, woken = Deadline(timeout), AsyncFlag()
    patience = client.config.reconnect_timeout
    schedule, outage = PollSchedule(patience), Outage(str(client.config.address), patience)
    if not await client.run(is_busy(queue_id, schedule, deadline, outage)):
        return True

    def receive(event: Event) -> None:
        if may_mean_idle(event, queue_id):
            woken.set()

    rooms, time_to_subscribe = [Room.queue(queue_id)], min(deadline.left, _LONGEST_PAUSE)
    async with await client.events.subscribe(receive, rooms, timeout=time_to_subscribe) as subscription:
        while await client.run(is_busy(queue_id, schedule, deadline, outage)):
            if not deadline.left:
                return False
            interval = schedule.interval(is_live=subscription.is_live)
            await woken.wait(min(deadline.left, interval, _LONGEST_PAUSE))
            woken.clear()
    return True
