"""A job: one queue item, from its submission to its result."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ivk_core.events.types import Event, ItemEvent
from ivk_workflows.jobs.attempts import failure_of, note_failure
from ivk_workflows.jobs.callbacks import Callbacks
from ivk_workflows.jobs.calls import fetch_item
from ivk_workflows.jobs.ending import error_of
from ivk_workflows.jobs.errors import JobError, JobGoneError, JobTimeoutError
from ivk_workflows.jobs.views import JobView
from ivk_workflows.jobs.watch import Watch
from ivk_workflows.outputs.mappers import MapperTable
from ivk_workflows.outputs.result import JobResult
from ivk_workflows.queue.calls import cancel_item
from ivk_workflows.queue.schemas import JobStatus, QueueItem, QueueItemSummary
from ivk_workflows.queue.searches import list_children

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient
    from ivk_core.client import Client

__all__ = ["JobHandle", "made_by", "mappers_of", "result_from"]


class JobHandle(JobView):
    """One queue item: ask how far it is, wait for it, cancel it, hold what it made.

    It has the methods of a `concurrent.futures.Future`. As a context manager it cancels the job when the
    block ends with an error.

    Parameters
    ----------
    watch : Watch
        What follows its batch.
    item_id : int
        Which item.
    callbacks : Callbacks
        Whom to call when it is done.
    """

    def __init__(self, watch: Watch, item_id: int, callbacks: Callbacks) -> None:
        super().__init__(watch, item_id)
        self._watch = watch
        self._callbacks = callbacks

    def done(self) -> bool:
        """Tell whether it has come to an end; asks the server when events cannot be relied on."""
        return self._watch.is_so(self._is_finished)

    def wait(self, timeout: float | None = None, *, cancel: bool = False) -> Self:
        """Wait until it has come to an end, well or not.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at the most.
        cancel : bool
            Whether to cancel it when the time is up; otherwise it runs on.

        Raises
        ------
        JobTimeoutError
            If the time is up.
        """
        if not self._watch.wait(self._is_finished, timeout, item_id=self.item_id):
            failure = failure_of(self.cancel) if cancel else None
            is_canceled = cancel and failure is None
            raise JobTimeoutError(self._name, timeout or 0.0, is_canceled=is_canceled) from failure
        return self

    def result(self, timeout: float | None = None, *, cancel: bool = False) -> JobResult:
        """Wait for what it made.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at the most.
        cancel : bool
            Whether to cancel it when the time is up; otherwise it runs on.

        Returns
        -------
        JobResult

        Raises
        ------
        JobFailedError
            If a node failed; `OutOfMemoryError` for too little memory.
        JobCanceledError
            If it was canceled.
        JobGoneError
            If it was deleted.
        JobTimeoutError
            If the time is up.
        """
        return result_from(self._watch, self.item(timeout, cancel=cancel))

    def exception(self, timeout: float | None = None) -> JobError | None:
        """Wait until it has come to an end and give the error that `result` would raise, or None."""
        try:
            return error_of(self.item(timeout))
        except JobGoneError as error:
            return error

    def item(self, timeout: float | None = None, *, cancel: bool = False) -> QueueItem:
        """Wait until it has come to an end, well or not, and give the whole queue item."""
        self.wait(timeout, cancel=cancel)
        self._watch.forget_beginning()
        return self._watch.client.run(fetch_item(self.queue_id, self.item_id))

    def outcome(self, timeout: float | None = None) -> JobResult:
        """Wait until it has come to an end, and give what it made until then, also when it failed."""
        return made_by(self._watch, self.item(timeout))

    def add_done_callback(self, call: Callable[[JobHandle], object]) -> None:
        """Have a function called with this job when it is done, from another thread."""
        self._callbacks.add(self._is_finished, lambda: call(self))

    def cancel(self) -> bool:
        """Cancel it, running or not (operation ``cancel_queue_item``).

        Returns
        -------
        bool
            Whether it is canceled; False when it had come to another end before.
        """
        item = self._watch.client.run(cancel_item(self.queue_id, self.item_id))
        self._watch.learn([self.item_id], [item])
        return item.status == JobStatus.CANCELED

    def events(self, timeout: float | None = None) -> Iterator[Event]:
        """Go through what is told of it, until it has come to an end.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for each next event.

        Yields
        ------
        Event
            The last one says how it ended.

        Raises
        ------
        JobTimeoutError
            If nothing was told for that long.
        """
        heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with self._watch.listening(lambda event: self._keep_ours(event, heard)):
            yield from self._watch.told(
                heard, self._is_finished, self._end, timeout, what=self._name, item_id=self.item_id
            )

    def children(self) -> list[QueueItemSummary]:
        """List the items that run the workflows that this job calls."""
        return self._watch.client.run(list_children(self.queue_id, self.item_id))

    def _end(self) -> Iterator[Event]:
        return self._watch.ends([self.item_id])

    def _keep_ours(self, event: Event, heard: queue.SimpleQueue[Event]) -> None:
        if isinstance(event, ItemEvent) and event.item_id == self.item_id:
            heard.put(event)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not self._is_finished():
            note_failure(error, self._name, failure_of(self.cancel))


def result_from(watch: Watch, item: QueueItem) -> JobResult:
    """Give the result that a whole item holds, or raise the error that says why it has none."""
    error = error_of(item)
    if error is not None:
        raise error
    return made_by(watch, item)


def made_by(watch: Watch, item: QueueItem) -> JobResult:
    """Give what a whole item holds, however it ended."""
    mappers = mappers_of(watch.client)
    return JobResult(item, watch.client, mappers, index=watch.tracker.place(item.item_id))


def mappers_of(client: Client | AsyncClient) -> MapperTable:
    """Gather the output mappers of a client's plugins; those that registered last win."""
    registered = client.plugins.hook.ivk_register_output_mappers()
    return MapperTable(mapper for mappers in reversed(registered) for mapper in mappers)
