"""What both faces of a handle show of what was heard, without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from ivk_workflows.jobs.errors import NotOneJobError
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.jobs.vigil import Vigil
from ivk_workflows.queue.schemas import JobStatus

__all__ = ["BatchView", "JobView"]

_NOT_PICKLED = "A handle is not pickled, for it holds connections. Find its jobs by id with a JobRepository"


class JobView:
    """What was heard of one job."""

    def __init__(self, watch: Vigil, item_id: int) -> None:
        self._seen = watch
        self.item_id = item_id

    @property
    def batch_id(self) -> str:
        """The batch that it belongs to."""
        return self._seen.tracker.batch_id

    @property
    def queue_id(self) -> str:
        """The queue that it is in."""
        return self._seen.queue_id

    @property
    def index(self) -> int:
        """Its position in its batch, in the order of the inputs."""
        return self._seen.tracker.place(self.item_id)

    @property
    def status(self) -> JobStatus:
        """Where it stands, as far as was heard; nothing is asked."""
        return self._seen.tracker.job(self.item_id).status

    @property
    def progress(self) -> Progress:
        """How far it is, as far as was heard; nothing is asked."""
        return self._seen.progress_of(self.item_id)

    def running(self) -> bool:
        """Tell whether it runs now, as far as was heard."""
        return self.status in (JobStatus.IN_PROGRESS, JobStatus.WAITING)

    def cancelled(self) -> bool:
        """Tell whether it was canceled, as far as was heard."""
        return self.status == JobStatus.CANCELED

    @property
    def _name(self) -> str:
        return f"Job {self.item_id}"

    def _is_finished(self) -> bool:
        return self._seen.tracker.job(self.item_id).is_finished

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, JobView):
            return NotImplemented
        return (self._seen, self.item_id) == (other._seen, other.item_id)

    def __hash__(self) -> int:
        return hash((self._seen, self.item_id))

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{_NOT_PICKLED}: get({self.item_id!r}).")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(item_id={self.item_id}, {self.status.value})"


class BatchView:
    """What was heard of one batch."""

    def __init__(self, watch: Vigil) -> None:
        self._seen = watch
        self._retried: set[int] = set()

    @property
    def batch_id(self) -> str:
        """The batch; it can be attached to by this id, also in another process."""
        return self._seen.tracker.batch_id

    @property
    def queue_id(self) -> str:
        """The queue that it is in."""
        return self._seen.queue_id

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The queue items, in the order of the inputs."""
        return self._seen.tracker.item_ids

    @property
    def progress(self) -> Progress:
        """How far the batch is, as far as was heard; nothing is asked."""
        return self._seen.progress()

    @property
    def _name(self) -> str:
        return f"Batch {self.batch_id}"

    def _is_finished(self) -> bool:
        return self._seen.tracker.is_finished

    def _only_item_id(self) -> int:
        if len(self.item_ids) != 1:
            raise NotOneJobError(
                f"Batch {self.batch_id} has {len(self.item_ids)} jobs, not one.",
                hint="It is a sequence of jobs: take one by its position, or go through them.",
            )
        return self.item_ids[0]

    def _failed_item_ids(self) -> list[int]:
        jobs = map(self._seen.tracker.job, self.item_ids)
        failed = [job.item_id for job in jobs if job.status in (JobStatus.FAILED, JobStatus.CANCELED)]
        return [item_id for item_id in failed if item_id not in self._retried]

    def _note_retried(self, successors: Mapping[int, int], watch: Vigil) -> None:
        """Give successors the places of those that they come after, and retry none of these again."""
        self._retried.update(successors)
        place = self._seen.tracker.place
        watch.expect(list(successors.values()), {new: place(old) for old, new in successors.items()})

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{_NOT_PICKLED}: get_batch({self.batch_id!r}).")

    def __len__(self) -> int:
        return len(self.item_ids)

    def __repr__(self) -> str:
        finished = len(self._seen.tracker.finished)
        return f"{type(self).__name__}({self.batch_id!r}, {finished} of {len(self)} finished)"
