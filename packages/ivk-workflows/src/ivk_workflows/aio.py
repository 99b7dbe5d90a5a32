"""Workflows for an event loop: the same names as in `ivk_workflows`, to be awaited."""

from ivk_workflows.async_handle import AsyncWorkflowHandle
from ivk_workflows.async_repository import AsyncWorkflowRepository
from ivk_workflows.jobs.aio import AsyncBatchHandle, AsyncJobHandle, AsyncJobRepository
from ivk_workflows.outputs import AsyncImageFile, AsyncJobResult, AsyncVideoFile

__all__ = [
    "AsyncBatchHandle",
    "AsyncImageFile",
    "AsyncJobHandle",
    "AsyncJobRepository",
    "AsyncJobResult",
    "AsyncVideoFile",
    "AsyncWorkflowHandle",
    "AsyncWorkflowRepository",
]
