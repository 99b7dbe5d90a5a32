"""A batch: all jobs of one submission, in the order of their inputs."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self, overload

from ivk_core.events.types import Event
from ivk_workflows.jobs.attempts import failure_of, note_failure
from ivk_workflows.jobs.callbacks import Callbacks
from ivk_workflows.jobs.calls import fetch_items, gone
from ivk_workflows.jobs.errors import JobError, JobTimeoutError
from ivk_workflows.jobs.job import JobHandle, result_from
from ivk_workflows.jobs.retrying import retry_jobs
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.views import BatchView
from ivk_workflows.jobs.watch import Watch
from ivk_workflows.outputs.result import JobResult
from ivk_workflows.queue.calls import cancel_batches
from ivk_workflows.queue.schemas import JobStatus, QueueItem

__all__ = ["BatchHandle"]


class BatchHandle(BatchView, Sequence[JobHandle]):
    """The jobs of one submission: a sequence in the order of the inputs, that can be waited for as a whole.

    As a context manager it cancels what is left of the batch when the block ends with an error.

    Parameters
    ----------
    watch : Watch
        What follows the batch.
    """

    def __init__(self, watch: Watch) -> None:
        super().__init__(watch)
        self._watch = watch
        self._callbacks = Callbacks(watch)

    @property
    def job(self) -> JobHandle:
        """The only job.

        Raises
        ------
        NotOneJobError
            If there is not exactly one.
        """
        return self._job(self._only_item_id())

    def done(self) -> bool:
        """Tell whether all jobs have come to an end; asks the server when events cannot be relied on."""
        return self._watch.is_so(self._is_finished)

    def wait(self, timeout: float | None = None, *, cancel: bool = False) -> Self:
        """Wait until all jobs have come to an end, well or not.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at the most.
        cancel : bool
            Whether to cancel what is left when the time is up; otherwise it runs on.

        Raises
        ------
        JobTimeoutError
            If the time is up.
        """
        if not self._watch.wait(self._is_finished, timeout):
            failure = failure_of(self.cancel) if cancel else None
            is_canceled = cancel and failure is None
            raise JobTimeoutError(self._name, timeout or 0.0, is_canceled=is_canceled) from failure
        return self

    @overload
    def results(self, timeout: float | None = None, *, cancel: bool = False) -> list[JobResult]: ...
    @overload
    def results(
        self, timeout: float | None = None, *, return_exceptions: bool, cancel: bool = False
    ) -> list[JobResult | JobError]: ...
    def results(
        self, timeout: float | None = None, *, return_exceptions: bool = False, cancel: bool = False
    ) -> list[JobResult] | list[JobResult | JobError]:
        """Wait for what all jobs made, in the order of the inputs.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for all of them at the most.
        return_exceptions : bool
            Whether to give the errors of jobs in place of results, in place of raising the first one.
        cancel : bool
            Whether to cancel what is left when the time is up; otherwise it runs on.

        Returns
        -------
        list of JobResult
            For each job; with `return_exceptions` also errors.

        Raises
        ------
        JobError
            If a job did not end well.
        JobTimeoutError
            If the time is up.
        """
        self.wait(timeout, cancel=cancel)
        self._watch.forget_beginning()
        self._watch.settle_order()
        items = self._watch.client.run(fetch_items(self.queue_id, self.item_ids))
        return [self._made(item_id, items, return_exceptions) for item_id in self.item_ids]

    def result(self, timeout: float | None = None) -> list[JobResult]:
        """Wait for what all jobs made; `results` by the name that a future has."""
        return self.results(timeout)

    def exception(self, timeout: float | None = None) -> JobError | None:
        """Wait for all jobs and give the error of the first that did not end well, or None."""
        self.wait(timeout)
        suspects = (job for job in self if job.status != JobStatus.COMPLETED)
        return next((error for job in suspects if (error := job.exception()) is not None), None)

    def as_completed(self, timeout: float | None = None) -> Iterator[JobHandle]:
        """Go through the jobs as they come to an end.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for each next one.

        Raises
        ------
        JobTimeoutError
            If no further job came to an end for that long.
        """
        tracker = self._watch.tracker
        for place in range(len(self)):
            if not self._watch.wait(partial(tracker.has_finished, place + 1), timeout):
                raise JobTimeoutError(f"A job of batch {self.batch_id}", timeout or 0.0)
            yield self._job(tracker.finished[place])

    def add_done_callback(self, call: Callable[[BatchHandle], object]) -> None:
        """Have a function called with this batch when all jobs are done, from another thread."""
        self._callbacks.add(self._is_finished, lambda: call(self))

    def cancel(self) -> int:
        """Cancel what is left of the batch (operation ``cancel_by_batch_ids``); gives how many jobs."""
        canceled = self._watch.client.run(cancel_batches(self.queue_id, [self.batch_id]))
        self._watch.refresh()
        return canceled

    def retry_failed(self) -> BatchHandle | None:
        """Put the jobs that failed or were canceled into the queue once more (``retry_items_by_id``).

        Returns
        -------
        BatchHandle or None
            The new jobs, in the order of the inputs and with their indices; None when there was nothing to
            retry. What this handle has retried it does not retry again: ask the new handle.
        """
        self.done()
        failed = self._failed_item_ids()
        if not failed:
            return None
        tracker = BatchTracker(self.batch_id, self._watch.tracker.weights)
        with Watch(self._watch.client, self.queue_id, tracker).opened() as watch:
            successors = self._watch.client.run(retry_jobs(self.queue_id, self.batch_id, failed))
            self._note_retried(successors, watch)
        return BatchHandle(watch)

    def events(self, timeout: float | None = None) -> Iterator[Event]:
        """Go through what is told of the batch, until all jobs have come to an end.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for each next event.

        Raises
        ------
        JobTimeoutError
            If nothing was told for that long.
        """
        heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with self._watch.listening(heard.put):
            yield from self._watch.told(heard, self._is_finished, self._ends, timeout, what=self._name)

    def _made(self, item_id: int, items: Mapping[int, QueueItem], or_exception: bool) -> JobResult | JobError:
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

    def _job(self, item_id: int) -> JobHandle:
        return JobHandle(self._watch, item_id, self._callbacks)

    @overload
    def __getitem__(self, index: int) -> JobHandle: ...
    @overload
    def __getitem__(self, index: slice) -> list[JobHandle]: ...
    def __getitem__(self, index: int | slice) -> JobHandle | list[JobHandle]:
        if isinstance(index, slice):
            return [self._job(item_id) for item_id in self.item_ids[index]]
        return self._job(self.item_ids[index])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None and not self._is_finished():
                note_failure(error, self._name, failure_of(self.cancel))
        finally:
            self.close()
