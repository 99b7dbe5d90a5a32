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

__all__ = ["fetch_called", "lost_calls", "redirected"]

_WHICH = "workflow_id"


def fetch_called(
    definition: WorkflowDefinition, known: Iterable[str] = ()
) -> Flow[dict[str, WorkflowDefinition]]:
    """Fetch the workflows that a workflow calls (operation ``get_workflow``), by id.

    Those that are not in the library are left out; `lost_calls` finds the nodes that call them.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow that calls.
    known : iterable of str
        Ids of those that need not be fetched.
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


def lost_calls(workflow: LoadedWorkflow, called: Mapping[str, WorkflowDefinition]) -> list[Problem]:
    """Find the nodes that call a workflow which is not in the library.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow, with all values set.
    called : mapping of str to WorkflowDefinition
        The workflows that were found, by id.
    """
    callers = (node for node in workflow.invocations if node.type == SAVED_CALL)
    return [_lost(node) for node in callers if node.values.get(_WHICH) and node.values[_WHICH] not in called]


def _lost(node: LoadedNode) -> Problem:
    return Problem(
        "unavailable",
        "error",
        f"{node.title} -> {node.label_of(_WHICH)}: the library has no workflow {node.values[_WHICH]!r}",
        "Set it to a workflow of the server's library, by name or id.",
        node_id=node.id,
        node_label=node.title,
        field=_WHICH,
    )


def redirected(definition: WorkflowDefinition, values: Values) -> WorkflowDefinition:
    """Return a workflow whose nodes call what they were set to call.

    The inputs of such a node follow the form of what it calls, so the workflow has to be loaded again.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read.
    values : mapping of (node id, field name) to object
        The values that were set, as they go to the server.

    Returns
    -------
    WorkflowDefinition
        The same one if no call was changed.
    """
    callers = {node.id for node in definition.nodes if node.type == SAVED_CALL}
    wanted = {
        node_id: value for (node_id, name), value in values.items() if name == _WHICH and node_id in callers
    }
    if not wanted:
        return definition
    document = definition.to_dict()
    for node in document["nodes"]:
        if node["id"] in wanted:
            _call(node["data"]["inputs"], wanted[node["id"]])
    return WorkflowDefinition.from_dict(document, source=definition.source)


def _call(inputs: dict[str, Any], workflow_id: Any) -> None:
    saved: Mapping[str, Any] = inputs.get(_WHICH, {"name": _WHICH, "label": "", "description": ""})
    inputs[_WHICH] = {**saved, "value": workflow_id}
