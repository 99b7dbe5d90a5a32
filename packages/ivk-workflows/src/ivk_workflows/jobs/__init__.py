"""Jobs: they are submitted exactly once, followed by events, and found again by their ids."""

from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.batch_handle_async import AsyncBatchHandle
from ivk_workflows.jobs.errors import (
    JobCanceledError,
    JobError,
    JobFailedError,
    JobGoneError,
    JobTimeoutError,
    NotOneJobError,
    OutOfMemoryError,
    QueueFullError,
    ServerLostError,
    SubmissionUnknownError,
)
from ivk_workflows.jobs.handle import JobHandle
from ivk_workflows.jobs.handle_async import AsyncJobHandle
from ivk_workflows.jobs.progress import Progress
from ivk_workflows.jobs.refusals import BatchRefusedError
from ivk_workflows.jobs.repository import JobRepository
from ivk_workflows.jobs.repository_async import AsyncJobRepository
from ivk_workflows.jobs.submit import attach_batch, attach_job, submit
from ivk_workflows.jobs.submit_async import attach_batch_async, attach_job_async, submit_async

__all__ = [
    "AsyncBatchHandle",
    "AsyncJobHandle",
    "AsyncJobRepository",
    "BatchHandle",
    "BatchRefusedError",
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
    "ServerLostError",
    "SubmissionUnknownError",
    "attach_batch",
    "attach_batch_async",
    "attach_job",
    "attach_job_async",
    "submit",
    "submit_async",
]
