"""Watching a batch from an event loop; the twin of `ivk_workflows.jobs.watch`, without any thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import Self

from ivk_core.client_async import AsyncClient
from ivk_core.errors import InvokeAIError
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch import Combination
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.vigil import Vigil, weakly
from ivk_workflows.jobs.waiting import Look, Step
from ivk_workflows.patience import NEVER, Patience, seconds_left
from ivk_workflows.queue.calls import list_summaries

__all__ = ["AsyncWatch"]


class AsyncWatch(Vigil):
    """Follows one batch; parameters and methods are those of `Watch`."""

    def __init__(
        self, client: AsyncClient, queue_id: str, tracker: BatchTracker, wanted: Iterable[Combination] = ()
    ) -> None:
        super().__init__(queue_id, tracker, wanted, nullcontext())
        self.client = client
        self._looking = asyncio.Lock()

    async def open(self) -> None:
        """Start to listen; when this returns, nothing is missed, or there is no socket."""
        self._listen_with(
            await self.client.events.subscribe(
                weakly(self.hear), [Room.queue(self.queue_id)], batch_id=self.tracker.batch_id
            )
        )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        """Start to listen, and listen no more if the block fails."""
        await self.open()
        try:
            yield self
        except BaseException:
            self.close()
            raise

    async def wait(
        self, is_done: Callable[[], bool], timeout: float | None = None, *, item_id: int | None = None
    ) -> bool:
        """Wait until something is so; the twin of `Watch.wait`."""
        steps = self.steps(is_done, timeout, item_id)
        try:
            step = next(steps)
            while True:
                step = steps.send(await self._take(step))
        except StopIteration as end:
            return bool(end.value)

    async def is_so(self, is_done: Callable[[], bool]) -> bool:
        """Say whether something is so by now; looks first where events cannot be relied on."""
        if not is_done() and (self.tracker.needs_look or not self.is_live):
            await self.refresh()
        return is_done()

    async def refresh(self) -> None:
        """Look now."""
        self.tracker.doubt()
        await self._look(Patience(), NEVER)

    async def settle_order(self) -> None:
        """Make sure that the items stand in the order of the inputs."""
        if self._lacks_order():
            await self.refresh()

    async def told(
        self,
        heard: asyncio.Queue[Event],
        is_over: Callable[[], bool],
        ends: Callable[[], Iterable[Event]],
        timeout: float | None,
        *,
        what: str,
        item_id: int | None = None,
    ) -> AsyncIterator[Event]:
        """Go through events that a listener puts into a queue, until it is over; as `Watch.told` does."""
        is_silent = True
        while not self._is_told(is_over, lambda: not heard.empty()):
            if not await self.wait(lambda: not heard.empty() or is_over(), timeout, item_id=item_id):
                raise JobTimeoutError(what, timeout or 0.0, missed="tell anything")
            while not heard.empty():
                is_silent = False
                yield heard.get_nowait()
        if is_silent:
            for event in ends():
                yield event

    async def _take(self, step: Step) -> bool:
        if isinstance(step, Look):
            return await self._look(step.patience, step.deadline)
        roused = asyncio.Event()
        with self._sleeping(step, roused.set), suppress(TimeoutError):
            async with asyncio.timeout(step.seconds):
                await roused.wait()
        return roused.is_set()

    async def _look(self, patience: Patience, deadline: Deadline) -> bool:
        doubts = self.tracker.doubts
        try:
            async with asyncio.timeout(seconds_left(deadline)):
                await self._looking.acquire()
        except TimeoutError:
            return False
        try:
            return self.tracker.is_dispelled(doubts) or await self._ask(patience, deadline)
        finally:
            self._looking.release()

    async def _ask(self, patience: Patience, deadline: Deadline) -> bool:
        doubts, asked = self.tracker.doubts, self._to_ask_about()
        try:
            summaries = await self.client.run(list_summaries(self.queue_id, asked, deadline=deadline))
        except InvokeAIError as error:
            patience.note_silence(error)
            return False
        patience.note_answer()
        self._see(asked, summaries, doubts)
        return True
