"""The known state of one job, as a state machine that receives events and summaries.

Events may be received twice, late, in the wrong order or not at all, and the answer to a poll may be older
than an event that was received before it. Therefore a status only moves forward: by the server's sequence
number if there is one, else by rank; and a finished job stays finished. There is no I/O and no clock in here.
"""

from __future__ import annotations

from sys import intern

from ivk_core.events.types import (
    InvocationComplete,
    InvocationStarted,
    ItemEvent,
    ItemStatusChanged,
    NodeEvent,
)
from ivk_workflows.jobs.progress import JobProgress, Progress, Weights
from ivk_workflows.queue.schemas import JobStatus

__all__ = ["JobState"]

_RANKS = {JobStatus.PENDING: 0, JobStatus.IN_PROGRESS: 1, JobStatus.WAITING: 1}
_FINAL_RANK = 2
# Statuses of newer servers come after the start; only final ones are known to be the last.
_RANK_OF_UNKNOWN = 1


def _rank(status: JobStatus) -> int:
    return _FINAL_RANK if status.is_final else _RANKS.get(status, _RANK_OF_UNKNOWN)


class JobState:
    """The known state of one queue item.

    Parameters
    ----------
    item_id : int
        Which item.
    """

    __slots__ = (
        "_is_from_summary",
        "_node_started",
        "_sequence",
        "is_counted",
        "is_gone",
        "item_id",
        "node_seconds",
        "progress",
        "status",
    )

    def __init__(self, item_id: int) -> None:
        self.item_id = item_id
        self.status = JobStatus.PENDING
        self.is_gone = False
        self.progress: JobProgress | None = None
        self.is_counted = False
        self.node_seconds: dict[str, float] = {}
        """The seconds that nodes took, by their names, as far as events were received."""
        self._node_started: float | None = None
        self._sequence = -1
        self._is_from_summary = False

    @property
    def is_finished(self) -> bool:
        """Whether its status cannot change any more."""
        return self.is_gone or self.status.is_final

    @property
    def has_failed(self) -> bool:
        """Whether it finished without a result."""
        return self.is_finished and self.status != JobStatus.COMPLETED

    def snapshot(self, now: float) -> Progress:
        """Return its progress."""
        if self.is_finished:
            return Progress(fraction=1.0, finished=1)
        return self.progress.snapshot(now) if self.progress else Progress()

    def on_event(self, event: ItemEvent, weights: Weights, now: float) -> None:
        """Update from an event about this item."""
        if isinstance(event, ItemStatusChanged):
            self._on_status(JobStatus(event.status), event.status_sequence)
        elif isinstance(event, NodeEvent) and not self.is_finished:
            self._on_node(event, weights, now)

    def on_summary(self, status: JobStatus) -> None:
        """Update from a summary, which may be older than what is known."""
        if not self.is_finished and _rank(status) > _rank(self.status):
            self._is_from_summary = True
            self._set_status(status)

    def mark_gone(self) -> None:
        """Record that the server does not have the item any longer."""
        if not self.is_finished:
            self.is_gone = True
            self.progress = None

    def _on_status(self, status: JobStatus, sequence: int | None) -> None:
        if self.is_finished:
            return
        goes_back = _rank(status) < _rank(self.status)
        if sequence is None:
            if not goes_back:
                self._set_status(status)
        elif sequence > self._sequence:
            self._sequence = sequence
            # Summaries have no sequence number, so after one an event that goes back may simply be late.
            if not (goes_back and self._is_from_summary):
                self._is_from_summary = False
                self._set_status(status)

    def _on_node(self, event: NodeEvent, weights: Weights, now: float) -> None:
        if self.status == JobStatus.PENDING:
            self.status = JobStatus.IN_PROGRESS
        if self.progress is None:
            self.progress = JobProgress(weights, now)
        self.progress.on_event(event)
        self._time_node(event, now)

    def _time_node(self, event: NodeEvent, now: float) -> None:
        if isinstance(event, InvocationStarted):
            self._node_started = now
        elif isinstance(event, InvocationComplete) and self._node_started is not None:
            # Thousands of jobs have nodes of the same names, which are kept once.
            name = intern(str(event.node_label or event.node_id))
            self.node_seconds[name] = self.node_seconds.get(name, 0.0) + now - self._node_started
            self._node_started = None

    def _set_status(self, status: JobStatus) -> None:
        self.status = status
        if status.is_final:
            self.progress = None
