"""The workflows of the library that a workflow calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivk_core.flow import Flow
from ivk_fields.values.lookup import looks_like_id
from ivk_workflows.compile import LoadedNode, LoadedWorkflow, Problem
from ivk_workflows.compile.loaded import SAVED_CALL
from ivk_workflows.compile.saved_calls import CALLED_ID
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.library.calls import find_workflow_id, get_workflow
from ivk_workflows.library.errors import WorkflowNotFoundError

__all__ = ["fetch_called", "fetch_one_called", "unresolved_calls"]


def fetch_called(workflow_ids: Iterable[str]) -> Flow[dict[str, WorkflowDefinition]]:
    """Fetch workflows that a workflow calls (operation ``get_workflow``), by id.

    Workflows that are not in the library are left out; `unresolved_calls` finds the nodes that call them.

    Parameters
    ----------
    workflow_ids : iterable of str
        Ids in the library.
    """
    called: dict[str, WorkflowDefinition] = {}
    for workflow_id in workflow_ids:
        try:
            saved = yield from get_workflow(workflow_id)
        except WorkflowNotFoundError:
            continue
        called[workflow_id] = saved.definition
    return called


def fetch_one_called(workflow: str) -> Flow[tuple[str, WorkflowDefinition]]:
    """Fetch a workflow that a node was set to call (operations ``list_workflows``, ``get_workflow``).

    Parameters
    ----------
    workflow : str
        Its id, or its name.

    Returns
    -------
    Flow of tuple
        Its id, and the workflow.

    Raises
    ------
    WorkflowNotFoundError, AmbiguousWorkflowError
        If the library has no workflow with that id or name, or several.
    """
    workflow_id = workflow if looks_like_id(workflow) else (yield from find_workflow_id(workflow))
    return workflow_id, (yield from get_workflow(workflow_id)).definition


def unresolved_calls(workflow: LoadedWorkflow, called: Mapping[str, WorkflowDefinition]) -> list[Problem]:
    """Find the nodes that call a workflow which is not in the library.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow, with all values set.
    called : mapping of str to WorkflowDefinition
        The workflows that were found, by id.
    """
    callers = (node for node in workflow.invocations if node.type == SAVED_CALL)
    return [
        _unresolved(node)
        for node in callers
        if node.values.get(CALLED_ID) and node.values[CALLED_ID] not in called
    ]


def _unresolved(node: LoadedNode) -> Problem:
    where = f"{node.title} -> {node.label_of(CALLED_ID)}"
    return Problem(
        "unavailable",
        "error",
        f"{where}: the library has no workflow {node.values[CALLED_ID]!r}",
        "Set it to a workflow of the server's library, by name or id.",
        node_id=node.id,
        node_label=node.title,
        field=CALLED_ID,
    )
