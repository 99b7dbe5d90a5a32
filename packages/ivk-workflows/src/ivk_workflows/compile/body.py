"""The body of an enqueue request: exactly what the GUI posts when the user presses Invoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from ivk_workflows.compile.api_graphs import compile_api_body
from ivk_workflows.compile.batch import batch_data
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.embedded import embedded_workflow
from ivk_workflows.compile.graph import build_graph
from ivk_workflows.compile.limits import count_jobs, refuse_too_many
from ivk_workflows.compile.loaded import LoadedWorkflow

__all__ = ["BatchData", "compile_enqueue_body"]

BatchData: TypeAlias = Sequence[Sequence[Mapping[str, Any]]]
"""Lists for ``batch.data``: entries of one list are zipped, lists multiply."""


def compile_enqueue_body(
    workflow: LoadedWorkflow,
    context: CompileContext | None = None,
    *,
    runs: int | None = None,
    prepend: bool = False,
    data: BatchData = (),
) -> dict[str, Any]:
    """Compile a workflow into the body of ``POST /queue/{queue_id}/enqueue_batch`` (``enqueue_batch``).

    Nothing is checked here: what the GUI would leave out of the graph is left out.
    :func:`~ivk_workflows.check.check` finds everything that would keep the GUI from posting.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set, see :func:`~ivk_workflows.compile.loading.load`.
    context : CompileContext, optional
        The GUI's settings, and the server's answers to the workflow's needs.
    runs : int, optional
        How often to run every combination of the batch; by default what a captured body says, else once.
    prepend : bool
        True to go to the front of the queue.
    data : sequence of sequence of mapping, optional
        Further lists for ``batch.data``, after those of the workflow's own batch nodes.

    Returns
    -------
    dict
        ``{"batch": {...}, "prepend": ...}``; it shares no object with the workflow.

    Raises
    ------
    BatchError
        If a batch node has nothing that could be enqueued, or the batch would make too many jobs.
    UnresolvedNeedError
        If the context has no answer to a need.
    """
    context = context or CompileContext()
    if workflow.body is not None:
        return compile_api_body(workflow, workflow.body, context, runs=runs, prepend=prepend, data=data)
    own_data = batch_data(workflow, context)
    times = 1 if runs is None else runs
    refuse_too_many(count_jobs([*own_data, *data], times), f"The workflow {_name(workflow)!r}")
    batch = {
        "graph": build_graph(workflow, context),
        "workflow": embedded_workflow(workflow),
        "runs": times,
        "origin": "workflows",
        "destination": "gallery",
        "data": [*own_data, *([dict(item) for item in zipped] for zipped in data)],
    }
    return {"batch": batch, "prepend": prepend}


def _name(workflow: LoadedWorkflow) -> str:
    return str(workflow.header.get("name", ""))
