# Made from monitor_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Follow a batch: events are received, and the server is polled if they cannot be relied on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

from ivk_core.concurrency import Flag, Guard, Lock, Queue
from ivk_core.errors import InvokeAIError
from ivk_core.events.rooms import Room
from ivk_core.events.types import Event
from ivk_core.flow import Flow
from ivk_core.retry import without_retries
from ivk_core.timeouts import NEVER, Deadline
from ivk_workflows.jobs.batch import Combination
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.jobs.errors import JobTimeoutError
from ivk_workflows.jobs.monitor_base import BatchMonitorBase, weak_callback
from ivk_workflows.jobs.waiting import Poll, Step
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow
from ivk_workflows.queue.arguments import checked_timeout
from ivk_workflows.queue.calls import list_summaries
from ivk_workflows.queue.outage import Outage
from ivk_workflows.queue.polling import PollSchedule

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["BatchMonitor"]

T = TypeVar("T")


class BatchMonitor(BatchMonitorBase):
    """Follows one batch.

    Parameters
    ----------
    client : Client
        The client to listen and to ask with.
    queue_id, state, wanted, known
        As for `BatchMonitorBase`.
    """

    def __init__(
        self,
        client: Client,
        queue_id: str,
        state: BatchState,
        wanted: Iterable[Combination] = (),
        known: KnownWorkflow = UNKNOWN_WORKFLOW,
    ) -> None:
        outage = Outage(str(client.config.address), client.config.reconnect_timeout)
        super().__init__(queue_id, state, wanted, Guard(), outage, known)
        self.client = client
        self._polling = Lock()

    def open(self, *, from_start: bool = False) -> None:
        """Start listening; when this returns, no event is missed, or there is no socket.

        Parameters
        ----------
        from_start : bool
            Whether the jobs are enqueued or looked up after this, so that no poll is needed while events are
            received.
        """
        version = self.state.version
        self._listen_with(
            self.client.events.subscribe(
                weak_callback(self.receive), [Room.queue(self.queue_id)], batch_id=self.state.batch_id
            )
        )
        if from_start and self.is_live:
            self.state.mark_polled(version)

    @contextmanager
    def opened(self, *, from_start: bool = False) -> Generator[Self, None]:
        """Start listening, and stop if the block fails; see `open`."""
        self.open(from_start=from_start)
        try:
            yield self
        except BaseException:
            self.close()
            raise

    def wait(
        self, is_done: Callable[[], bool], timeout: float | None = None, *, item_id: int | None = None
    ) -> bool:
        """Wait until a condition holds.

        Parameters
        ----------
        is_done : callable
            The condition; evaluated whenever something has changed.
        timeout : float, optional
            Seconds to wait at most.
        item_id : int, optional
            The only job that it depends on.

        Returns
        -------
        bool
            Whether it holds; False if the time is up.

        Raises
        ------
        ServerLostError
            If the server does not answer for `ClientConfig.reconnect_timeout` seconds.
        """
        steps = self.steps(is_done, checked_timeout(timeout), item_id)
        try:
            step = next(steps)
            while True:
                step = steps.send(self._carry_out(step))
        except StopIteration as end:
            return bool(end.value)

    def holds(self, is_done: Callable[[], bool]) -> bool:
        """Return whether a condition holds now; polls first if events cannot be relied on."""
        if not is_done() and (self.state.is_stale or not self.is_live):
            self.refresh()
        return is_done()

    def refresh(self) -> None:
        """Poll now."""
        self.state.mark_stale()
        self._poll(PollSchedule(self.outage.patience), NEVER)

    def fetch(self, make: Callable[[], Flow[T]], deadline: Deadline = NEVER) -> T:
        """Run a flow that reads, and repeat it while the server does not answer.

        Parameters
        ----------
        make : callable
            Makes the flow.
        deadline : Deadline
            After it, the flow is not repeated.

        Raises
        ------
        ServerLostError
            If the server does not answer for `ClientConfig.reconnect_timeout` seconds.
        """
        schedule = PollSchedule(self.outage.patience if deadline.left else 0.0)
        while True:
            try:
                found = self.client.run(make())
            except InvokeAIError as error:
                self._on_failed_poll(schedule, error)
            else:
                self.outage.end()
                return found
            Flag().wait(min(schedule.interval(is_live=False), deadline.left))

    def settle_order(self) -> None:
        """Make sure that the items are in the order of the inputs."""
        if self._is_unordered():
            self.refresh()

    def events(
        self,
        received: Queue[Event],
        is_over: Callable[[], bool],
        final_events: Callable[[], Iterable[Event]],
        timeout: float | None,
        *,
        what: str,
        item_id: int | None = None,
    ) -> Iterator[Event]:
        """Iterate over events that a listener puts into a queue, until it is over.

        If no event was received at all, the final events are made from the answers to polls.
        """
        is_silent = True
        while not self._is_drained(is_over, lambda: not received.empty()):
            if not self.wait(lambda: not received.empty() or is_over(), timeout, item_id=item_id):
                raise JobTimeoutError(what, timeout or 0.0, missed="send any event")
            while not received.empty():
                is_silent = False
                yield received.get_nowait()
        if is_silent:
            yield from final_events()

    def _carry_out(self, step: Step) -> bool:
        if isinstance(step, Poll):
            return self._poll(step.schedule, step.deadline)
        woken = Flag()
        with self._sleeping(step, woken.set):
            return woken.wait(step.seconds)

    def _poll(self, schedule: PollSchedule, deadline: Deadline) -> bool:
        """Poll, unless another wait has done so meanwhile."""
        version = self.state.version
        if not self._polling.acquire(deadline.timeout):
            return False
        try:
            return self.state.was_polled(version) or self._ask(schedule, deadline)
        finally:
            self._polling.release()

    def _ask(self, schedule: PollSchedule, deadline: Deadline) -> bool:
        version, asked = self.state.version, self._items_to_poll()
        try:
            # The schedule repeats what fails; retries of the transport would delay the warning.
            poll = without_retries(list_summaries(self.queue_id, asked, deadline=deadline))
            summaries = self.client.run(poll)
        except InvokeAIError as error:
            self._on_failed_poll(schedule, error)
            return False
        self.outage.end()
        schedule.note_answer()
        self._on_poll(asked, summaries, version)
        return True
