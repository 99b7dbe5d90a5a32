"""What is known of a batch: its jobs, which of them have come to an end, and whether a look is due.

Until the answer to a submission says which items there are, everything that tells of the batch is kept, so
that a job may end before that answer arrives. There is no I/O and no clock in here.
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
from ivk_workflows.jobs.job_tracker import JobTracker
from ivk_workflows.jobs.progress import JobProgress, Progress, Weights
from ivk_workflows.queue.schemas import JobStatus, QueueItemSummary

__all__ = ["BatchTracker"]

_SECONDS_TO_END = 0.1


class BatchTracker:
    """What is known of all items of one batch.

    Until the answer to the submission says which items there are, whatever tells of this batch is kept;
    from then on, of the expected items only.

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
        self.doubts = 1
        """How often something may have happened that was not heard."""
        self._dispelled = 0
        self._jobs: dict[int, JobTracker] = {}
        self._expected: tuple[int, ...] | None = None
        self._places: dict[int, int] = {}
        self.finished: list[int] = []
        """The expected items that have come to an end, in the order in which they did."""
        self._running: dict[int, JobProgress] = {}
        self._ran_through: dict[int, float] = {}
        self._started: float | None = None
        self._latest: int | None = None

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The expected items, in the order of the inputs."""
        return self._expected or ()

    @property
    def needs_look(self) -> bool:
        """Whether something may have happened that nobody has looked for yet."""
        return self.doubts > self._dispelled

    def doubt(self) -> None:
        """Note that something may have happened that was not heard."""
        self.doubts += 1

    def dispel(self, doubts: int) -> None:
        """Note that a look was answered that was begun after so many doubts."""
        self._dispelled = max(self._dispelled, doubts)

    def is_dispelled(self, doubts: int) -> bool:
        """Tell whether a look was answered that was begun after so many doubts."""
        return self._dispelled >= doubts

    @property
    def is_finished(self) -> bool:
        """Whether all expected items have come to an end."""
        return self._expected is not None and len(self.finished) == len(self._expected)

    def is_overdue(self, now: float) -> bool:
        """Tell whether a job has run all its nodes, so that its end should have been heard by now."""
        return any(now - since > _SECONDS_TO_END for since in list(self._ran_through.values()))

    def has_finished(self, count: int) -> bool:
        """Tell whether that many have come to an end."""
        return len(self.finished) >= count

    def place(self, item_id: int) -> int:
        """Give the position of an item in the order of the inputs."""
        return self._places.get(item_id, 0)

    def job(self, item_id: int) -> JobTracker:
        """Give what is known of an item."""
        if item_id not in self._jobs:
            self._jobs[item_id] = JobTracker(item_id)
        return self._jobs[item_id]

    def unfinished(self) -> list[int]:
        """Give the expected items that have not come to an end."""
        return [item_id for item_id in self.item_ids if not self.job(item_id).is_finished]

    def expect(self, item_ids: Sequence[int], places: Mapping[int, int] | None = None) -> None:
        """Learn which items there are, in the order of the inputs, and their places if they are not all."""
        self._expected = tuple(item_ids)
        self._places = {item_id: place for place, item_id in enumerate(item_ids)} | dict(places or {})
        self._forget_others()
        for job in self._jobs.values():
            self._note(job)

    def hear(self, event: Event, now: float) -> bool:
        """Learn from an event; tell whether it was any of this batch's business."""
        if isinstance(event, ItemEvent):
            return self._hear_item(event, now)
        if isinstance(event, ItemsCanceled):
            return self._hear_canceled(event.item_ids)
        if isinstance(event, QueueCleared | ConnectionLost | ConnectionRestored):
            if not self.is_finished:
                self.doubt()
            return True
        return False

    def look(self, asked: Iterable[int], summaries: Iterable[QueueItemSummary]) -> list[JobTracker]:
        """Learn from a look at some items; those that have no summary are gone.

        Returns
        -------
        list of JobTracker
            The jobs of which it brought news.
        """
        found = {summary.item_id: summary.status for summary in summaries}
        news = []
        for item_id in asked:
            job = self.job(item_id)
            before = (job.status, job.is_gone)
            if item_id in found:
                job.look(found[item_id])
            else:
                job.vanish()
            self._note(job)
            if before != (job.status, job.is_gone):
                news.append(job)
        return news

    def progress(self, now: float) -> Progress:
        """Say how far the batch is."""
        total = len(self.item_ids)
        current = self._running.get(self._latest or -1)
        shown = current.snapshot(now) if current else Progress()
        done = len(self.finished) + sum(job.fraction for job in self._running.values())
        return Progress(
            fraction=done / total if total else 0.0,
            message=shown.message,
            node_id=shown.node_id,
            node_type=shown.node_type,
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
        self._ran_through = {
            item_id: since for item_id, since in self._ran_through.items() if item_id in self._places
        }
        if self._latest not in self._places:
            self._latest = self._started = None

    def _remaining(self, done: float, total: int, now: float) -> float | None:
        if self._started is None or not done:
            return None
        return (now - self._started) * (total - done) / done

    def _hear_item(self, event: ItemEvent, now: float) -> bool:
        if event.batch_id != self.batch_id:
            return False
        if self._expected is not None and event.item_id not in self._jobs:
            return False
        self._started = now if self._started is None else self._started
        self._latest = event.item_id
        job = self.job(event.item_id)
        job.hear(event, self.weights, now)
        self._note_progress(job, now)
        self._note(job)
        return True

    def _hear_canceled(self, item_ids: Iterable[int]) -> bool:
        ours = [self._jobs[item_id] for item_id in item_ids if item_id in self._jobs]
        for job in ours:
            job.look(JobStatus.CANCELED)
            self._note(job)
        return bool(ours)

    def _note_progress(self, job: JobTracker, now: float) -> None:
        if job.progress is None:
            return
        self._running[job.item_id] = job.progress
        if job.progress.fraction >= 1.0:
            self._ran_through.setdefault(job.item_id, now)

    def _note(self, job: JobTracker) -> None:
        if job.is_finished:
            self._running.pop(job.item_id, None)
            self._ran_through.pop(job.item_id, None)
        if job.is_finished and not job.is_noted and self._expected is not None:
            job.is_noted = True
            self.finished.append(job.item_id)
