"""One wait for something about a batch, without any I/O: it yields what to do next.

`Watch` does it from threads, and `AsyncWatch` in an event loop. Whoever waits sleeps until what it waits for
is so, and has the server asked where events cannot be relied on: once after submitting, after each gap in
the connection, now and then to be sure, and all the time when there is no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ivk_core.timeouts import Deadline
from ivk_workflows.jobs.tracker import BatchTracker
from ivk_workflows.patience import Patience

__all__ = ["Look", "Sleep", "Step", "Steps", "Wait"]

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
    item_id : int, optional
        The only job that it is about; what happens to others rouses nobody then.
    """

    until: Callable[[], bool]
    seconds: float
    item_id: int | None = None


@dataclass(frozen=True)
class Look:
    """A step: ask the server how the jobs stand; answered by whether it said so.

    Parameters
    ----------
    patience : Patience
        What to tell of the outcome.
    deadline : Deadline
        Until when the server has time for its answer.
    """

    patience: Patience
    deadline: Deadline


Step: TypeAlias = Sleep | Look
Steps: TypeAlias = Generator[Step, bool, bool]
"""Yields what to do, is answered, and returns whether what was waited for is so."""


class _Watched(Protocol):
    tracker: BatchTracker
    answers: int

    def head_start(self) -> float: ...
    def time_to_next_look(self, patience: Patience) -> float: ...


class Wait:
    """One wait.

    Parameters
    ----------
    watched : Vigil
        What is known of the batch.
    is_done : callable
        Says whether what is waited for is so.
    timeout : float, optional
        Seconds to wait at the most.
    item_id : int, optional
        The only job that it is about.
    """

    def __init__(
        self,
        watched: _Watched,
        is_done: Callable[[], bool],
        timeout: float | None,
        item_id: int | None = None,
    ) -> None:
        self._watched = watched
        self._is_done = is_done
        self._item_id = item_id
        self._deadline = Deadline(timeout)
        self._patience = Patience()
        self._pause = Deadline(0)
        self._plan_look()

    def steps(self) -> Steps:
        """Go through what to do until it is so, or the time is up."""
        while True:
            if self._watched.tracker.needs_look and self._watched.head_start():
                yield self._sleep(self._is_done, self._watched.head_start())
            if self._is_look_due() and not self._is_done():
                self._note_look((yield Look(self._patience, self._deadline)))
            if self._is_done():
                return True
            if not self._deadline.left:
                return False
            if not (yield self._sleep(self._is_woken, min(self._until_look.left, _LONGEST_NAP))):
                self._reconsider()

    def _sleep(self, until: Callable[[], bool], seconds: float) -> Sleep:
        return Sleep(until, min(seconds, self._deadline.left), self._item_id)

    def _is_look_due(self) -> bool:
        return self._watched.tracker.needs_look and not self._pause.left

    def _is_woken(self) -> bool:
        return self._is_done() or self._is_look_due()

    def _plan_look(self) -> None:
        self._until_look = Deadline(self._watched.time_to_next_look(self._patience))
        self._answers = self._watched.answers

    def _note_look(self, is_answered: bool) -> None:
        self._plan_look()
        self._pause = Deadline(0) if is_answered else self._until_look

    def _reconsider(self) -> None:
        """See whether it is time for a look by now; that another who waits has looked will do."""
        sooner = Deadline(self._watched.time_to_next_look(self._patience))
        self._until_look = min(self._until_look, sooner)
        if self._until_look.left:
            return
        if self._watched.answers != self._answers:
            self._patience.note_answer()
            self._plan_look()
        elif not self._watched.tracker.needs_look:
            self._watched.tracker.doubt()
