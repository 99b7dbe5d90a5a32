"""Watching a batch from an event loop; the twin of `ivk_workflows.jobs.watch`, without any thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from ivk_core.aio import AsyncClient
from ivk_core.errors import InvokeAIError
from ivk_core.events.async_hub import AsyncSubscription
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_workflows.jobs.batch import Combination, match
from ivk_workflows.jobs.early import EarlyEvents
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.patience import Deadline, Patience, head_start
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.watch import found_out
from ivk_workflows.queue.calls import list_summaries
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["AsyncWatch"]


class AsyncWatch:
    """Follows one batch; parameters and methods are those of `Watch`."""

    def __init__(
        self, client: AsyncClient, queue_id: str, tracker: BatchTracker, wanted: Iterable[Combination] = ()
    ) -> None:
        self.client = client
        self.queue_id = queue_id
        self.tracker = tracker
        self._wanted: Iterable[Combination] | None = wanted or None
        self._changed = asyncio.Event()
        self._looking = asyncio.Lock()
        self._listeners: tuple[Callable[[Event], object], ...] = ()
        self._early = EarlyEvents()
        self._events_first = Deadline(0)
        self._subscription: AsyncSubscription | None = None

    @property
    def is_live(self) -> bool:
        """Whether everything that happens is heard."""
        return self._subscription is not None and self._subscription.is_live

    async def open(self) -> None:
        """Start to listen; when this returns, nothing is missed, or there is no socket."""
        self._subscription = await self.client.events.subscribe(self._hear, [Room.queue(self.queue_id)])

    def close(self) -> None:
        """Listen no more."""
        if self._subscription is not None:
            self._subscription.close()

    def expect(self, item_ids: Sequence[int]) -> None:
        """Learn which items there are."""
        self.tracker.expect(item_ids)
        self._events_first = head_start(self._wanted)
        self._wake()

    async def wait(self, is_done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Wait until something is so; the twin of `Watch.wait`."""
        deadline, patience = Deadline(timeout), Patience()
        while True:
            if self.tracker.needs_look and self.is_live and self._events_first.left:
                await self._woken(is_done, min(self._events_first.left, deadline.left))
            if self.tracker.needs_look and not is_done():
                await self._look(patience, deadline.to_answer)
            if is_done():
                return True
            if not deadline.left:
                return False
            is_overdue = self.tracker.is_overdue
            interval = patience.interval(is_live=self.is_live and not is_overdue)
            is_woken = partial(self._is_woken, is_done, is_overdue)
            if not await self._woken(is_woken, min(deadline.left, interval)):
                self.tracker.needs_look = True

    async def is_so(self, is_done: Callable[[], bool]) -> bool:
        """Say whether something is so by now; looks first where events cannot be relied on."""
        if not is_done() and (self.tracker.needs_look or not self.is_live):
            await self.refresh()
        return is_done()

    async def refresh(self) -> None:
        """Look now."""
        await self._look(Patience())

    async def settle_order(self) -> None:
        """Make sure that the items stand in the order of the inputs."""
        if self._wanted is not None and len(self.tracker.item_ids) > 1:
            await self.refresh()

    def learn(self, item_id: int, summary: QueueItemSummary) -> None:
        """Learn from what the server said of one item."""
        self._learn([item_id], [summary])
        self._close_when_finished()

    async def told(
        self,
        heard: asyncio.Queue[Event],
        is_over: Callable[[], bool],
        ends: Callable[[], Iterable[Event]],
        timeout: float | None,
    ) -> AsyncIterator[Event]:
        """Go through events that a listener puts into a queue, until it is over; as `Watch.told` does."""
        is_silent = True
        while not (is_over() and heard.empty()):
            if not await self.wait(lambda: not heard.empty() or is_over(), timeout):
                raise JobTimeoutError(f"Batch {self.tracker.batch_id}", timeout or 0.0)
            while not heard.empty():
                is_silent = False
                yield heard.get_nowait()
        if is_silent:
            for event in ends():
                yield event

    @contextmanager
    def listening(self, hear: Callable[[Event], object]) -> Iterator[None]:
        """Pass on the events of this batch in a ``with`` block; to the first also what came before."""
        for event in self._early.take():
            hear(event)
        self._listeners = (*self._listeners, hear)
        try:
            yield
        finally:
            self._listeners = tuple(other for other in self._listeners if other is not hear)

    def _is_woken(self, is_done: Callable[[], bool], was_overdue: bool) -> bool:
        return is_done() or self.tracker.needs_look or self.tracker.is_overdue != was_overdue

    def _hear(self, event: Event) -> None:
        if self.tracker.hear(event, time.monotonic()):
            self._tell(event)
            self._close_when_finished()

    def _tell(self, event: Event) -> None:
        self._early.note(event)
        for hear in self._listeners:
            hear(event)
        self._wake()

    def _wake(self) -> None:
        # Set and cleared at once: it wakes those who wait now, and nobody who comes later.
        self._changed.set()
        self._changed.clear()

    async def _woken(self, is_so: Callable[[], bool], seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not is_so():
                    await self._changed.wait()
        return is_so()

    async def _look(self, patience: Patience, within: float | None = None) -> None:
        async with self._looking:
            self.tracker.needs_look = False
            asked = list(self.tracker.item_ids if self._wanted else self.tracker.unfinished())
            try:
                summaries = await self.client.run(list_summaries(self.queue_id, asked, within=within))
            except InvokeAIError as error:
                patience.note_silence(error)
                return
            patience.note_answer()
            self._put_in_order(summaries)
            self._learn(asked, summaries)
        self._close_when_finished()

    def _learn(self, asked: Sequence[int], summaries: Sequence[QueueItemSummary]) -> None:
        for job in self.tracker.look(asked, summaries):
            self._tell(found_out(job, self.tracker.batch_id, self.queue_id))
        self._wake()

    def _put_in_order(self, summaries: Sequence[QueueItemSummary]) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and len(summaries) == len(self.tracker.item_ids):
            self.tracker.expect(match(wanted, summaries))

    def _close_when_finished(self) -> None:
        if self.tracker.is_finished:
            self.close()
