"""One wait for a condition of a batch, without any I/O: it yields what to do next.

The monitors carry out the steps, in a thread or in an event loop. A wait sleeps until its condition holds,
and requests a poll if events cannot be relied on: once after a submission, after each gap in the
connection, from time to time as a safety net, and regularly if there is no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.queue.outage import Outage
from ivk_workflows.queue.polling import PollSchedule

__all__ = ["Poll", "Sleep", "Step", "Steps", "Wait"]

# How soon a wait notices that events are no longer received, or that a job is overdue. Waking up twice a
# second costs next to nothing.
_LONGEST_SLEEP = 0.5


@dataclass(frozen=True)
class Sleep:
    """A step: sleep until a condition holds. The answer is whether it held before the time was up.

    Parameters
    ----------
    until : callable
        The condition; evaluated whenever something has changed, where the change was made.
    seconds : float
        How long to sleep at most.
    item_id : int, optional
        The only job that the condition depends on; changes of others do not wake the sleeper.
    """

    until: Callable[[], bool]
    seconds: float
    item_id: int | None = None


@dataclass(frozen=True)
class Poll:
    """A step: ask the server for the status of the jobs. The answer is whether it responded.

    Parameters
    ----------
    schedule : PollSchedule
        Takes the outcome.
    deadline : Deadline
        The end of the time for the answer.
    """

    schedule: PollSchedule
    deadline: Deadline


Step: TypeAlias = Sleep | Poll
Steps: TypeAlias = Generator[Step, bool, bool]
"""Yields what to do, receives the answer, and returns whether the condition holds."""


class _Monitored(Protocol):
    state: BatchState
    polls: int
    outage: Outage

    def grace_period(self) -> float: ...
    def time_to_next_poll(self, schedule: PollSchedule) -> float: ...


class Wait:
    """One wait.

    Parameters
    ----------
    monitored : BatchMonitorBase
        The monitor of the batch.
    is_done : callable
        The condition to wait for.
    timeout : float, optional
        Seconds to wait at most.
    item_id : int, optional
        The only job that the condition depends on.
    """

    def __init__(
        self,
        monitored: _Monitored,
        is_done: Callable[[], bool],
        timeout: float | None,
        item_id: int | None = None,
    ) -> None:
        self._monitored = monitored
        self._is_done = is_done
        self._item_id = item_id
        self._deadline = Deadline(timeout)
        self._schedule = PollSchedule(monitored.outage.patience)
        self._pause = Deadline(0)
        self._plan_poll()

    def steps(self) -> Steps:
        """Iterate over what to do until the condition holds, or the time is up."""
        while True:
            if self._monitored.state.is_stale and self._monitored.grace_period():
                yield self._sleep(self._is_done, self._monitored.grace_period())
            if self._is_poll_due() and not self._is_done():
                self._note_poll((yield Poll(self._schedule, self._deadline)))
            if self._is_done():
                return True
            if not self._deadline.left:
                return False
            if not (yield self._sleep(self._is_woken, min(self._next_poll.left, _LONGEST_SLEEP))):
                self._reconsider()

    def _sleep(self, until: Callable[[], bool], seconds: float) -> Sleep:
        return Sleep(until, min(seconds, self._deadline.left), self._item_id)

    def _is_poll_due(self) -> bool:
        return self._monitored.state.is_stale and not self._pause.left

    def _is_woken(self) -> bool:
        return self._is_done() or self._is_poll_due()

    def _plan_poll(self) -> None:
        self._next_poll = Deadline(self._monitored.time_to_next_poll(self._schedule))
        self._polls = self._monitored.polls

    def _note_poll(self, is_answered: bool) -> None:
        self._plan_poll()
        self._pause = Deadline(0) if is_answered else self._next_poll

    def _reconsider(self) -> None:
        """Decide whether to poll by now; a poll of another wait counts as well."""
        sooner = Deadline(self._monitored.time_to_next_poll(self._schedule))
        self._next_poll = min(self._next_poll, sooner)
        if self._next_poll.left:
            return
        if self._monitored.polls != self._polls:
            self._schedule.note_answer()
            self._plan_poll()
        elif not self._monitored.state.is_stale:
            self._monitored.state.mark_stale()
