"""A batch, to be awaited; the twin of `ivk_workflows.jobs.batch_handle`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Self, overload

from ivk_core.events.types import Event
from ivk_workflows.jobs.async_job import AsyncJobHandle, called_back, result_from
from ivk_workflows.jobs.async_watch import AsyncWatch
from ivk_workflows.jobs.attempts import failure_of_async, note_failure
from ivk_workflows.jobs.calls import fetch_items, gone
from ivk_workflows.jobs.errors import JobError, JobTimeoutError
from ivk_workflows.jobs.retrying import retry_jobs
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.views import BatchView
from ivk_workflows.outputs.result import AsyncJobResult
from ivk_workflows.queue.calls import cancel_batches
from ivk_workflows.queue.schemas import JobStatus, QueueItem

__all__ = ["AsyncBatchHandle"]


class AsyncBatchHandle(BatchView, Sequence[AsyncJobHandle]):
    """The jobs of one submission, to be awaited; the twin of `BatchHandle`.

    ``await batch`` is ``await batch.results()``. As an async context manager it cancels what is left of
    the batch when the block ends with an error.

    Parameters
    ----------
    watch : AsyncWatch
        What follows the batch.
    """

    def __init__(self, watch: AsyncWatch) -> None:
        super().__init__(watch)
        self._watch: AsyncWatch = watch

    @property
    def job(self) -> AsyncJobHandle:
        """The only job; the twin of `BatchHandle.job`."""
        return self._job(self._only_item_id())

    async def done(self) -> bool:
        """Tell whether all jobs have come to an end; the twin of `BatchHandle.done`."""
        return await self._watch.is_so(self._is_finished)

    async def wait(self, timeout: float | None = None, *, cancel: bool = False) -> Self:
        """Wait until all jobs have come to an end, well or not; the twin of `BatchHandle.wait`."""
        if not await self._watch.wait(self._is_finished, timeout):
            failure = await failure_of_async(self.cancel()) if cancel else None
            is_canceled = cancel and failure is None
            raise JobTimeoutError(self._name, timeout or 0.0, is_canceled=is_canceled) from failure
        return self

    @overload
    async def results(
        self, timeout: float | None = None, *, cancel: bool = False
    ) -> list[AsyncJobResult]: ...
    @overload
    async def results(
        self, timeout: float | None = None, *, return_exceptions: bool, cancel: bool = False
    ) -> list[AsyncJobResult | JobError]: ...
    async def results(
        self, timeout: float | None = None, *, return_exceptions: bool = False, cancel: bool = False
    ) -> list[AsyncJobResult] | list[AsyncJobResult | JobError]:
        """Wait for what all jobs made, in the order of the inputs; the twin of `BatchHandle.results`."""
        await self.wait(timeout, cancel=cancel)
        self._watch.forget_beginning()
        await self._watch.settle_order()
        items = await self._watch.client.run(fetch_items(self.queue_id, self.item_ids))
        return [self._made(item_id, items, return_exceptions) for item_id in self.item_ids]

    async def result(self, timeout: float | None = None) -> list[AsyncJobResult]:
        """Wait for what all jobs made; `results` by the name that a future has."""
        return await self.results(timeout)

    async def exception(self, timeout: float | None = None) -> JobError | None:
        """Wait for the error of the first job that did not end well; the twin of `BatchHandle.exception`."""
        await self.wait(timeout)
        for job in self:
            if job.status != JobStatus.COMPLETED:
                error = await job.exception()
                if error is not None:
                    return error
        return None

    async def as_completed(self, timeout: float | None = None) -> AsyncIterator[AsyncJobHandle]:
        """Go through the jobs as they come to an end; the twin of `BatchHandle.as_completed`."""
        tracker = self._watch.tracker
        for place in range(len(self)):
            if not await self._watch.wait(partial(tracker.has_finished, place + 1), timeout):
                raise JobTimeoutError(f"A job of batch {self.batch_id}", timeout or 0.0)
            yield self._job(tracker.finished[place])

    def add_done_callback(self, call: Callable[[AsyncBatchHandle], object]) -> None:
        """Have a function called with this batch, in the event loop, when all jobs are done.

        It may be a coroutine function.
        """
        called_back(self._watch, self._is_finished, lambda: call(self))

    async def cancel(self) -> int:
        """Cancel what is left of the batch; the twin of `BatchHandle.cancel`."""
        canceled = await self._watch.client.run(cancel_batches(self.queue_id, [self.batch_id]))
        await self._watch.refresh()
        return canceled

    async def retry_failed(self) -> AsyncBatchHandle | None:
        """Put the jobs that failed or were canceled in once more; the twin of `BatchHandle.retry_failed`."""
        await self.done()
        failed = self._failed_item_ids()
        if not failed:
            return None
        tracker = BatchTracker(self.batch_id, self._watch.tracker.weights)
        async with AsyncWatch(self._watch.client, self.queue_id, tracker).opened() as watch:
            successors = await self._watch.client.run(retry_jobs(self.queue_id, self.batch_id, failed))
            self._note_retried(successors, watch)
        return AsyncBatchHandle(watch)

    async def events(self, timeout: float | None = None) -> AsyncIterator[Event]:
        """Go through what is told of the batch, until all jobs ended; the twin of `BatchHandle.events`."""
        heard: asyncio.Queue[Event] = asyncio.Queue()
        with self._watch.listening(heard.put_nowait):
            told = self._watch.told(heard, self._is_finished, self._ends, timeout, what=self._name)
            async for event in told:
                yield event

    def _made(
        self, item_id: int, items: Mapping[int, QueueItem], or_exception: bool
    ) -> AsyncJobResult | JobError:
        try:
            if item_id not in items:
                raise gone(self.queue_id, item_id)
            return result_from(self._watch, items[item_id])
        except JobError as error:
            if not or_exception:
                raise
            return error

    def _ends(self) -> Iterator[Event]:
        return self._watch.ends(self.item_ids)

    def close(self) -> None:
        """Listen no more; the jobs run on, and can be attached to again."""
        self._watch.close()

    def _job(self, item_id: int) -> AsyncJobHandle:
        return AsyncJobHandle(self._watch, item_id)

    @overload
    def __getitem__(self, index: int) -> AsyncJobHandle: ...
    @overload
    def __getitem__(self, index: slice) -> list[AsyncJobHandle]: ...
    def __getitem__(self, index: int | slice) -> AsyncJobHandle | list[AsyncJobHandle]:
        if isinstance(index, slice):
            return [self._job(item_id) for item_id in self.item_ids[index]]
        return self._job(self.item_ids[index])

    def __await__(self) -> Generator[Any, None, list[AsyncJobResult]]:
        return self.result().__await__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None and not self._is_finished():
                note_failure(error, self._name, await failure_of_async(self.cancel()))
        finally:
            self.close()
