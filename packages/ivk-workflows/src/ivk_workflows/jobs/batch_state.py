"""The known state of a batch: its jobs, which of them have finished, and whether the server has to be polled.

Until the answer to a submission says which items there are, the events of all items of the batch are used,
because a job may finish before that answer arrives. There is no I/O and no clock in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ivk_core.events.types import (
    ConnectionLost,
    ConnectionRestored,
    Event,
    ItemEvent,
    ItemsCanceled,
    QueueCleared,
)
from ivk_workflows.jobs.job_state import JobState
from ivk_workflows.jobs.progress import JobProgress, Progress, Weights
from ivk_workflows.queue.schemas import JobStatus, QueueItemSummary

__all__ = ["BatchState"]

# A server finishes a job within some milliseconds after its last node. When the event of its end takes
# longer, it was lost (some versions drop it), and the server is polled.
_SECONDS_FROM_LAST_NODE_TO_END = 0.1


class BatchState:
    """The known state of all items of one batch.

    Until `expect` sets which items there are, all events of the batch are used; afterwards only those of the
    expected items.

    Parameters
    ----------
    batch_id : str
        Which batch.
    weights : mapping of str to float
        The weights of the graph's nodes.
    """

    def __init__(self, batch_id: str, weights: Weights | None = None) -> None:
        self.batch_id = batch_id
        self.weights: Weights = weights or {}
        self.version = 1
        """Grows whenever something may have happened that was not received."""
        self._polled_version = 0
        self._jobs: dict[int, JobState] = {}
        self._expected: tuple[int, ...] | None = None
        self._places: dict[int, int] = {}
        self.finished: list[int] = []
        """The expected items that have finished, in the order in which they did."""
        self.failed: list[int] = []
        """Those of them that have no result, in the same order."""
        self._running: dict[int, JobProgress] = {}
        self._last_node_done: dict[int, float] = {}
        self._started: float | None = None
        self._latest: int | None = None

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The expected items, in the order of the inputs."""
        return self._expected or ()

    @property
    def is_stale(self) -> bool:
        """Whether something may have happened that no poll has covered yet."""
        return self.version > self._polled_version

    def mark_stale(self) -> None:
        """Record that something may have happened that was not received."""
        self.version += 1

    def mark_polled(self, version: int) -> None:
        """Record the answer to a poll that was sent when the state had this version."""
        self._polled_version = max(self._polled_version, version)

    def was_polled(self, version: int) -> bool:
        """Return whether a poll was answered that was sent at this version or later."""
        return self._polled_version >= version

    @property
    def is_finished(self) -> bool:
        """Whether all expected items have finished."""
        return self._expected is not None and len(self.finished) == len(self._expected)

    @property
    def has_failure(self) -> bool:
        """Whether an expected item has finished without a result."""
        return bool(self.failed)

    def is_overdue(self, now: float) -> bool:
        """Return whether the event of a job's end should have been received by now."""
        ended = list(self._last_node_done.values())
        return any(now - since > _SECONDS_FROM_LAST_NODE_TO_END for since in ended)

    def has_finished(self, count: int) -> bool:
        """Return whether that many items have finished."""
        return len(self.finished) >= count

    def place(self, item_id: int) -> int:
        """Return the position of an item in the order of the inputs."""
        return self._places.get(item_id, 0)

    def job(self, item_id: int) -> JobState:
        """Return the known state of an item."""
        if item_id not in self._jobs:
            self._jobs[item_id] = JobState(item_id)
        return self._jobs[item_id]

    def unfinished(self) -> list[int]:
        """Return the expected items that have not finished."""
        return [item_id for item_id in self.item_ids if not self.job(item_id).is_finished]

    def expect(self, item_ids: Sequence[int], places: Mapping[int, int] | None = None) -> None:
        """Set which items there are, in the order of the inputs.

        Parameters
        ----------
        item_ids : sequence of int
            The items.
        places : mapping of int to int, optional
            Their positions in the batch, if they are not all of it.
        """
        self._expected = tuple(item_ids)
        self._places = {item_id: place for place, item_id in enumerate(item_ids)} | dict(places or {})
        self._forget_others()
        for job in self._jobs.values():
            self._count(job)

    def on_event(self, event: Event, now: float) -> bool:
        """Update from an event; return whether it concerns this batch."""
        if isinstance(event, ItemEvent):
            return self._on_item_event(event, now)
        if isinstance(event, ItemsCanceled):
            return self._on_canceled(event.item_ids)
        if isinstance(event, QueueCleared | ConnectionLost | ConnectionRestored):
            if not self.is_finished:
                self.mark_stale()
            return True
        return False

    def on_poll(self, asked: Iterable[int], summaries: Iterable[QueueItemSummary]) -> list[JobState]:
        """Update from the answer to a poll; items without a summary are gone.

        Returns
        -------
        list of JobState
            The jobs that have changed.
        """
        found = {summary.item_id: summary.status for summary in summaries}
        changed = []
        for item_id in asked:
            job = self.job(item_id)
            before = (job.status, job.is_gone)
            if item_id in found:
                job.on_summary(found[item_id])
            else:
                job.mark_gone()
            self._count(job)
            if before != (job.status, job.is_gone):
                changed.append(job)
        return changed

    def progress(self, now: float) -> Progress:
        """Return the progress of the batch."""
        total = len(self.item_ids)
        current = self._running.get(self._latest or -1)
        shown = current.snapshot(now) if current else Progress()
        done = len(self.finished) + sum(job.fraction for job in self._running.values())
        return Progress(
            fraction=done / total if total else 0.0,
            message=shown.message,
            node_id=shown.node_id,
            node_type=shown.node_type,
            node_label=shown.node_label,
            image=shown.image,
            remaining=self._remaining(done, total, now),
            finished=len(self.finished),
            total=total,
        )

    def _forget_others(self) -> None:
        self._jobs = {item_id: self.job(item_id) for item_id in self.item_ids}
        self._running = {
            item_id: known for item_id, known in self._running.items() if item_id in self._places
        }
        self._last_node_done = {
            item_id: since for item_id, since in self._last_node_done.items() if item_id in self._places
        }
        if self._latest not in self._places:
            self._latest = self._started = None

    def _remaining(self, done: float, total: int, now: float) -> float | None:
        if self._started is None or not done:
            return None
        return (now - self._started) * (total - done) / done

    def _on_item_event(self, event: ItemEvent, now: float) -> bool:
        if event.batch_id != self.batch_id:
            return False
        if self._expected is not None and event.item_id not in self._jobs:
            return False
        self._started = now if self._started is None else self._started
        self._latest = event.item_id
        job = self.job(event.item_id)
        job.on_event(event, self.weights, now)
        self._note_progress(job, now)
        self._count(job)
        return True

    def _on_canceled(self, item_ids: Iterable[int]) -> bool:
        ours = [self._jobs[item_id] for item_id in item_ids if item_id in self._jobs]
        for job in ours:
            job.on_summary(JobStatus.CANCELED)
            self._count(job)
        return bool(ours)

    def _note_progress(self, job: JobState, now: float) -> None:
        if job.progress is None:
            return
        self._running[job.item_id] = job.progress
        if job.progress.fraction >= 1.0:
            self._last_node_done.setdefault(job.item_id, now)

    def _count(self, job: JobState) -> None:
        """Add a job to the finished ones, once."""
        if not job.is_finished:
            return
        self._running.pop(job.item_id, None)
        self._last_node_done.pop(job.item_id, None)
        if not job.is_counted and self._expected is not None:
            job.is_counted = True
            self.finished.append(job.item_id)
            if job.has_failed:
                self.failed.append(job.item_id)
