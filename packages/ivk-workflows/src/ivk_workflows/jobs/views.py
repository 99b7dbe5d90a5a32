"""The common base of blocking and asynchronous handles: the received state, without any request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NoReturn, TypeVar

from ivk_core.attributes import StrictAttributes
from ivk_core.errors import InvokeAIError
from ivk_workflows.jobs.errors import NotOneJobError
from ivk_workflows.jobs.monitor_base import BatchMonitorBase
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.queue.schemas import JobStatus

__all__ = ["BatchView", "JobView", "note_not_canceled"]

MonitorT = TypeVar("MonitorT", bound=BatchMonitorBase)

_NOT_PICKLED = "A handle cannot be pickled: it holds connections. Find its jobs by id with a JobRepository"


class JobView(StrictAttributes, Generic[MonitorT]):
    """The received state of one job."""

    def __init__(self, monitor: MonitorT, item_id: int) -> None:
        self._monitor = monitor
        self._item_id = item_id

    @property
    def item_id(self) -> int:
        """The id of the queue item."""
        return self._item_id

    @property
    def batch_id(self) -> str:
        """The batch that it belongs to."""
        return self._monitor.state.batch_id

    @property
    def queue_id(self) -> str:
        """The queue that it is in."""
        return self._monitor.queue_id

    @property
    def index(self) -> int:
        """Its position in its batch, in the order of the inputs."""
        return self._monitor.state.place(self.item_id)

    @property
    def status(self) -> JobStatus:
        """Its status, as far as events were received; the server is not asked."""
        return self._monitor.state.job(self.item_id).status

    @property
    def progress(self) -> Progress:
        """Its progress, as far as events were received; the server is not asked."""
        return self._monitor.progress_of(self.item_id)

    def running(self) -> bool:
        """Return whether it is running, as far as events were received."""
        return self.status in (JobStatus.IN_PROGRESS, JobStatus.WAITING)

    def cancelled(self) -> bool:
        """Return whether it was canceled, as far as events were received."""
        return self.status == JobStatus.CANCELED

    @property
    def _name(self) -> str:
        return f"Job {self.item_id}"

    def _is_finished(self) -> bool:
        return self._monitor.state.job(self.item_id).is_finished

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, JobView):
            return NotImplemented
        return self._monitor is other._monitor and self.item_id == other.item_id

    def __hash__(self) -> int:
        return hash((id(self._monitor), self.item_id))

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{_NOT_PICKLED}: get({self.item_id!r}).")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(item_id={self.item_id}, {self.status.value})"


class BatchView(StrictAttributes, Generic[MonitorT]):
    """The received state of one batch."""

    def __init__(self, monitor: MonitorT) -> None:
        self._monitor = monitor
        self._retried: set[int] = set()

    @property
    def batch_id(self) -> str:
        """The id of the batch; a `JobRepository` finds it by this id, also in another process."""
        return self._monitor.state.batch_id

    @property
    def queue_id(self) -> str:
        """The queue that it is in."""
        return self._monitor.queue_id

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The queue items, in the order of the inputs."""
        return self._monitor.state.item_ids

    @property
    def progress(self) -> Progress:
        """The progress of the batch, as far as events were received; the server is not asked."""
        return self._monitor.progress()

    @property
    def _name(self) -> str:
        return f"Batch {self.batch_id}"

    def _is_finished(self) -> bool:
        return self._monitor.state.is_finished

    def _is_finished_or_failed(self) -> bool:
        return self._monitor.state.is_finished or self._monitor.state.has_failure

    def _only_item_id(self) -> int:
        if len(self.item_ids) != 1:
            raise NotOneJobError(
                f"Batch {self.batch_id} has {len(self.item_ids)} jobs, not one.",
                hint="It is a sequence of jobs: take one by its position, or iterate over them.",
            )
        return self.item_ids[0]

    def _retryable_item_ids(self) -> list[int]:
        jobs = map(self._monitor.state.job, self.item_ids)
        failed = [job.item_id for job in jobs if job.status in (JobStatus.FAILED, JobStatus.CANCELED)]
        return [item_id for item_id in failed if item_id not in self._retried]

    def _note_retried(self, successors: Mapping[int, int], monitor: BatchMonitorBase) -> None:
        """Set the positions of the new items to those of the old ones, which are not retried again."""
        self._retried.update(successors)
        place = self._monitor.state.place
        monitor.expect(list(successors.values()), {new: place(old) for old, new in successors.items()})

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{_NOT_PICKLED}: get_batch({self.batch_id!r}).")

    def __len__(self) -> int:
        return len(self.item_ids)

    def __repr__(self) -> str:
        finished = len(self._monitor.state.finished)
        return f"{type(self).__name__}({self.batch_id!r}, {finished} of {len(self)} finished)"


def note_not_canceled(error: BaseException, what: str, failure: InvokeAIError | None) -> None:
    """Add to an error that jobs could not be canceled because of it."""
    if failure is not None:
        error.add_note(f"{what} could not be canceled: {failure.message}")
