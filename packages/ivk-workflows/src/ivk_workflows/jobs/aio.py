"""Jobs for an event loop: the same names as in `ivk_workflows.jobs`, to be awaited."""

from ivk_workflows.jobs.async_batch_handle import AsyncBatchHandle
from ivk_workflows.jobs.async_job import AsyncJobHandle
from ivk_workflows.jobs.async_repository import AsyncJobRepository
from ivk_workflows.jobs.async_submit import attach_batch_async, attach_job_async, submit_async

__all__ = [
    "AsyncBatchHandle",
    "AsyncJobHandle",
    "AsyncJobRepository",
    "attach_batch_async",
    "attach_job_async",
    "submit_async",
]
