"""What can go wrong between submitting and holding the result, hanging in the tree of `ivk_core.errors`.

::

    InvokeAIError
    ├── OutcomeUnknownError  (ConnectionError)
    │   └── SubmissionUnknownError                            sent, and nobody can say whether it is in
    ├── QueueFullError       (RuntimeError)                   the queue took only a part
    ├── TimeoutError
    │   └── JobTimeoutError                                   not finished in time; the job runs on
    ├── NotOneJobError       (LookupError)                    one job was asked for of a batch of several
    └── JobError
        ├── JobFailedError   (RuntimeError)                   a node raised an exception
        │   └── OutOfMemoryError (MemoryError)                the device has too little memory
        ├── JobCanceledError (concurrent.futures.CancelledError)
        └── JobGoneError     (LookupError)                    deleted from the queue
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import CancelledError
from typing import Any

from ivk_core.errors import InvokeAIError, OutcomeUnknownError, TimeoutError

__all__ = [
    "JobCanceledError",
    "JobError",
    "JobFailedError",
    "JobGoneError",
    "JobTimeoutError",
    "NotOneJobError",
    "OutOfMemoryError",
    "QueueFullError",
    "SubmissionUnknownError",
]


class SubmissionUnknownError(OutcomeUnknownError):
    """A batch was sent, the answer was lost, and the server cannot be asked what became of it.

    Parameters
    ----------
    batch_id : str
        The batch; `JobRepository.get_batch` settles it once the server answers again: it gives the jobs, or
        says that there are none, and then nothing arrived.
    queue_id : str
        The queue that it was sent to.
    reason : object
        Why the server cannot be asked.
    """

    def __init__(self, batch_id: str, queue_id: str, reason: object) -> None:
        super().__init__(
            f"Batch {batch_id} was sent to the queue {queue_id!r}, the answer was lost, "
            f"and the server cannot be asked whether it arrived: {reason}",
            hint=f"When the server answers again, client.repository(JobRepository).get_batch({batch_id!r}) "
            "tells: it gives the jobs, or says that there are none.",
        )
        self.batch_id = batch_id
        self.queue_id = queue_id


class QueueFullError(InvokeAIError, RuntimeError):
    """The queue was full, and took only a part of a batch.

    Parameters
    ----------
    enqueued, requested : int
        How many items got in, and how many there are.
    batch_id : str
        The batch.
    handle : BatchHandle or AsyncBatchHandle
        The jobs that got in; they run.
    """

    def __init__(self, enqueued: int, requested: int, batch_id: str, handle: Any = None) -> None:
        super().__init__(
            f"The queue was full: it took {enqueued} of the {requested} items of batch {batch_id}.",
            hint='What got in runs: see .handle. Give on_queue_full="wait" to feed the rest in.',
        )
        self.enqueued = enqueued
        self.requested = requested
        self.batch_id = batch_id
        self.handle = handle

    def __reduce__(self) -> tuple[Any, ...]:
        # A handle holds connections, which do not travel between processes.
        return type(self), (self.enqueued, self.requested, self.batch_id)


class NotOneJobError(InvokeAIError, LookupError):
    """The only job was asked for of a batch that has several, or none."""


class JobTimeoutError(TimeoutError):
    """A job did not come to an end in the time that the caller was willing to wait.

    Parameters
    ----------
    what : str
        What was waited for.
    seconds : float
        How long.
    is_canceled : bool
        Whether it was canceled for it; otherwise it runs on.
    missed : str
        What it should have done.
    """

    def __init__(
        self, what: str, seconds: float, *, is_canceled: bool = False, missed: str = "come to an end"
    ) -> None:
        fate = "it was canceled" if is_canceled else "it runs on"
        super().__init__(
            f"{what} did not {missed} within {seconds:g} seconds; {fate}.",
            hint="" if is_canceled else "Wait again, or cancel it.",
        )


class JobError(InvokeAIError):
    """A job did not end well.

    Parameters
    ----------
    message : str
        What happened.
    item_id : int
        Which queue item.
    batch_id : str
        Its batch.
    hint : str
        What to do next.
    """

    def __init__(self, message: str, *, item_id: int, batch_id: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.item_id = item_id
        self.batch_id = batch_id


class JobFailedError(JobError, RuntimeError):
    """A node of the job raised an exception on the server.

    Attributes
    ----------
    error_type, error_message, error_traceback : str
        The exception, as the server tells it.
    node_id, node_type : str
        The node, by its id in the workflow; empty when the server does not say.
    node_inputs : dict
        What the node was given.
    """

    error_type: str = ""
    error_message: str = ""
    error_traceback: str = ""
    node_id: str = ""
    node_type: str = ""
    node_inputs: Mapping[str, Any] = {}


class OutOfMemoryError(JobFailedError, MemoryError):
    """The job failed because the device (or the server's machine) has too little memory."""


class JobCanceledError(JobError, CancelledError):
    """The job was canceled, by whomever."""


class JobGoneError(JobError, LookupError):
    """The queue item was deleted, so nobody can say how it ended."""
