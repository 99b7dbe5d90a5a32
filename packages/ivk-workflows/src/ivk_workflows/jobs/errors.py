"""The errors between a submission and its result; they belong to the tree of `ivk_core.errors`.

::

    InvokeAIError
    ├── ConnectionError
    │   ├── OutcomeUnknownError
    │   │   └── SubmissionUnknownError                sent, and unknown whether it arrived
    │   └── ServerLostError                           the server stopped answering during a wait
    ├── QueueFullError             (RuntimeError)     the queue took only a part
    ├── TimeoutError
    │   └── JobTimeoutError                           not finished in time; the job continues
    ├── NotOneJobError             (LookupError)      one job was requested of a batch of several
    └── JobError
        ├── JobFailedError         (RuntimeError)     a node raised an exception
        │   └── OutOfMemoryError   (MemoryError)      the device has too little memory
        ├── JobCanceledError       (concurrent.futures.CancelledError)
        └── JobGoneError           (LookupError)      deleted from the queue
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Any

from ivk_core.errors import ConnectionError, InvokeAIError, OutcomeUnknownError, TimeoutError

__all__ = [
    "JobCanceledError",
    "JobError",
    "JobFailedError",
    "JobGoneError",
    "JobTimeoutError",
    "NotOneJobError",
    "OutOfMemoryError",
    "QueueFullError",
    "ServerLostError",
    "SubmissionUnknownError",
]


class SubmissionUnknownError(OutcomeUnknownError):
    """A batch was sent, the answer was lost, and the server cannot be asked whether it arrived.

    Parameters
    ----------
    batch_id : str
        The batch. Once the server answers again, `JobRepository.get_batch` returns its jobs, or raises
        `JobGoneError` if it never arrived.
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
            "returns the jobs, or raises JobGoneError if the batch never arrived.",
        )
        self.batch_id = batch_id
        self.queue_id = queue_id


# A batch may have thousands of items; the first ones are enough to recognize it in the GUI's queue.
_MOST_ITEMS_SHOWN = 5


class ServerLostError(ConnectionError):
    """The server stopped answering while a program waited for jobs.

    The jobs were submitted. Unless the server was stopped, it runs them, and they can be found again later.

    Parameters
    ----------
    url : str
        The server's address.
    batch_id : str
        The batch. `JobRepository.get_batch` returns its jobs when the server answers again.
    item_ids : sequence of int
        The queue items, in the order of the inputs.
    queue_id : str
        The queue that they are in.
    seconds : float
        For how long the server did not answer.
    reason : str
        Why it cannot be reached.
    """

    def __init__(
        self,
        url: str,
        batch_id: str,
        item_ids: Sequence[int],
        *,
        queue_id: str = "default",
        seconds: float = 0.0,
        reason: str = "",
    ) -> None:
        shown = ", ".join(map(str, item_ids[:_MOST_ITEMS_SHOWN]))
        more = f" and {len(item_ids) - _MOST_ITEMS_SHOWN} more" if len(item_ids) > _MOST_ITEMS_SHOWN else ""
        queue = "" if queue_id == "default" else f", queue_id={queue_id!r}"
        super().__init__(
            f"The connection to {url} was lost, and the server did not answer for {seconds:.0f} seconds "
            f"({reason}). Batch {batch_id} was submitted to the queue {queue_id!r} (items {shown}{more}).",
            hint=f"When it answers again, client.job_repo.get_batch({batch_id!r}{queue}) returns its jobs. "
            "The client's reconnect_timeout sets for how long a wait reconnects.",
        )
        self.url = url
        self.batch_id = batch_id
        self.item_ids = tuple(item_ids)
        self.queue_id = queue_id
        self.seconds = seconds


class QueueFullError(InvokeAIError, RuntimeError):
    """The queue was full and took only a part of a batch.

    Parameters
    ----------
    enqueued, requested : int
        How many items the queue took, and how many were sent.
    batch_id : str
        The batch.
    handle : BatchHandle or AsyncBatchHandle
        The jobs that the queue took; they run.
    """

    def __init__(self, enqueued: int, requested: int, batch_id: str, handle: Any = None) -> None:
        super().__init__(
            f"The queue was full: it took {enqueued} of the {requested} items of batch {batch_id}.",
            hint='What it took runs: see .handle. With on_queue_full="wait" the rest is sent later.',
        )
        self.enqueued = enqueued
        self.requested = requested
        self.batch_id = batch_id
        self.handle = handle

    def __reduce__(self) -> tuple[Any, ...]:
        # A handle holds connections, which cannot be sent to another process.
        return type(self), (self.enqueued, self.requested, self.batch_id)


class NotOneJobError(InvokeAIError, LookupError):
    """One job was requested of a batch that has several, or none."""


class JobTimeoutError(TimeoutError):
    """A job did not finish within the timeout of a wait.

    Parameters
    ----------
    what : str
        The job or batch.
    seconds : float
        The timeout, in seconds.
    is_canceled : bool
        Whether it was canceled because of the timeout; otherwise it continues.
    missed : str
        What it did not do in time.
    """

    def __init__(
        self, what: str, seconds: float, *, is_canceled: bool = False, missed: str = "finish"
    ) -> None:
        state = "it was canceled" if is_canceled else "it continues"
        super().__init__(
            f"{what} did not {missed} within {seconds:g} seconds; {state}.",
            hint="" if is_canceled else "Wait again, or cancel it.",
        )
        self.what = what


class JobError(InvokeAIError):
    """A job finished without a result.

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

    The message names the node and its inputs as the workflow and the GUI do.

    Attributes
    ----------
    error_type, error_message, error_traceback : str
        The exception, as the server reports it.
    node_id, node_type : str
        The node, by its id in the workflow; empty if the server does not say.
    node_label : str
        The name that users see on the node: its label, or the title of its type.
    node_inputs : mapping
        The inputs of the node, as the server reports them.
    inputs : mapping of str to object
        The values of the node's inputs by the names that users see.
    field_name, input_label : str
        The input that the exception is about, by its field name and by the name that users see; empty if that
        is not known.
    input_value : object
        The value of that input.
    called : JobFailedError or None
        If the node calls a workflow of the library: the failure in that workflow, with its node and input.
    """

    error_type: str = ""
    error_message: str = ""
    error_traceback: str = ""
    node_id: str = ""
    node_type: str = ""
    node_label: str = ""
    node_inputs: Mapping[str, Any] = {}
    inputs: Mapping[str, Any] = {}
    field_name: str = ""
    input_label: str = ""
    input_value: Any = None
    called: JobFailedError | None = None


class OutOfMemoryError(JobFailedError, MemoryError):
    """The job failed because the device (or the server's machine) has too little memory."""


class JobCanceledError(JobError, CancelledError):
    """The job was canceled, by this program or another."""


class JobGoneError(JobError, LookupError):
    """The queue item was deleted, so its result is lost."""
