# Made from batch_handle_async.py by scripts/make_blocking.py: edit that file, not this one.
"""A batch: all jobs of one submission, in the order of their inputs."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from types import TracebackType
from typing import (
    Self,
    overload,
)

from ivk_core.concurrency import Queue, failure_of
from ivk_core.errors import ArgumentError
from ivk_core.events.types import Event
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.jobs.callbacks import Callbacks
from ivk_workflows.jobs.calls import explain, fetch_items, gone
from ivk_workflows.jobs.errors import JobError, JobTimeoutError, ServerLostError
from ivk_workflows.jobs.handle import JobHandle, result_of
from ivk_workflows.jobs.monitor import BatchMonitor
from ivk_workflows.jobs.requeueing import retry_jobs
from ivk_workflows.jobs.views import BatchView, note_not_canceled
from ivk_workflows.outputs.result import JobResult
from ivk_workflows.queue.arguments import checked_timeout
from ivk_workflows.queue.calls import cancel_batches
from ivk_workflows.queue.schemas import JobStatus, QueueItem

__all__ = ["BatchHandle", "job_of"]


class BatchHandle(BatchView[BatchMonitor], Sequence[JobHandle]):
    """The jobs of one submission, as a sequence in the order of the inputs.

    As a context manager it cancels the unfinished jobs if the block ends with an error.

    Parameters
    ----------
    monitor : BatchMonitor
        Follows the batch.
    """

    def __init__(self, monitor: BatchMonitor) -> None:
        super().__init__(monitor)
        self._callbacks = Callbacks(monitor)

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
        """Return whether all jobs are finished; asks the server if events cannot be relied on."""
        return self._monitor.holds(self._is_finished)

    def wait(self, timeout: float | None = None, *, cancel: bool = False) -> Self:
        """Wait until all jobs are finished, with results or without.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most.
        cancel : bool
            Whether to cancel the unfinished jobs when the time is up; otherwise they continue.

        Returns
        -------
        BatchHandle
            This handle.

        Raises
        ------
        JobTimeoutError
            If the time is up.
        """
        if not self._monitor.wait(self._is_finished, timeout):
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
        """Wait for the results of all jobs, in the order of the inputs (``get_queue_items_by_item_ids``).

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for all of them at most.
        return_exceptions : bool
            Whether to return the errors of jobs among the results, instead of raising the first one.
        cancel : bool
            Whether to cancel the unfinished jobs when the time is up; otherwise they continue.

        Returns
        -------
        list of JobResult
            One for each job; with `return_exceptions` also errors.

        Raises
        ------
        JobError
            If a job failed, was canceled or was deleted.
        JobTimeoutError
            If the time is up.
        """
        deadline = Deadline(checked_timeout(timeout))
        self.wait(timeout, cancel=cancel)
        self._monitor.close_buffer()
        self._monitor.settle_order()
        fetched = partial(fetch_items, self.queue_id, self.item_ids)
        found = self._monitor.fetch(fetched, deadline)
        items = {item_id: item for item_id, item in found.items() if item.batch_id == self.batch_id}
        return [self._outcome(item_id, items, return_exceptions) for item_id in self.item_ids]

    def result(self, timeout: float | None = None) -> list[JobResult]:
        """Wait for the results of all jobs; the same as `results`, with the name of a future's method."""
        return self.results(timeout)

    def exception(self, timeout: float | None = None) -> JobError | None:
        """Wait for all jobs, and return the error of the first one that has no result, or None."""
        self.wait(timeout)
        for job in self:
            if job.status != JobStatus.COMPLETED:
                error = job.exception()
                if error is not None:
                    return error
        return None

    def first_failure(self, timeout: float | None = None) -> JobError | None:
        """Wait until a job finishes without a result, and return its error; None if all have results.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most.

        Raises
        ------
        JobTimeoutError
            If the time is up.
        """
        if not self._monitor.wait(self._is_finished_or_failed, timeout):
            raise JobTimeoutError(self._name, timeout or 0.0)
        for item_id in self._monitor.state.failed:
            error = self._job(item_id).exception()
            if error is not None:
                return error
        return None

    def as_completed(self, timeout: float | None = None) -> Iterator[JobHandle]:
        """Iterate over the jobs as they finish.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for each next one.

        Raises
        ------
        JobTimeoutError
            If no further job finished for that long.
        """
        state = self._monitor.state
        for place in range(len(self)):
            if not self._monitor.wait(partial(state.has_finished, place + 1), timeout):
                raise JobTimeoutError(f"A job of batch {self.batch_id}", timeout or 0.0)
            yield self._job(state.finished[place])

    def add_done_callback(self, call: Callable[[BatchHandle], object]) -> None:
        """Have a function called with this batch when all jobs are finished.

        An asynchronous client calls it, and awaits what it returns, in the event loop; a blocking one calls
        it in a thread of its own. Its errors are logged.
        """
        self._callbacks.add(self._is_finished, lambda: call(self))

    def cancel(self) -> int:
        """Cancel the unfinished jobs (operation ``cancel_by_batch_ids``); return how many."""
        canceled = self._monitor.client.run(cancel_batches(self.queue_id, [self.batch_id]))
        self._monitor.refresh()
        return canceled

    def retry_failed(self) -> BatchHandle | None:
        """Enqueue the jobs that failed or were canceled once more (operation ``retry_items_by_id``).

        Returns
        -------
        BatchHandle or None
            The new jobs, in the order of the inputs and with their indices; None if there was nothing to
            retry. This handle does not retry the same jobs again: ask the new one.
        """
        self.done()
        failed = self._retryable_item_ids()
        if not failed:
            return None
        state = BatchState(self.batch_id, self._monitor.state.weights)
        monitor = BatchMonitor(self._monitor.client, self.queue_id, state, known=self._monitor.known)
        with monitor.opened(from_start=True):
            retried = retry_jobs(self.queue_id, self.batch_id, failed)
            self._note_retried(self._monitor.client.run(retried), monitor)
        return BatchHandle(monitor)

    def events(self, timeout: float | None = None) -> Iterator[Event]:
        """Iterate over the events of the batch, until all jobs are finished.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for each next event.

        Yields
        ------
        Event

        Raises
        ------
        JobTimeoutError
            If no event was received for that long.
        """
        checked_timeout(timeout)
        received: Queue[Event] = Queue()
        with self._monitor.listening(received.put):
            yield from self._monitor.events(
                received, self._is_finished, self._final_events, timeout, what=self._name
            )

    def close(self) -> None:
        """Stop listening; the jobs continue, and can be found again by the id of the batch."""
        self._monitor.close()

    def _outcome(
        self, item_id: int, items: Mapping[int, QueueItem], return_exceptions: bool
    ) -> JobResult | JobError:
        error: JobError | None = gone(self.queue_id, item_id, self.batch_id)
        if item_id in items:
            explained = explain(self.queue_id, items[item_id], self._monitor.known)
            error = self._monitor.client.run(explained)
        self._monitor.note_outage(error)
        if error is None:
            return result_of(self._monitor, items[item_id])
        if not return_exceptions:
            raise error
        return error

    def _final_events(self) -> Iterator[Event]:
        return self._monitor.final_events(self.item_ids)

    def _job(self, item_id: int) -> JobHandle:
        return JobHandle(self._monitor, item_id, self._callbacks)

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
            is_ours = error is not None and not isinstance(error, ServerLostError)
            if error is not None and is_ours and not self._is_finished():
                note_not_canceled(error, self._name, failure_of(self.cancel))
        finally:
            self.close()


def job_of(submission: object) -> JobHandle:
    """Return the only job of a submission.

    Raises
    ------
    ArgumentError
        If it is not the handle of a batch or of a job.
    NotOneJobError
        If it has several jobs.
    """
    if isinstance(submission, JobHandle):
        return submission
    if isinstance(submission, BatchHandle):
        return submission.job
    raise ArgumentError(
        f"A submission is what submit() returned, not {submission!r}.",
        hint="JobRepository.get() finds a job by its id, and get_batch() a batch.",
    )
