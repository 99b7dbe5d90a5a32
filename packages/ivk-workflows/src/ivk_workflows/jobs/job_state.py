"""What is known of one job, as a state machine that hears events and looks at summaries.

Events may come twice, late, in the wrong order or not at all, and a look may be older than an event that
came before it. So a status only ever goes forward: by the server's own count where there is one, else by
rank; and what has come to an end stays there. There is no I/O and no clock in here.
"""

from __future__ import annotations

from ivk_core.events.types import ItemEvent, ItemStatusChanged, NodeEvent
from ivk_workflows.jobs.progress import JobProgress, Progress, Weights
from ivk_workflows.queue.schemas import JobStatus

__all__ = ["JobTracker"]

_RANKS = {JobStatus.PENDING: 0, JobStatus.IN_PROGRESS: 1, JobStatus.WAITING: 1}
_FINAL_RANK = 2


def _rank(status: JobStatus) -> int:
    return _FINAL_RANK if status.is_final else _RANKS.get(status, 1)


class JobTracker:
    """What is known of one queue item.

    Parameters
    ----------
    item_id : int
        Which item.
    """

    __slots__ = ("_sequence", "_was_seen", "is_gone", "is_noted", "item_id", "progress", "status")

    def __init__(self, item_id: int) -> None:
        self.item_id = item_id
        self.status = JobStatus.PENDING
        self.is_gone = False
        self.progress: JobProgress | None = None
        self.is_noted = False
        self._sequence = -1
        self._was_seen = False

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come."""
        return self.is_gone or self.status.is_final

    def snapshot(self, now: float) -> Progress:
        """Say how far it is."""
        if self.is_finished:
            return Progress(fraction=1.0, finished=1)
        return self.progress.snapshot(now) if self.progress else Progress()

    def hear(self, event: ItemEvent, weights: Weights, now: float) -> None:
        """Learn from an event about this item."""
        if isinstance(event, ItemStatusChanged):
            self._hear_status(JobStatus(event.status), event.status_sequence)
        elif isinstance(event, NodeEvent) and not self.is_finished:
            self._hear_node(event, weights, now)

    def look(self, status: JobStatus) -> None:
        """Learn from a summary, which may be older than what is known."""
        if not self.is_finished and _rank(status) > _rank(self.status):
            self._was_seen = True  # and no summary says by which count
            self._become(status)

    def vanish(self) -> None:
        """Note that the server does not have the item any longer."""
        if not self.is_finished:
            self.is_gone = True
            self.progress = None

    def _hear_status(self, status: JobStatus, sequence: int | None) -> None:
        if self.is_finished:
            return
        goes_back = _rank(status) < _rank(self.status)
        if sequence is None:
            if not goes_back:
                self._become(status)
        elif sequence > self._sequence:
            self._sequence = sequence
            if not (goes_back and self._was_seen):
                self._was_seen = False
                self._become(status)

    def _hear_node(self, event: NodeEvent, weights: Weights, now: float) -> None:
        if self.status == JobStatus.PENDING:
            self.status = JobStatus.IN_PROGRESS
        if self.progress is None:
            self.progress = JobProgress(weights, now)
        self.progress.hear(event)

    def _become(self, status: JobStatus) -> None:
        self.status = status
        if status.is_final:
            self.progress = None
