"""The error for a job that finished without a result."""

from __future__ import annotations

from typing import Any

from ivk_workflows.jobs.errors import JobCanceledError, JobError, JobFailedError, OutOfMemoryError
from ivk_workflows.outputs.reading import prepared_nodes
from ivk_workflows.queue.schemas import JobStatus, QueueItem

__all__ = ["error_of"]

_OUT_OF_MEMORY_TEXTS = (
    "outofmemory",
    "memoryerror",
    "out of memory",
    "not enough memory",
    "allocate memory",
    # Libraries below PyTorch raise plain RuntimeErrors with the names of their status codes.
    "out_of_device_memory",
    "out_of_host_memory",
    "status_alloc_failed",
)


def error_of(item: QueueItem) -> JobError | None:
    """Make the error for a finished item.

    Parameters
    ----------
    item : QueueItem
        The whole item.

    Returns
    -------
    JobError or None
        None if it completed.
    """
    if item.status == JobStatus.CANCELED:
        return JobCanceledError(
            f"Job {item.item_id} was canceled.", item_id=item.item_id, batch_id=item.batch_id
        )
    return _failure(item) if item.status == JobStatus.FAILED else None


def _failure(item: QueueItem) -> JobFailedError:
    node_id, node = _failed_node(item)
    where = f" in node {node_id!r} ({node.get('type', '')})" if node_id else ""
    message = f"Job {item.item_id} failed{where}: {item.error_type}: {item.error_message}"
    kind, hint = JobFailedError, "The server's traceback is in .error_traceback."
    if _is_out_of_memory(item):
        kind, hint = OutOfMemoryError, "Use smaller images or models, or free the server's memory."
    error = kind(message, item_id=item.item_id, batch_id=item.batch_id, hint=hint)
    error.error_type = item.error_type or ""
    error.error_message = item.error_message or ""
    error.error_traceback = item.error_traceback or ""
    error.node_id, error.node_type, error.node_inputs = node_id, str(node.get("type", "")), node
    return error


def _failed_node(item: QueueItem) -> tuple[str, dict[str, Any]]:
    for prepared_id in item.session.get("errors") or {}:
        node = prepared_nodes(item).get(prepared_id) or {}
        sources = item.session.get("prepared_source_mapping") or {}
        return sources.get(prepared_id, prepared_id), dict(node)
    return "", {}


def _is_out_of_memory(item: QueueItem) -> bool:
    error = f"{item.error_type} {item.error_message}".lower()
    return any(text in error for text in _OUT_OF_MEMORY_TEXTS)
