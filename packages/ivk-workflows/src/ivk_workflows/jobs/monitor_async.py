"""Follow a batch: events are received, and the server is polled if they cannot be relied on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self, TypeVar

from ivk_core.concurrency_async import AsyncFlag, AsyncGuard, AsyncLock, AsyncQueue
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
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncBatchMonitor"]

T = TypeVar("T")


class AsyncBatchMonitor(BatchMonitorBase):
    """Follows one batch.

    Parameters
    ----------
    client : AsyncClient
        The client to listen and to ask with.
    queue_id, state, wanted, known
        As for `BatchMonitorBase`.
    """

    def __init__(
        self,
        client: AsyncClient,
        queue_id: str,
        state: BatchState,
        wanted: Iterable[Combination] = (),
        known: KnownWorkflow = UNKNOWN_WORKFLOW,
    ) -> None:
        outage = Outage(str(client.config.address), client.config.reconnect_timeout)
        super().__init__(queue_id, state, wanted, AsyncGuard(), outage, known)
        self.client = client
        self._polling = AsyncLock()

    async def open(self, *, from_start: bool = False) -> None:
        """Start listening; when this returns, no event is missed, or there is no socket.

        Parameters
        ----------
        from_start : bool
            Whether the jobs are enqueued or looked up after this, so that no poll is needed while events are
            received.
        """
        version = self.state.version
        self._listen_with(
            await self.client.events.subscribe(
                weak_callback(self.receive), [Room.queue(self.queue_id)], batch_id=self.state.batch_id
            )
        )
        if from_start and self.is_live:
            self.state.mark_polled(version)

    @asynccontextmanager
    async def opened(self, *, from_start: bool = False) -> AsyncGenerator[Self, None]:
        """Start listening, and stop if the block fails; see `open`."""
        await self.open(from_start=from_start)
        try:
            yield self
        except BaseException:
            self.close()
            raise

    async def wait(
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
                step = steps.send(await self._carry_out(step))
        except StopIteration as end:
            return bool(end.value)

    async def holds(self, is_done: Callable[[], bool]) -> bool:
        """Return whether a condition holds now; polls first if events cannot be relied on."""
        if not is_done() and (self.state.is_stale or not self.is_live):
            await self.refresh()
        return is_done()

    async def refresh(self) -> None:
        """Poll now."""
        self.state.mark_stale()
        await self._poll(PollSchedule(self.outage.patience), NEVER)

    async def fetch(self, make: Callable[[], Flow[T]], deadline: Deadline = NEVER) -> T:
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
                found = await self.client.run(make())
            except InvokeAIError as error:
                self._on_failed_poll(schedule, error)
            else:
                self.outage.end()
                return found
            await AsyncFlag().wait(min(schedule.interval(is_live=False), deadline.left))

    async def settle_order(self) -> None:
        """Make sure that the items are in the order of the inputs."""
        if self._is_unordered():
            await self.refresh()

    async def events(
        self,
        received: AsyncQueue[Event],
        is_over: Callable[[], bool],
        final_events: Callable[[], Iterable[Event]],
        timeout: float | None,
        *,
        what: str,
        item_id: int | None = None,
    ) -> AsyncIterator[Event]:
        """Iterate over events that a listener puts into a queue, until it is over.

        If no event was received at all, the final events are made from the answers to polls.
        """
        is_silent = True
        while not self._is_drained(is_over, lambda: not received.empty()):
            if not await self.wait(lambda: not received.empty() or is_over(), timeout, item_id=item_id):
                raise JobTimeoutError(what, timeout or 0.0, missed="send any event")
            while not received.empty():
                is_silent = False
                yield received.get_nowait()
        if is_silent:
            for event in final_events():
                yield event

    async def _carry_out(self, step: Step) -> bool:
        if isinstance(step, Poll):
            return await self._poll(step.schedule, step.deadline)
        woken = AsyncFlag()
        with self._sleeping(step, woken.set):
            return await woken.wait(step.seconds)

    async def _poll(self, schedule: PollSchedule, deadline: Deadline) -> bool:
        """Poll, unless another wait has done so meanwhile."""
        version = self.state.version
        if not await self._polling.acquire(deadline.timeout):
            return False
        try:
            return self.state.was_polled(version) or await self._ask(schedule, deadline)
        finally:
            self._polling.release()

    async def _ask(self, schedule: PollSchedule, deadline: Deadline) -> bool:
        version, asked = self.state.version, self._items_to_poll()
        try:
            # The schedule repeats what fails; retries of the transport would delay the warning.
            poll = without_retries(list_summaries(self.queue_id, asked, deadline=deadline))
            summaries = await self.client.run(poll)
        except InvokeAIError as error:
            self._on_failed_poll(schedule, error)
            return False
        self.outage.end()
        schedule.note_answer()
        self._on_poll(asked, summaries, version)
        return True
