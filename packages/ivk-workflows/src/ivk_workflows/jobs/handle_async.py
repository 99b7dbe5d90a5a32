"""A job, to be awaited; the twin of `ivk_workflows.jobs.job`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from types import TracebackType
from typing import Any, Self

from ivk_core.events.types import Event, ItemEvent
from ivk_core.event_loops import start
from ivk_workflows.jobs.async_watch import AsyncWatch
from ivk_workflows.jobs.attempts import called_safely_async, failure_of_async, note_failure
from ivk_workflows.jobs.calls import fetch_item
from ivk_workflows.jobs.ending import error_of
from ivk_workflows.jobs.errors import JobError, JobGoneError, JobTimeoutError
from ivk_workflows.jobs.job import mappers_of
from ivk_workflows.jobs.views import JobView
from ivk_workflows.outputs.result import AsyncJobResult
from ivk_workflows.queue.calls import cancel_item
from ivk_workflows.queue.schemas import JobStatus, QueueItem, QueueItemSummary
from ivk_workflows.queue.searches import list_children

__all__ = ["AsyncJobHandle", "called_back", "made_by", "result_from"]


class AsyncJobHandle(JobView):
    """One queue item, to be awaited; the twin of `JobHandle`.

    ``await job`` is ``await job.result()``. As an async context manager it cancels the job when the block
    ends with an error.

    Parameters
    ----------
    watch : AsyncWatch
        What follows its batch.
    item_id : int
        Which item.
    """

    def __init__(self, watch: AsyncWatch, item_id: int) -> None:
        super().__init__(watch, item_id)
        self._watch: AsyncWatch = watch

    async def done(self) -> bool:
        """Tell whether it has come to an end; the twin of `JobHandle.done`."""
        return await self._watch.is_so(self._is_finished)

    async def wait(self, timeout: float | None = None, *, cancel: bool = False) -> Self:
        """Wait until it has come to an end, well or not; the twin of `JobHandle.wait`."""
        if not await self._watch.wait(self._is_finished, timeout, item_id=self.item_id):
            failure = await failure_of_async(self.cancel()) if cancel else None
            is_canceled = cancel and failure is None
            raise JobTimeoutError(self._name, timeout or 0.0, is_canceled=is_canceled) from failure
        return self

    async def result(self, timeout: float | None = None, *, cancel: bool = False) -> AsyncJobResult:
        """Wait for what it made; raises what `JobHandle.result` raises."""
        return result_from(self._watch, await self.item(timeout, cancel=cancel))

    async def exception(self, timeout: float | None = None) -> JobError | None:
        """Wait for the error that `result` would raise, or None; the twin of `JobHandle.exception`."""
        try:
            return error_of(await self.item(timeout))
        except JobGoneError as error:
            return error

    async def item(self, timeout: float | None = None, *, cancel: bool = False) -> QueueItem:
        """Wait until it has come to an end and give the whole item; the twin of `JobHandle.item`."""
        await self.wait(timeout, cancel=cancel)
        self._watch.forget_beginning()
        return await self._watch.client.run(fetch_item(self.queue_id, self.item_id))

    async def outcome(self, timeout: float | None = None) -> AsyncJobResult:
        """Wait for what it made until its end, also when it failed; the twin of `JobHandle.outcome`."""
        return made_by(self._watch, await self.item(timeout))

    def add_done_callback(self, call: Callable[[AsyncJobHandle], object]) -> None:
        """Have a function called with this job, in the event loop, when it is done.

        It may be a coroutine function.
        """
        called_back(self._watch, self._is_finished, lambda: call(self))

    async def cancel(self) -> bool:
        """Cancel it, running or not; the twin of `JobHandle.cancel`."""
        item = await self._watch.client.run(cancel_item(self.queue_id, self.item_id))
        self._watch.learn([self.item_id], [item])
        return item.status == JobStatus.CANCELED

    async def events(self, timeout: float | None = None) -> AsyncIterator[Event]:
        """Go through what is told of it, until it has come to an end; the twin of `JobHandle.events`."""
        heard: asyncio.Queue[Event] = asyncio.Queue()
        with self._watch.listening(lambda event: self._keep_ours(event, heard)):
            told = self._watch.told(
                heard, self._is_finished, self._end, timeout, what=self._name, item_id=self.item_id
            )
            async for event in told:
                yield event

    async def children(self) -> list[QueueItemSummary]:
        """List the items that run the workflows that this job calls."""
        return await self._watch.client.run(list_children(self.queue_id, self.item_id))

    def _end(self) -> Iterator[Event]:
        return self._watch.ends([self.item_id])

    def _keep_ours(self, event: Event, heard: asyncio.Queue[Event]) -> None:
        if isinstance(event, ItemEvent) and event.item_id == self.item_id:
            heard.put_nowait(event)

    def __await__(self) -> Generator[Any, None, AsyncJobResult]:
        return self.result().__await__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not self._is_finished():
            note_failure(error, self._name, await failure_of_async(self.cancel()))


def result_from(watch: AsyncWatch, item: QueueItem) -> AsyncJobResult:
    """Give the result that a whole item holds, or raise the error that says why it has none."""
    error = error_of(item)
    if error is not None:
        raise error
    return made_by(watch, item)


def made_by(watch: AsyncWatch, item: QueueItem) -> AsyncJobResult:
    """Give what a whole item holds, however it ended."""
    mappers = mappers_of(watch.client)
    return AsyncJobResult(item, watch.client, mappers, index=watch.tracker.place(item.item_id))


def called_back(watch: AsyncWatch, is_due: Callable[[], bool], call: Callable[[], object]) -> None:
    """Start a task that calls back when something is so."""

    async def keep() -> None:
        await watch.wait(is_due)
        await called_safely_async(call)

    start(keep())
