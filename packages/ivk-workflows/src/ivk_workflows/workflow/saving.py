"""Save workflows in the server's library, as the GUI's Save and Save As do.

What is saved is the workflow as the editor has it: in the current format, with nodes of the server's versions
and the values that were set. Its category is ``user``, also if it was made of a workflow that ships with
InvokeAI.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ivk_core.errors import ArgumentError
from ivk_core.flow import Flow
from ivk_workflows.compile.embedded import embedded_workflow
from ivk_workflows.errors import WorkflowFileError
from ivk_workflows.library import SavedWorkflow
from ivk_workflows.library.calls import create_workflow, require_own, update_workflow
from ivk_workflows.resolving.resolver import Resolver
from ivk_workflows.workflow.fields import InputFields
from ivk_workflows.workflow.preparing import Options, resolve_values, upload_images
from ivk_workflows.workflow.sweeping import Sweep

__all__ = ["save_as_new", "save_changes"]


def save_as_new(inputs: InputFields, sweep: Sweep, name: str | None = None) -> Flow[SavedWorkflow]:
    """Add a workflow with its values to the library (operation ``create_workflow``).

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow; local images among their values are uploaded.
    sweep : Sweep
        What is swept; it has to be nothing.
    name : str, optional
        The name in the library; by default that of the workflow.

    Raises
    ------
    ArgumentError
        If it is swept, because a saved workflow has one value for each input.
    WorkflowFileError
        If the server would not accept it as a workflow; nothing was sent.
    NameNotFoundError, AmbiguousNameError
        If nothing on this server has a name that was set, or several things have it.
    """
    return (yield from create_workflow((yield from _document(inputs, sweep, name))))


def save_changes(
    workflow_id: str, inputs: InputFields, sweep: Sweep, name: str | None = None
) -> Flow[SavedWorkflow]:
    """Replace a workflow of the library (operations ``get_workflow``, ``update_workflow``).

    Parameters
    ----------
    workflow_id : str
        Its id in the library.
    inputs, sweep, name
        See `save_as_new`.

    Raises
    ------
    WorkflowNotFoundError, WorkflowReadOnlyError
        If the library has none with that id, or it ships with InvokeAI.
    ArgumentError, WorkflowFileError, NameNotFoundError, AmbiguousNameError
        As `save_as_new` does.
    """
    yield from require_own(workflow_id)
    return (yield from update_workflow(workflow_id, (yield from _document(inputs, sweep, name))))


def _document(inputs: InputFields, sweep: Sweep, name: str | None) -> Flow[dict[str, Any]]:
    if sweep.groups or sweep.runs is not None:
        raise ArgumentError(
            "A saved workflow has one value for each input, and this one is swept.",
            hint="Save the workflow without the sweep.",
        )
    resolver = Resolver()
    draft = yield from resolve_values(inputs, sweep, Options(), resolver)
    draft = yield from upload_images(draft, resolver)
    document = embedded_workflow(draft.workflow.with_values(draft.values))
    document["meta"]["category"] = "user"
    if name is not None:
        document["name"] = name
    _validate(document, inputs.definition.source)
    return document


def _validate(document: Mapping[str, Any], source: str) -> None:
    """Raise if the server would refuse a workflow."""
    returns = [node for node in document["nodes"] if node["data"].get("type") == "workflow_return"]
    if len(returns) > 1:
        raise WorkflowFileError(
            "a workflow may not contain more than one workflow_return node.",
            source=source,
            hint="Remove all but one of them in the GUI.",
        )
    try:
        json.dumps(document, allow_nan=False)
    except (TypeError, ValueError) as error:
        message = f"it has a value that JSON cannot express ({error})."
        raise WorkflowFileError(message, source=source) from error
