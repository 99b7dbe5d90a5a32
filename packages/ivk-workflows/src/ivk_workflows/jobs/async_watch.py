"""Watching a batch from an event loop; the twin of `ivk_workflows.jobs.watch`, without any thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import nullcontext, suppress

from ivk_core.aio import AsyncClient
from ivk_core.errors import InvokeAIError
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_workflows.jobs.batch import Combination
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.vigil import Look, Step, Vigil
from ivk_workflows.patience import Patience
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
        self._subscription = await self.client.events.subscribe(
            self.hear, [Room.queue(self.queue_id)], batch_id=self.tracker.batch_id
        )

    async def wait(self, is_done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Wait until something is so; the twin of `Watch.wait`."""
        steps = self.steps(is_done, timeout)
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
        await self._look(Patience())

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

    async def _take(self, step: Step) -> bool:
        if isinstance(step, Look):
            await self._look(step.patience, step.within)
            return True
        roused = asyncio.Event()
        with self._sleeping(step.until, roused.set), suppress(TimeoutError):
            async with asyncio.timeout(step.seconds):
                await roused.wait()
        return roused.is_set()

    async def _look(self, patience: Patience, within: float | None = None) -> None:
        async with self._looking:
            self.tracker.needs_look = False
            asked = self._to_ask_about()
            try:
                summaries = await self.client.run(list_summaries(self.queue_id, asked, within=within))
            except InvokeAIError as error:
                patience.note_silence(error)
                return
            patience.note_answer()
            self._see(asked, summaries)
