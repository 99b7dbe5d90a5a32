"""Jobs: submitted exactly once, heard by events, never lost.

The twins for an event loop are in `ivk_workflows.jobs.aio`.
"""

from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.errors import (
    JobCanceledError,
    JobError,
    JobFailedError,
    JobGoneError,
    JobTimeoutError,
    NotOneJobError,
    OutOfMemoryError,
    QueueFullError,
    SubmissionUnknownError,
)
from ivk_workflows.jobs.job import JobHandle
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.jobs.repository import JobRepository
from ivk_workflows.jobs.submit import attach_batch, attach_job, submit

__all__ = [
    "BatchHandle",
    "JobCanceledError",
    "JobError",
    "JobFailedError",
    "JobGoneError",
    "JobHandle",
    "JobRepository",
    "JobTimeoutError",
    "NotOneJobError",
    "OutOfMemoryError",
    "Progress",
    "QueueFullError",
    "SubmissionUnknownError",
    "attach_batch",
    "attach_job",
    "submit",
]
