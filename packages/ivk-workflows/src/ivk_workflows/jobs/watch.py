"""Watching a batch from threads: hear what is told, look when something may have been missed.

One watch serves the handle of a batch and those of all its jobs. The socket's thread feeds the tracker;
whoever waits is woken by it, and looks by itself where events cannot be relied on: once after submitting,
after each gap in the connection, now and then to be sure, and all the time when there is no socket.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from ivk_core.client import Client
from ivk_core.errors import InvokeAIError
from ivk_core.events.hub import Subscription
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event, ItemStatusChanged
from ivk_workflows.jobs.batch import Combination, match
from ivk_workflows.jobs.early import EarlyEvents
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.job_tracker import JobTracker
from ivk_workflows.jobs.patience import Deadline, Patience, head_start
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.queue.calls import list_summaries
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["Watch", "ends_of", "found_out"]


class Watch:
    """Follows one batch.

    Parameters
    ----------
    client : Client
        What to hear and to ask with.
    queue_id : str
        The queue of the batch.
    tracker : BatchTracker
        What is known.
    wanted : iterable of Combination
        What the items are given, in the order of the inputs; empty when that is not known.
    """

    def __init__(
        self, client: Client, queue_id: str, tracker: BatchTracker, wanted: Iterable[Combination] = ()
    ) -> None:
        self.client = client
        self.queue_id = queue_id
        self.tracker = tracker
        self._wanted: Iterable[Combination] | None = wanted or None
        self._changed = threading.Condition()
        self._looking = threading.Lock()
        self._listeners: tuple[Callable[[Event], object], ...] = ()
        self._early = EarlyEvents()
        self._events_first = Deadline(0)
        self._subscription: Subscription | None = None

    @property
    def is_live(self) -> bool:
        """Whether everything that happens is heard."""
        return self._subscription is not None and self._subscription.is_live

    def open(self) -> None:
        """Start to listen; when this returns, nothing is missed, or there is no socket."""
        self._subscription = self.client.events.subscribe(self._hear, [Room.queue(self.queue_id)])

    def close(self) -> None:
        """Listen no more."""
        if self._subscription is not None:
            self._subscription.close()

    def expect(self, item_ids: Sequence[int]) -> None:
        """Learn which items there are."""
        with self._changed:
            self.tracker.expect(item_ids)
            self._events_first = head_start(self._wanted)
            self._changed.notify_all()

    def wait(self, is_done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Wait until something is so.

        Parameters
        ----------
        is_done : callable
            Says whether it is; asked whenever something changed.
        timeout : float, optional
            Seconds to wait at the most.

        Returns
        -------
        bool
            Whether it is so; False when the time was up.

        Raises
        ------
        InvokeAIError
            If the server cannot be asked for a long time.
        """
        deadline, patience = Deadline(timeout), Patience()
        while True:
            if self.tracker.needs_look and self.is_live and self._events_first.left:
                with self._changed:
                    self._changed.wait_for(is_done, min(self._events_first.left, deadline.left))
            if self.tracker.needs_look and not is_done():
                self._look(patience, deadline.to_answer)
            is_overdue = self.tracker.is_overdue
            interval = patience.interval(is_live=self.is_live and not is_overdue)
            with self._changed:
                if is_done():
                    return True
                if not deadline.left:
                    return False
                is_woken = partial(self._is_woken, is_done, is_overdue)
                if not self._changed.wait_for(is_woken, min(deadline.left, interval)):
                    self.tracker.needs_look = True

    def is_so(self, is_done: Callable[[], bool]) -> bool:
        """Say whether something is so by now; looks first where events cannot be relied on."""
        if not is_done() and (self.tracker.needs_look or not self.is_live):
            self.refresh()
        return is_done()

    def refresh(self) -> None:
        """Look now."""
        self._look(Patience())

    def settle_order(self) -> None:
        """Make sure that the items stand in the order of the inputs."""
        if self._wanted is not None and len(self.tracker.item_ids) > 1:
            self.refresh()

    def learn(self, item_id: int, summary: QueueItemSummary) -> None:
        """Learn from what the server said of one item."""
        self._learn([item_id], [summary])
        self._close_when_finished()

    def told(
        self,
        heard: queue.SimpleQueue[Event],
        is_over: Callable[[], bool],
        ends: Callable[[], Iterable[Event]],
        timeout: float | None,
    ) -> Iterator[Event]:
        """Go through events that a listener puts into a queue, until it is over.

        When nothing was heard at all, the ends alone are told.
        """
        is_silent = True
        while not (is_over() and heard.empty()):
            if not self.wait(lambda: not heard.empty() or is_over(), timeout):
                raise JobTimeoutError(f"Batch {self.tracker.batch_id}", timeout or 0.0)
            while not heard.empty():
                is_silent = False
                yield heard.get()
        if is_silent:
            yield from ends()

    @contextmanager
    def listening(self, hear: Callable[[Event], object]) -> Iterator[None]:
        """Pass on the events of this batch in a ``with`` block; to the first also what came before."""
        with self._changed:
            for event in self._early.take():
                hear(event)
            self._listeners = (*self._listeners, hear)
        try:
            yield
        finally:
            with self._changed:
                self._listeners = tuple(other for other in self._listeners if other is not hear)

    def _is_woken(self, is_done: Callable[[], bool], was_overdue: bool) -> bool:
        return is_done() or self.tracker.needs_look or self.tracker.is_overdue != was_overdue

    def _hear(self, event: Event) -> None:
        with self._changed:
            if not self.tracker.hear(event, time.monotonic()):
                return
            self._tell(event)
        self._close_when_finished()

    def _tell(self, event: Event) -> None:
        self._early.note(event)
        for hear in self._listeners:
            hear(event)
        self._changed.notify_all()

    def _look(self, patience: Patience, within: float | None = None) -> None:
        with self._looking:
            self.tracker.needs_look = False
            asked = list(self.tracker.item_ids if self._wanted else self.tracker.unfinished())
            try:
                summaries = self.client.run(list_summaries(self.queue_id, asked, within=within))
            except InvokeAIError as error:
                patience.note_silence(error)
                return
            patience.note_answer()
            self._put_in_order(summaries)
            self._learn(asked, summaries)
        self._close_when_finished()

    def _learn(self, asked: Sequence[int], summaries: Sequence[QueueItemSummary]) -> None:
        with self._changed:
            for job in self.tracker.look(asked, summaries):
                self._tell(found_out(job, self.tracker.batch_id, self.queue_id))
            self._changed.notify_all()

    def _put_in_order(self, summaries: Sequence[QueueItemSummary]) -> None:
        with self._changed:
            wanted, self._wanted = self._wanted, None
            if wanted is not None and len(summaries) == len(self.tracker.item_ids):
                self.tracker.expect(match(wanted, summaries))

    def _close_when_finished(self) -> None:
        if self.tracker.is_finished:
            self.close()


def ends_of(tracker: BatchTracker, queue_id: str, item_ids: Iterable[int]) -> Iterator[ItemStatusChanged]:
    """Make the events that tell how jobs ended."""
    return (found_out(tracker.job(item_id), tracker.batch_id, queue_id) for item_id in item_ids)


def found_out(job: JobTracker, batch_id: str, queue_id: str) -> ItemStatusChanged:
    """Make the event that would have been heard, for what a look brought to light."""
    data: Mapping[str, Any] = {
        "queue_id": queue_id,
        "batch_id": batch_id,
        "item_id": job.item_id,
        "status": "deleted" if job.is_gone else job.status.value,
    }
    return ItemStatusChanged("queue_item_status_changed", data)
