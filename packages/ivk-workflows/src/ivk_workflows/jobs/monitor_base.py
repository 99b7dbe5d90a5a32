"""Watching a batch, without any I/O: hear what is told, look when something may have been missed.

One vigil serves the handle of a batch and those of all its jobs. A socket feeds it, and whoever waits
(see `ivk_workflows.jobs.waiting`) is woken by that.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeAlias

from ivk_core.events.types import Event, ItemEvent, ItemStatusChanged
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch import Combination, match
from ivk_workflows.jobs.early import EarlyEvents
from ivk_workflows.jobs.job_tracker import JobTracker
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.waiting import Sleep, Steps, Wait
from ivk_workflows.patience import Patience
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["Vigil", "weakly"]

_HEAD_START_OF_EVENTS = 0.3

_Sleeper: TypeAlias = tuple[Callable[[], bool], Callable[[], object]]


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
        self._sleepers: dict[int | None, dict[object, _Sleeper]] = {}
        self.answers = 0
        """How often the server has said how the jobs stand."""
        self._early = EarlyEvents()
        self._events_first = Deadline(0)
        self._subscription: _Subscription | None = None

    @property
    def is_live(self) -> bool:
        """Whether everything that happens is heard."""
        return self._subscription is not None and self._subscription.is_live

    def _listen_with(self, subscription: _Subscription) -> None:
        self._subscription = subscription
        weakref.finalize(self, subscription.close).atexit = False

    def close(self) -> None:
        """Listen no more."""
        subscription, self._subscription = self._subscription, None
        if subscription is not None:
            subscription.close()

    def progress(self) -> Progress:
        """Say how far the batch is."""
        with self._guard:
            return self.tracker.progress(time.monotonic())

    def progress_of(self, item_id: int) -> Progress:
        """Say how far a job is."""
        with self._guard:
            return self.tracker.job(item_id).snapshot(time.monotonic())

    def expect(self, item_ids: Sequence[int], places: Mapping[int, int] | None = None) -> None:
        """Learn which items there are, in the order of the inputs, and their places if they are not all.

        A small job is over at once. The events of a fresh submission are on their way, and a look that
        overtakes them would tell the end of the story before the story: so they get a head start.
        """
        with self._guard:
            self.tracker.expect(item_ids, places)
            self._events_first = Deadline(_HEAD_START_OF_EVENTS if self._wanted else 0)
            self._wake()
        self._close_when_finished()

    def find(self, items: Sequence[QueueItemSummary], places: Mapping[int, int] | None = None) -> None:
        """Learn which items there are, and how they stood when they were found."""
        item_ids = [item.item_id for item in items]
        self.expect(item_ids, places)
        self.learn(item_ids, items)

    def hear(self, event: Event) -> None:
        """Learn from an event, and pass it on when it is any of this batch's business."""
        with self._guard:
            if self.tracker.hear(event, time.monotonic()):
                self._tell(event)
                self._wake(event.item_id if isinstance(event, ItemEvent) else None)
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

    def steps(self, is_done: Callable[[], bool], timeout: float | None, item_id: int | None = None) -> Steps:
        """Wait until something is so, or the time is up, step by step."""
        return Wait(self, is_done, timeout, item_id).steps()

    def head_start(self) -> float:
        """Give the seconds that events still have before a look, where they are heard."""
        return self._events_first.left if self.is_live else 0.0

    def time_to_next_look(self, patience: Patience) -> float:
        """Give the seconds that may pass without a look."""
        with self._guard:
            is_overdue = self.tracker.is_overdue(time.monotonic())
        return patience.interval(is_live=self.is_live and not is_overdue)

    @contextmanager
    def _sleeping(self, sleep: Sleep, rouse: Callable[[], object]) -> Iterator[None]:
        """Have a sleeper roused as soon as something is so; others are not disturbed by what happens."""
        key = object()
        with self._guard:
            self._sleepers.setdefault(sleep.item_id, {})[key] = (sleep.until, rouse)
            if sleep.until():
                rouse()
        try:
            yield
        finally:
            with self._guard:
                del self._sleepers[sleep.item_id][key]
                if not self._sleepers[sleep.item_id]:
                    del self._sleepers[sleep.item_id]

    def _wake(self, item_id: int | None = None) -> None:
        """Rouse those for whom what they wait for is so; all of them are asked when no item is named."""
        asked = self._sleepers.values() if item_id is None else map(self._sleepers.get, (item_id, None))
        for sleepers in asked:
            for until, rouse in (sleepers or {}).values():
                if until():
                    rouse()

    def _tell(self, event: Event) -> None:
        self._early.note(event)
        for hear in self._listeners:
            hear(event)

    def _is_told(self, is_over: Callable[[], bool], has_heard: Callable[[], bool]) -> bool:
        """Tell whether it is over and all of it was passed on; hearing does both at once."""
        with self._guard:
            return is_over() and not has_heard()

    def _to_ask_about(self) -> list[int]:
        return list(self.tracker.item_ids if self._wanted else self.tracker.unfinished())

    def _see(self, asked: Iterable[int], summaries: Sequence[QueueItemSummary], doubts: int) -> None:
        with self._guard:
            self.answers += 1
            self.tracker.dispel(doubts)
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


def weakly(hear: Callable[[Event], object]) -> Callable[[Event], None]:
    """Hear for as long as somebody holds the listener: a batch that nobody follows is not listened to."""
    reference = weakref.WeakMethod(hear)

    def heard(event: Event) -> None:
        listener = reference()
        if listener is not None:
            listener(event)

    return heard
