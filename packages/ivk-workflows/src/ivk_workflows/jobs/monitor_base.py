"""The common base of the monitors of a batch: state, listeners and sleepers, without any I/O.

One monitor serves the handle of a batch and those of all its jobs. It receives events from the socket, and
wakes the waits (see `ivk_workflows.jobs.waiting`) whose conditions hold after an event.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeAlias

from ivk_core.errors import InvokeAIError
from ivk_core.events.types import Event, ItemEvent, ItemStatusChanged, NodeEvent
from ivk_core.retry import is_transient
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch import Combination, match
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.jobs.errors import JobCanceledError, JobError, JobGoneError, ServerLostError
from ivk_workflows.jobs.event_buffer import EventBuffer
from ivk_workflows.jobs.job_state import JobState
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.jobs.waiting import Sleep, Steps, Wait
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow
from ivk_workflows.queue.outage import Outage
from ivk_workflows.queue.polling import PollSchedule
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["BatchMonitorBase", "weak_callback"]

# A small job is finished within this time, by its events. A poll that overtakes them would report the end of
# a job before its events, and cost a request.
_GRACE_PERIOD = 0.3

_RESTARTED = (
    "The connection to the server was lost meanwhile. A server that is restarted cancels the jobs that ran, "
    "and may forget the others: submit again, or use retry_failed() of the batch."
)

_Sleeper: TypeAlias = tuple[Callable[[], bool], Callable[[], object]]


class _Subscription(Protocol):
    @property
    def is_live(self) -> bool: ...
    def close(self) -> None: ...


class BatchMonitorBase:
    """The known state of one batch, and the listeners and sleepers that are notified of changes.

    Parameters
    ----------
    queue_id : str
        The queue of the batch.
    state : BatchState
        The known state.
    wanted : iterable of Combination
        The values of the items, in the order of the inputs; empty if they are not known.
    guard : context manager
        Held while the state changes or listeners are called; it has to be reusable.
    outage : Outage
        Records when the server does not answer.
    known : KnownWorkflow
        What the program knows of the workflow, for names and values.
    """

    def __init__(
        self,
        queue_id: str,
        state: BatchState,
        wanted: Iterable[Combination],
        guard: AbstractContextManager[object],
        outage: Outage,
        known: KnownWorkflow = UNKNOWN_WORKFLOW,
    ) -> None:
        self.queue_id = queue_id
        self.known = known
        self.outage = outage
        self.state = state
        self.polls = 0
        """How many polls were answered."""
        self._guard = guard
        self._wanted: Iterable[Combination] | None = wanted or None
        self._listeners: tuple[Callable[[Event], object], ...] = ()
        self._sleepers: dict[int | None, dict[object, _Sleeper]] = {}
        self._buffer = EventBuffer()
        self._grace_period = Deadline(0)
        self._subscription: _Subscription | None = None

    @property
    def is_live(self) -> bool:
        """Whether all events of the batch are received."""
        return self._subscription is not None and self._subscription.is_live

    def _listen_with(self, subscription: _Subscription) -> None:
        self._subscription = subscription
        weakref.finalize(self, subscription.close).atexit = False

    def close(self) -> None:
        """Stop listening."""
        subscription, self._subscription = self._subscription, None
        if subscription is not None:
            subscription.close()

    def progress(self) -> Progress:
        """Return the progress of the batch."""
        with self._guard:
            return self.state.progress(time.monotonic())

    def progress_of(self, item_id: int) -> Progress:
        """Return the progress of a job."""
        with self._guard:
            return self.state.job(item_id).snapshot(time.monotonic())

    def expect(self, item_ids: Sequence[int], places: Mapping[int, int] | None = None) -> None:
        """Set which items there are, see `BatchState.expect`."""
        with self._guard:
            self.state.expect(item_ids, places)
            self._grace_period = Deadline(_GRACE_PERIOD if self._wanted else 0)
            self._wake()
        self._close_when_finished()

    def attach(self, items: Sequence[QueueItemSummary], places: Mapping[int, int] | None = None) -> None:
        """Set which items there are, with the statuses that they were found with."""
        item_ids = [item.item_id for item in items]
        self.expect(item_ids, places)
        self.update(item_ids, items)

    def receive(self, event: Event) -> None:
        """Update from an event, and pass it on if it concerns this batch."""
        event = self._labeled(event)
        with self._guard:
            if self.state.on_event(event, time.monotonic()):
                self._notify(event)
                self._wake(event.item_id if isinstance(event, ItemEvent) else None)
        self._close_when_finished()

    def update(self, asked: Iterable[int], summaries: Iterable[QueueItemSummary]) -> None:
        """Update from the server's answer, and pass events on for what was not received as such."""
        with self._guard:
            for job in self.state.on_poll(asked, summaries):
                self._notify(self._status_event(job))
            self._wake()
        self._close_when_finished()

    @contextmanager
    def listening(self, callback: Callable[[Event], object]) -> Generator[None, None, None]:
        """Pass the events of this batch to a function in a ``with`` block.

        The first function also receives the events that were kept before.
        """
        with self._guard:
            for event in self._buffer.take():
                callback(event)
            self._listeners = (*self._listeners, callback)
        try:
            yield
        finally:
            with self._guard:
                self._listeners = tuple(other for other in self._listeners if other is not callback)

    def close_buffer(self) -> None:
        """Keep no more events for a first listener."""
        with self._guard:
            self._buffer.close()

    def final_events(self, item_ids: Iterable[int]) -> Iterator[Event]:
        """Make the events that say how jobs finished."""
        return (self._status_event(self.state.job(item_id)) for item_id in item_ids)

    def steps(self, is_done: Callable[[], bool], timeout: float | None, item_id: int | None = None) -> Steps:
        """Wait until a condition holds, or the time is up, step by step."""
        return Wait(self, is_done, timeout, item_id).steps()

    def grace_period(self) -> float:
        """Return the seconds that events still have before a poll, if they are received."""
        return self._grace_period.left if self.is_live else 0.0

    def time_to_next_poll(self, schedule: PollSchedule) -> float:
        """Return the seconds that may pass without a poll."""
        with self._guard:
            is_overdue = self.state.is_overdue(time.monotonic())
        return schedule.interval(is_live=self.is_live and not is_overdue)

    @contextmanager
    def _sleeping(self, sleep: Sleep, wake: Callable[[], object]) -> Generator[None, None, None]:
        """Wake a sleeper as soon as its condition holds."""
        key = object()
        with self._guard:
            self._sleepers.setdefault(sleep.item_id, {})[key] = (sleep.until, wake)
            if sleep.until():
                wake()
        try:
            yield
        finally:
            with self._guard:
                del self._sleepers[sleep.item_id][key]
                if not self._sleepers[sleep.item_id]:
                    del self._sleepers[sleep.item_id]

    def _wake(self, item_id: int | None = None) -> None:
        """Wake the sleepers whose conditions hold: those of an item and of no item in particular, or all."""
        asked = self._sleepers.values() if item_id is None else map(self._sleepers.get, (item_id, None))
        for sleepers in asked:
            for until, wake in (sleepers or {}).values():
                if until():
                    wake()

    def _labeled(self, event: Event) -> Event:
        """Add the name that users see on the node to an event of a node."""
        if not isinstance(event, NodeEvent) or event.batch_id != self.state.batch_id:
            return event
        return event.with_label(self.known.node_label(event.node_id, event.node_type))

    def _notify(self, event: Event) -> None:
        self._buffer.add(event)
        for callback in self._listeners:
            callback(event)

    def _is_drained(self, is_over: Callable[[], bool], has_events: Callable[[], bool]) -> bool:
        """Return whether it is over and all events were passed on; receiving one changes both at once."""
        with self._guard:
            return is_over() and not has_events()

    def _items_to_poll(self) -> list[int]:
        return list(self.state.item_ids if self._wanted else self.state.unfinished())

    def _on_failed_poll(self, schedule: PollSchedule, error: InvokeAIError) -> None:
        """Record that the server did not answer.

        Raises
        ------
        ServerLostError
            If it has not answered for too long.
        InvokeAIError
            The error, if it is permanent.
        """
        self.outage.begin(error, self._what_continues())
        try:
            schedule.note_failure(error)
        except InvokeAIError:
            if not is_transient(error):
                raise
            raise self._lost(error) from error

    def _lost(self, reason: InvokeAIError) -> ServerLostError:
        return ServerLostError(
            self.outage.url,
            self.state.batch_id,
            self.state.item_ids,
            queue_id=self.queue_id,
            seconds=self.outage.seconds,
            reason=reason.message,
        )

    def _what_continues(self) -> str:
        item_ids = self.state.item_ids
        jobs = f"the job {item_ids[0]}" if len(item_ids) == 1 else f"the {len(item_ids)} jobs"
        return f"{jobs} of batch {self.state.batch_id} {'continues' if len(item_ids) == 1 else 'continue'}"

    def note_outage(self, error: JobError | None) -> None:
        """Add to the error of a job that the server did not answer for a time: it may have been restarted."""
        if self.outage.has_been and isinstance(error, JobCanceledError | JobGoneError) and not error.hint:
            error.hint = _RESTARTED

    def _on_poll(self, asked: Iterable[int], summaries: Sequence[QueueItemSummary], version: int) -> None:
        # A server that was restarted with an empty queue counts its items from 1 again.
        summaries = [each for each in summaries if each.batch_id in ("", self.state.batch_id)]
        with self._guard:
            self.polls += 1
            self.state.mark_polled(version)
            wanted, self._wanted = self._wanted, None
            if wanted is not None and len(summaries) == len(self.state.item_ids):
                self.state.expect(match(wanted, summaries))
        self.update(asked, summaries)

    def _is_unordered(self) -> bool:
        return self._wanted is not None and len(self.state.item_ids) > 1

    def _close_when_finished(self) -> None:
        if self.state.is_finished:
            self.close()

    def _status_event(self, job: JobState) -> Event:
        """Make the event that would have been received, from the answer to a poll."""
        data: Mapping[str, Any] = {
            "queue_id": self.queue_id,
            "batch_id": self.state.batch_id,
            "item_id": job.item_id,
            "status": "deleted" if job.is_gone else job.status.value,
        }
        return ItemStatusChanged("queue_item_status_changed", data)


def weak_callback(callback: Callable[[Event], object]) -> Callable[[Event], None]:
    """Make a callback that does not keep its object alive: a batch without handles receives nothing."""
    reference = weakref.WeakMethod(callback)

    def call(event: Event) -> None:
        method = reference()
        if method is not None:
            method(event)

    return call
