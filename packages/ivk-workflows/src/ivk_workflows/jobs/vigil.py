"""Watching a batch, without any I/O: hear what is told, look when something may have been missed.

One vigil serves the handle of a batch and those of all its jobs. A socket feeds it; whoever waits is woken
by that, and looks where events cannot be relied on: once after submitting, after each gap in the
connection, now and then to be sure, and all the time when there is no socket.

Waiting is written once, as `Vigil.steps` yields what to do next; `Watch` does it from threads, and
`AsyncWatch` in an event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias

from ivk_core.events.types import Event, ItemStatusChanged
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch import Combination, match
from ivk_workflows.jobs.early import EarlyEvents
from ivk_workflows.jobs.job_tracker import JobTracker
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.patience import Patience, time_to_answer
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["Look", "Sleep", "Step", "Steps", "Vigil"]

_HEAD_START_OF_EVENTS = 0.3
_LONGEST_NAP = 0.5


@dataclass(frozen=True)
class Sleep:
    """A step: sleep until something is so; answered by whether it was before the time was up.

    Parameters
    ----------
    until : callable
        Says whether it is so; asked whenever something changed, by whoever changed it.
    seconds : float
        How long to sleep at the most.
    """

    until: Callable[[], bool]
    seconds: float


@dataclass(frozen=True)
class Look:
    """A step: ask the server how the jobs stand; what is sent back means nothing.

    Parameters
    ----------
    patience : Patience
        What to tell of the outcome.
    within : float or None
        Seconds that the server has for its answer; None for as long as usual.
    """

    patience: Patience
    within: float | None


Step: TypeAlias = Sleep | Look
Steps: TypeAlias = Generator[Step, bool, bool]
"""Yields what to do, is answered, and returns whether what was waited for is so."""


class _Subscription(Protocol):
    @property
    def is_live(self) -> bool: ...
    def close(self) -> None: ...


class Vigil:
    """What is heard of one batch, and who listens to that.

    Parameters
    ----------
    queue_id : str
        The queue of the batch.
    tracker : BatchTracker
        What is known.
    wanted : iterable of Combination
        What the items are given, in the order of the inputs; empty when that is not known.
    guard : context manager
        Held while something is learned or told; it is entered again and again.
    """

    def __init__(
        self,
        queue_id: str,
        tracker: BatchTracker,
        wanted: Iterable[Combination],
        guard: AbstractContextManager[object],
    ) -> None:
        self.queue_id = queue_id
        self.tracker = tracker
        self._guard = guard
        self._wanted: Iterable[Combination] | None = wanted or None
        self._listeners: tuple[Callable[[Event], object], ...] = ()
        self._sleepers: list[tuple[Callable[[], bool], Callable[[], object]]] = []
        self._early = EarlyEvents()
        self._events_first = Deadline(0)
        self._subscription: _Subscription | None = None

    @property
    def is_live(self) -> bool:
        """Whether everything that happens is heard."""
        return self._subscription is not None and self._subscription.is_live

    def close(self) -> None:
        """Listen no more."""
        if self._subscription is not None:
            self._subscription.close()

    def progress(self) -> Progress:
        """Say how far the batch is."""
        with self._guard:
            return self.tracker.progress(time.monotonic())

    def progress_of(self, item_id: int) -> Progress:
        """Say how far a job is."""
        with self._guard:
            return self.tracker.job(item_id).snapshot(time.monotonic())

    def expect(self, item_ids: Sequence[int]) -> None:
        """Learn which items there are.

        A small job is over at once. The events of a fresh submission are on their way, and a look that
        overtakes them would tell the end of the story before the story: so they get a head start.
        """
        with self._guard:
            self.tracker.expect(item_ids)
            self._events_first = Deadline(_HEAD_START_OF_EVENTS if self._wanted else 0)
            self._wake()
        self._close_when_finished()

    def hear(self, event: Event) -> None:
        """Learn from an event, and pass it on when it is any of this batch's business."""
        with self._guard:
            if self.tracker.hear(event, time.monotonic()):
                self._tell(event)
        self._close_when_finished()

    def learn(self, asked: Iterable[int], summaries: Iterable[QueueItemSummary]) -> None:
        """Learn from what the server says of some items, and tell what nobody has heard yet."""
        with self._guard:
            for job in self.tracker.look(asked, summaries):
                self._tell(self._found_out(job))
            self._wake()
        self._close_when_finished()

    @contextmanager
    def listening(self, hear: Callable[[Event], object]) -> Iterator[None]:
        """Pass on the events of this batch in a ``with`` block; to the first also what came before."""
        with self._guard:
            for event in self._early.take():
                hear(event)
            self._listeners = (*self._listeners, hear)
        try:
            yield
        finally:
            with self._guard:
                self._listeners = tuple(other for other in self._listeners if other is not hear)

    def forget_beginning(self) -> None:
        """Keep no events any longer for somebody who may come to listen."""
        with self._guard:
            self._early.forget()

    def ends(self, item_ids: Iterable[int]) -> Iterator[Event]:
        """Make the events that tell how jobs ended."""
        return (self._found_out(self.tracker.job(item_id)) for item_id in item_ids)

    def steps(self, is_done: Callable[[], bool], timeout: float | None) -> Steps:
        """Wait until something is so, or the time is up, step by step."""
        deadline, patience = Deadline(timeout), Patience()
        until_look = self._until_look(patience)
        while True:
            if self.tracker.needs_look and self.is_live and self._events_first.left:
                yield Sleep(is_done, min(self._events_first.left, deadline.left))
            if self.tracker.needs_look and not is_done():
                yield Look(patience, time_to_answer(deadline))
                until_look = self._until_look(patience)
            if is_done():
                return True
            if not deadline.left:
                return False
            nap = min(deadline.left, until_look.left, _LONGEST_NAP)
            if not (yield Sleep(partial(self._is_woken, is_done), nap)):
                until_look = min(until_look, self._until_look(patience))
                if not until_look.left:
                    self.tracker.needs_look = True

    @contextmanager
    def _sleeping(self, until: Callable[[], bool], rouse: Callable[[], object]) -> Iterator[None]:
        """Have a sleeper roused as soon as something is so; others are not disturbed by what happens."""
        sleeper = (until, rouse)
        with self._guard:
            self._sleepers.append(sleeper)
            self._wake()
        try:
            yield
        finally:
            with self._guard:
                self._sleepers.remove(sleeper)

    def _wake(self) -> None:
        for until, rouse in self._sleepers:
            if until():
                rouse()

    def _is_woken(self, is_done: Callable[[], bool]) -> bool:
        return is_done() or self.tracker.needs_look

    def _until_look(self, patience: Patience) -> Deadline:
        with self._guard:
            is_overdue = self.tracker.is_overdue(time.monotonic())
        return Deadline(patience.interval(is_live=self.is_live and not is_overdue))

    def _tell(self, event: Event) -> None:
        self._early.note(event)
        for hear in self._listeners:
            hear(event)
        self._wake()

    def _to_ask_about(self) -> list[int]:
        return list(self.tracker.item_ids if self._wanted else self.tracker.unfinished())

    def _see(self, asked: Iterable[int], summaries: Sequence[QueueItemSummary]) -> None:
        with self._guard:
            wanted, self._wanted = self._wanted, None
            if wanted is not None and len(summaries) == len(self.tracker.item_ids):
                self.tracker.expect(match(wanted, summaries))
        self.learn(asked, summaries)

    def _lacks_order(self) -> bool:
        return self._wanted is not None and len(self.tracker.item_ids) > 1

    def _close_when_finished(self) -> None:
        if self.tracker.is_finished:
            self.close()

    def _found_out(self, job: JobTracker) -> Event:
        """Make the event that would have been heard, for what a look brought to light."""
        data: Mapping[str, Any] = {
            "queue_id": self.queue_id,
            "batch_id": self.tracker.batch_id,
            "item_id": job.item_id,
            "status": "deleted" if job.is_gone else job.status.value,
        }
        return ItemStatusChanged("queue_item_status_changed", data)
