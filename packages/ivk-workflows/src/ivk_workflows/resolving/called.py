"""The workflows of the library that a workflow calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ivk_core.flow import Flow
from ivk_workflows.compile import LoadedNode, LoadedWorkflow, Problem, Values, saved_workflow_ids
from ivk_workflows.compile.loaded import SAVED_CALL
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.library.calls import get_workflow
from ivk_workflows.library.errors import WorkflowNotFoundError

__all__ = ["fetch_called", "unresolved_calls", "with_changed_calls"]

_WORKFLOW_ID = "workflow_id"


def fetch_called(
    definition: WorkflowDefinition, known: Iterable[str] = ()
) -> Flow[dict[str, WorkflowDefinition]]:
    """Fetch the workflows that a workflow calls (operation ``get_workflow``), by id.

    Workflows that are not in the library are left out; `unresolved_calls` finds the nodes that call them.

    Parameters
    ----------
    definition : WorkflowDefinition
        The calling workflow.
    known : iterable of str
        Ids of workflows that need not be fetched.
    """
    called: dict[str, WorkflowDefinition] = {}
    for each in saved_workflow_ids(definition):
        if each.workflow_id in known:
            continue
        try:
            saved = yield from get_workflow(each.workflow_id)
        except WorkflowNotFoundError:
            continue
        called[each.workflow_id] = saved.definition
    return called


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
        if node.values.get(_WORKFLOW_ID) and node.values[_WORKFLOW_ID] not in called
    ]


def _unresolved(node: LoadedNode) -> Problem:
    where = f"{node.title} -> {node.label_of(_WORKFLOW_ID)}"
    return Problem(
        "unavailable",
        "error",
        f"{where}: the library has no workflow {node.values[_WORKFLOW_ID]!r}",
        "Set it to a workflow of the server's library, by name or id.",
        node_id=node.id,
        node_label=node.title,
        field=_WORKFLOW_ID,
    )


def with_changed_calls(definition: WorkflowDefinition, values: Values) -> WorkflowDefinition:
    """Return a workflow whose nodes call the workflows that they were set to call.

    The form of the called workflow decides about the inputs of such a node, so the result has to be loaded.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read.
    values : mapping of (node id, field name) to object
        The values that were set, as they would be sent to the server.

    Returns
    -------
    WorkflowDefinition
        The same object if no call was changed.
    """
    callers = {node.id for node in definition.nodes if node.type == SAVED_CALL}
    wanted = {
        node_id: value
        for (node_id, name), value in values.items()
        if name == _WORKFLOW_ID and node_id in callers
    }
    if not wanted:
        return definition
    document = definition.to_dict()
    for node in document["nodes"]:
        if node["id"] in wanted:
            _set_called(node["data"]["inputs"], wanted[node["id"]])
    return WorkflowDefinition.from_dict(document, source=definition.source)


def _set_called(inputs: dict[str, Any], workflow_id: Any) -> None:
    saved: Mapping[str, Any] = inputs.get(
        _WORKFLOW_ID, {"name": _WORKFLOW_ID, "label": "", "description": ""}
    )
    inputs[_WORKFLOW_ID] = {**saved, "value": workflow_id}
