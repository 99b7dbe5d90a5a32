"""A job: one queue item, from its submission to its result."""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Callable,
    Generator,  # async only
    Iterator,
)
from functools import partial
from types import TracebackType
from typing import (
    Any,  # async only
    Self,
)

from ivk_core.concurrency_async import AsyncQueue, failure_of
from ivk_core.events.types import Event, ItemEvent
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.callbacks_async import AsyncCallbacks
from ivk_workflows.jobs.calls import explain, fetch_item
from ivk_workflows.jobs.errors import JobError, JobGoneError, JobTimeoutError, ServerLostError
from ivk_workflows.jobs.monitor_async import AsyncBatchMonitor
from ivk_workflows.jobs.views import JobView, note_not_canceled
from ivk_workflows.outputs.mappers import MapperTable
from ivk_workflows.outputs.result_async import AsyncJobResult
from ivk_workflows.queue.arguments import checked_timeout
from ivk_workflows.queue.calls import cancel_item
from ivk_workflows.queue.schemas import JobStatus, QueueItem, QueueItemSummary
from ivk_workflows.queue.searches import list_children

__all__ = ["AsyncJobHandle", "result_of"]


class AsyncJobHandle(JobView[AsyncBatchMonitor]):
    """One queue item: its progress, its end and its result.

    It has the methods of a `concurrent.futures.Future`. As a context manager it cancels the job if the block
    ends with an error.

    Parameters
    ----------
    monitor : AsyncBatchMonitor
        Follows its batch.
    item_id : int
        Which item.
    callbacks : AsyncCallbacks
        Calls functions when jobs of its batch are finished.
    """

    def __init__(self, monitor: AsyncBatchMonitor, item_id: int, callbacks: AsyncCallbacks) -> None:
        super().__init__(monitor, item_id)
        self._callbacks = callbacks

    async def done(self) -> bool:
        """Return whether it is finished; asks the server if events cannot be relied on."""
        return await self._monitor.holds(self._is_finished)

    async def wait(self, timeout: float | None = None, *, cancel: bool = False) -> Self:
        """Wait until it is finished, with a result or without.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most.
        cancel : bool
            Whether to cancel it when the time is up; otherwise it continues.

        Returns
        -------
        AsyncJobHandle
            This handle.

        Raises
        ------
        JobTimeoutError
            If the time is up.
        """
        if not await self._monitor.wait(self._is_finished, checked_timeout(timeout), item_id=self.item_id):
            failure = await failure_of(self.cancel) if cancel else None
            is_canceled = cancel and failure is None
            raise JobTimeoutError(self._name, timeout or 0.0, is_canceled=is_canceled) from failure
        return self

    async def result(self, timeout: float | None = None, *, cancel: bool = False) -> AsyncJobResult:
        """Wait for its result.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most.
        cancel : bool
            Whether to cancel it when the time is up; otherwise it continues.

        Returns
        -------
        AsyncJobResult

        Raises
        ------
        JobFailedError
            If a node failed; `OutOfMemoryError` if the device had too little memory.
        JobCanceledError
            If it was canceled.
        JobGoneError
            If it was deleted.
        JobTimeoutError
            If the time is up.
        """
        item = await self.item(timeout, cancel=cancel)
        error = await self._explained(item)
        if error is not None:
            raise error
        return result_of(self._monitor, item)

    async def exception(self, timeout: float | None = None) -> JobError | None:
        """Wait until it is finished, and return the error that `result` would raise, or None."""
        try:
            item = await self.item(timeout)
        except JobGoneError as error:
            return error
        return await self._explained(item)

    async def item(self, timeout: float | None = None, *, cancel: bool = False) -> QueueItem:
        """Wait until it is finished, and return the whole queue item (operation ``get_queue_item``)."""
        deadline = Deadline(checked_timeout(timeout))
        await self.wait(timeout, cancel=cancel)
        self._monitor.close_buffer()
        fetched = partial(fetch_item, self.queue_id, self.item_id, self.batch_id)
        try:
            return await self._monitor.fetch(fetched, deadline)
        except JobGoneError as error:
            self._monitor.note_outage(error)
            raise

    async def outcome(self, timeout: float | None = None) -> AsyncJobResult:
        """Wait until it is finished, and return its result, or its outputs until it failed."""
        return result_of(self._monitor, await self.item(timeout))

    def add_done_callback(self, call: Callable[[AsyncJobHandle], object]) -> None:
        """Have a function called with this job when it is finished.

        An asynchronous client calls it, and awaits what it returns, in the event loop; a blocking one calls
        it in a thread of its own. Its errors are logged.
        """
        self._callbacks.add(self._is_finished, lambda: call(self))

    async def cancel(self) -> bool:
        """Cancel it, whether it has started or not (operation ``cancel_queue_item``).

        Returns
        -------
        bool
            Whether it is canceled; False if it had already finished otherwise.
        """
        item = await self._monitor.client.run(cancel_item(self.queue_id, self.item_id))
        self._monitor.update([self.item_id], [item])
        return item.status == JobStatus.CANCELED

    async def events(self, timeout: float | None = None) -> AsyncIterator[Event]:
        """Iterate over its events, until it is finished.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for each next event.

        Yields
        ------
        Event
            The last one says how it finished.

        Raises
        ------
        JobTimeoutError
            If no event was received for that long.
        """
        checked_timeout(timeout)
        received: AsyncQueue[Event] = AsyncQueue()
        with self._monitor.listening(lambda event: self._keep_own(event, received)):
            async for event in self._monitor.events(
                received,
                self._is_finished,
                self._final_events,
                timeout,
                what=self._name,
                item_id=self.item_id,
            ):
                yield event

    async def children(self) -> list[QueueItemSummary]:
        """List the items that run the workflows that this job calls.

        The operations are ``get_queue_item_ids`` and ``get_queue_item_summaries_by_ids``.
        """
        return await self._monitor.client.run(list_children(self.queue_id, self.item_id))

    async def _explained(self, item: QueueItem) -> JobError | None:
        """Return the error of a finished item, or None."""
        error = await self._monitor.client.run(explain(self.queue_id, item, self._monitor.known))
        self._monitor.note_outage(error)
        return error

    def _final_events(self) -> Iterator[Event]:
        return self._monitor.final_events([self.item_id])

    def _keep_own(self, event: Event, received: AsyncQueue[Event]) -> None:
        if isinstance(event, ItemEvent) and event.item_id == self.item_id:
            received.put(event)

    # async only {
    def __await__(self) -> Generator[Any, None, AsyncJobResult]:
        return self.result().__await__()

    # }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, ServerLostError) and not self._is_finished():
            note_not_canceled(error, self._name, await failure_of(self.cancel))


def result_of(monitor: AsyncBatchMonitor, item: QueueItem) -> AsyncJobResult:
    """Return the result of a job, from its whole queue item."""
    mappers = MapperTable.from_plugins(monitor.client.plugins)
    return AsyncJobResult(
        item,
        monitor.client,
        mappers,
        index=monitor.state.place(item.item_id),
        known=monitor.known,
        node_seconds=monitor.state.job(item.item_id).node_seconds,
    )
