"""The error for a job that finished without a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_workflows.jobs.errors import JobCanceledError, JobError, JobFailedError, OutOfMemoryError
from ivk_workflows.jobs.failed_node import FailedNode, find_failed_node, shown_value
from ivk_workflows.outputs.graph_names import GraphNames
from ivk_workflows.outputs.reading import prepared_nodes
from ivk_workflows.queue.schemas import JobStatus, QueueItem
from ivk_workflows.templates import TemplateCatalog

__all__ = ["error_of", "with_called_failure"]

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
_OF_THE_CALLER = ("error_traceback", "node_id", "node_type", "node_label", "node_inputs", "inputs")
# Shorter ids are words that a message may contain for another reason.
_SHORTEST_ID = 8
_TRACEBACK_HINT = "The server's traceback is in .error_traceback."


def error_of(
    item: QueueItem,
    catalog: TemplateCatalog | None = None,
    workflow: Mapping[str, Any] | None = None,
) -> JobError | None:
    """Make the error for a finished item.

    Parameters
    ----------
    item : QueueItem
        The whole item.
    catalog : TemplateCatalog, optional
        The node types of the server, for the names of nodes and inputs; those of InvokeAI 6.14.2 by default.
    workflow : mapping, optional
        The workflow that the item runs, with the labels of nodes and inputs; the one that was sent with it by
        default.

    Returns
    -------
    JobError or None
        None if it completed.
    """
    if item.status == JobStatus.CANCELED:
        return JobCanceledError(
            f"Job {item.item_id} was canceled.", item_id=item.item_id, batch_id=item.batch_id
        )
    names = GraphNames.of_item(item, catalog, workflow)
    return _failure(item, names) if item.status == JobStatus.FAILED else None


def with_called_failure(error: JobFailedError, inner: JobFailedError, workflow_name: str) -> JobFailedError:
    """Return the error of a job with what failed in the workflow that its node calls.

    Parameters
    ----------
    error : JobFailedError
        The error of the job; it names the node that calls.
    inner : JobFailedError
        The error of the called item.
    workflow_name : str
        The name of the called workflow; empty if it is not known.
    """
    named = f"the called workflow {workflow_name!r}" if workflow_name else "the called workflow"
    calling = f" in node {error.node_label!r} ({error.node_type})" if error.node_label else ""
    inside = inner.message.partition(" failed")[2]
    both = type(inner)(
        f"Job {error.item_id} failed{calling}, in {named}{inside}",
        item_id=error.item_id,
        batch_id=error.batch_id,
        hint=inner.hint,
    )
    for name in _OF_THE_CALLER:
        setattr(both, name, getattr(error, name))
    both.error_type, both.error_message = inner.error_type, inner.error_message
    both.called = inner
    return both


def _failure(item: QueueItem, names: GraphNames) -> JobFailedError:
    node = find_failed_node(item, names)
    where = f" in node {node.describe()}" if node else ""
    reason = f"{item.error_type}: {_named(item.error_message or '', item, names)}"
    kind, hint = JobFailedError, _hint(node)
    if _is_out_of_memory(item):
        kind, hint = OutOfMemoryError, "Use smaller images or models, or free the server's memory."
    error = kind(
        f"Job {item.item_id} failed{where}: {reason}",
        item_id=item.item_id,
        batch_id=item.batch_id,
        hint=hint,
    )
    error.error_type = item.error_type or ""
    error.error_message = item.error_message or ""
    error.error_traceback = item.error_traceback or ""
    if node is not None:
        _describe_node(error, node)
    return error


def _describe_node(error: JobFailedError, node: FailedNode) -> None:
    error.node_id, error.node_type, error.node_label = node.node_id, node.node_type, node.label
    error.node_inputs, error.inputs = node.raw, node.inputs
    if node.blamed:
        error.field_name = node.blamed[0]
        error.input_label = node.label_of(error.field_name)
        error.input_value = node.values.get(error.field_name)


def _hint(node: FailedNode | None) -> str:
    if node is None or not node.blamed:
        return _TRACEBACK_HINT
    name = node.blamed[0]
    subject = f"{node.label} -> {node.label_of(name)}"
    return f"Set another value than {shown_value(node.values.get(name))} for {subject}. {_TRACEBACK_HINT}"


def _named(message: str, item: QueueItem, names: GraphNames) -> str:
    """Replace the ids of nodes in a message by their names."""
    sources = item.session.get("prepared_source_mapping") or {}
    for node_id in (*prepared_nodes(item), *names.nodes):
        if len(node_id) >= _SHORTEST_ID and node_id in message:
            message = message.replace(node_id, repr(names.node(sources.get(node_id, node_id))))
    return message


def _is_out_of_memory(item: QueueItem) -> bool:
    error = f"{item.error_type} {item.error_message}".lower()
    return any(text in error for text in _OUT_OF_MEMORY_TEXTS)
