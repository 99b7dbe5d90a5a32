"""Watching a batch from threads: the socket's thread tells what it hears, and wakes those who wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Self

from ivk_core.client import Client
from ivk_core.errors import InvokeAIError
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch import Combination
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.vigil import Vigil, weakly
from ivk_workflows.jobs.waiting import Look, Step
from ivk_workflows.patience import NEVER, Patience
from ivk_workflows.queue.calls import list_summaries

__all__ = ["Watch"]


class Watch(Vigil):
    """Follows one batch.

    Parameters
    ----------
    client : Client
        What to hear and to ask with.
    queue_id, tracker, wanted
        As for `Vigil`.
    """

    def __init__(
        self, client: Client, queue_id: str, tracker: BatchTracker, wanted: Iterable[Combination] = ()
    ) -> None:
        super().__init__(queue_id, tracker, wanted, threading.RLock())
        self.client = client
        self._looking = threading.Lock()

    def open(self) -> None:
        """Start to listen; when this returns, nothing is missed, or there is no socket."""
        self._listen_with(
            self.client.events.subscribe(
                weakly(self.hear), [Room.queue(self.queue_id)], batch_id=self.tracker.batch_id
            )
        )

    @contextmanager
    def opened(self) -> Iterator[Self]:
        """Start to listen, and listen no more if the block fails."""
        self.open()
        try:
            yield self
        except BaseException:
            self.close()
            raise

    def wait(
        self, is_done: Callable[[], bool], timeout: float | None = None, *, item_id: int | None = None
    ) -> bool:
        """Wait until something is so.

        Parameters
        ----------
        is_done : callable
            Says whether it is; asked whenever something changed.
        timeout : float, optional
            Seconds to wait at the most.
        item_id : int, optional
            The only job that it is about.

        Returns
        -------
        bool
            Whether it is so; False when the time was up.

        Raises
        ------
        InvokeAIError
            If the server cannot be asked for a long time.
        """
        steps = self.steps(is_done, timeout, item_id)
        try:
            step = next(steps)
            while True:
                step = steps.send(self._take(step))
        except StopIteration as end:
            return bool(end.value)

    def is_so(self, is_done: Callable[[], bool]) -> bool:
        """Say whether something is so by now; looks first where events cannot be relied on."""
        if not is_done() and (self.tracker.needs_look or not self.is_live):
            self.refresh()
        return is_done()

    def refresh(self) -> None:
        """Look now."""
        self.tracker.doubt()
        self._look(Patience(), NEVER)

    def settle_order(self) -> None:
        """Make sure that the items stand in the order of the inputs."""
        if self._lacks_order():
            self.refresh()

    def told(
        self,
        heard: queue.SimpleQueue[Event],
        is_over: Callable[[], bool],
        ends: Callable[[], Iterable[Event]],
        timeout: float | None,
        *,
        what: str,
        item_id: int | None = None,
    ) -> Iterator[Event]:
        """Go through events that a listener puts into a queue, until it is over.

        When nothing was heard at all, the ends alone are told.
        """
        is_silent = True
        while not self._is_told(is_over, lambda: not heard.empty()):
            if not self.wait(lambda: not heard.empty() or is_over(), timeout, item_id=item_id):
                raise JobTimeoutError(what, timeout or 0.0, missed="tell anything")
            while not heard.empty():
                is_silent = False
                yield heard.get()
        if is_silent:
            yield from ends()

    def _take(self, step: Step) -> bool:
        if isinstance(step, Look):
            return self._look(step.patience, step.deadline)
        roused = threading.Event()
        with self._sleeping(step, roused.set):
            return roused.wait(step.seconds)

    def _look(self, patience: Patience, deadline: Deadline) -> bool:
        doubts = self.tracker.doubts
        if not self._looking.acquire(timeout=deadline.left if deadline.is_set else -1):
            return False
        try:
            return self.tracker.is_dispelled(doubts) or self._ask(patience, deadline)
        finally:
            self._looking.release()

    def _ask(self, patience: Patience, deadline: Deadline) -> bool:
        doubts, asked = self.tracker.doubts, self._to_ask_about()
        try:
            summaries = self.client.run(list_summaries(self.queue_id, asked, deadline=deadline))
        except InvokeAIError as error:
            patience.note_silence(error)
            return False
        patience.note_answer()
        self._see(asked, summaries, doubts)
        return True
