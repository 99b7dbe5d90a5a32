"""The body of an enqueue request: exactly what the GUI posts when somebody presses Invoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivk_workflows.compile.batch import batch_data
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.embedded import embedded_workflow
from ivk_workflows.compile.graph import build_graph
from ivk_workflows.compile.loaded import LoadedWorkflow
from ivk_workflows.compile.loading import Templates, load
from ivk_workflows.compile.unavailable import without_unavailable
from ivk_workflows.definition.workflow import WorkflowDefinition

__all__ = ["Values", "compile_enqueue_body", "opened"]

Values = Mapping[tuple[str, str], Any]


def compile_enqueue_body(
    definition: WorkflowDefinition,
    catalog: Templates,
    values: Values | None = None,
    *,
    runs: int = 1,
    prepend: bool = False,
    context: CompileContext | None = None,
    data: Sequence[Sequence[Mapping[str, Any]]] = (),
) -> dict[str, Any]:
    """Compile a workflow into the body of ``POST /queue/{queue_id}/enqueue_batch`` (``enqueue_batch``).

    Nothing is checked here: what the GUI would leave out of the graph is left out. See
    :func:`~ivk_workflows.check.check` for everything that would keep the GUI from posting.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read; unchanged afterwards.
    catalog : TemplateCatalog
        The node types of the server.
    values : mapping of (node id, field name) to object, optional
        Values that replace those of the file, as they go to the server.
    runs : int
        How often to run every combination of the batch.
    prepend : bool
        True to go to the front of the queue.
    context : CompileContext, optional
        The GUI's settings, and what the server answered to the workflow's needs.
    data : sequence of sequence of mapping, optional
        Further lists for ``batch.data``, behind those of the workflow's own batch nodes.

    Returns
    -------
    dict
        ``{"batch": {...}, "prepend": ...}``; shares nothing with the definition.

    Raises
    ------
    BatchError
        A batch node has nothing that could be enqueued.
    UnresolvedNeedError
        The context lacks an answer of the server.
    """
    context = context or CompileContext()
    workflow = opened(definition, catalog, values, context)
    batch = {
        "graph": build_graph(workflow, context),
        "workflow": embedded_workflow(workflow),
        "runs": runs,
        "origin": "workflows",
        "destination": "gallery",
        "data": [*batch_data(workflow, context), *([dict(item) for item in zipped] for zipped in data)],
    }
    return {"batch": batch, "prepend": prepend}


def opened(
    definition: WorkflowDefinition, catalog: Templates, values: Values | None, context: CompileContext
) -> LoadedWorkflow:
    """Open a workflow, empty what the server does not have, and set the given values."""
    workflow = load(definition, catalog, context.saved_workflows)
    workflow, _ = without_unavailable(workflow, context.unavailable)
    return workflow.with_values(values) if values else workflow
