"""Watching a batch from threads: the socket's thread tells what it hears, and wakes those who wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator

from ivk_core.client import Client
from ivk_core.errors import InvokeAIError
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_workflows.jobs.batch import Combination
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.jobs.vigil import Look, Step, Vigil
from ivk_workflows.patience import Patience
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
        self._subscription = self.client.events.subscribe(
            self.hear, [Room.queue(self.queue_id)], batch_id=self.tracker.batch_id
        )

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
        steps = self.steps(is_done, timeout)
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
        self._look(Patience())

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

    def _take(self, step: Step) -> bool:
        if isinstance(step, Look):
            self._look(step.patience, step.within)
            return True
        roused = threading.Event()
        with self._sleeping(step.until, roused.set):
            return roused.wait(step.seconds)

    def _look(self, patience: Patience, within: float | None = None) -> None:
        with self._looking:
            self.tracker.needs_look = False
            asked = self._to_ask_about()
            try:
                summaries = self.client.run(list_summaries(self.queue_id, asked, within=within))
            except InvokeAIError as error:
                patience.note_silence(error)
                return
            patience.note_answer()
            self._see(asked, summaries)
