"""Nodes that call a workflow of the server's library.

Such a node has an input for every field on the form of the workflow that it calls. If that workflow is known,
its form decides which inputs these are: new inputs get the values of the called workflow, and inputs that its
form no longer has are removed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.compile.loaded import SAVED_CALL, LoadedNode, LoadedWorkflow, Values
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.reading import read_exposed
from ivk_workflows.definition.workflow import WorkflowDefinition
from ivk_workflows.templates.dynamic import written_template
from ivk_workflows.templates.editable import is_editable

__all__ = [
    "CALLED_ID",
    "SAVED_INPUT",
    "is_saved_input",
    "refreshed",
    "with_changed_calls",
    "without_absent_inputs",
]

CALLED_ID = "workflow_id"
"""The input that holds the id of the called workflow."""

SAVED_INPUT = "saved_workflow_input::"
"""The prefix of the names that the editor gives to these inputs."""


def is_saved_input(node: LoadedNode, name: str) -> bool:
    """Return whether an input is a field of the called workflow."""
    return node.type == SAVED_CALL and name.startswith(SAVED_INPUT)


class _CalledField(NamedTuple):
    spec: InputSpec
    value: Any


def refreshed(node: LoadedNode, workflow_id: str, called: LoadedWorkflow) -> LoadedNode:
    """Return a node with the inputs that are on the form of the workflow that it calls.

    Parameters
    ----------
    node : LoadedNode
        Any node; a node that does not call this workflow is returned unchanged.
    workflow_id : str
        Id of the called workflow in the server's library.
    called : LoadedWorkflow
        The called workflow.

    Returns
    -------
    LoadedNode
    """
    if node.type != SAVED_CALL or node.value(CALLED_ID) != workflow_id:
        return node
    fields = {field.spec.name: field for field in _called_fields(called)}
    kept = {name: value for name, value in node.values.items() if not name.startswith(SAVED_INPUT)}
    values = kept | {name: _current_value(node, field) for name, field in fields.items()}
    written = {name: written_template(field.spec) for name, field in fields.items()}
    specs = {name: field.spec for name, field in fields.items()}
    return replace(node, values=values, dynamic=specs, written_dynamic=written)


def _called_fields(called: LoadedWorkflow) -> Iterator[_CalledField]:
    order = 0
    for node_id, field_name in _exposed_fields(called):
        node = called.nodes.get(node_id)
        spec = node.template.inputs.get(field_name) if node and node.template else None
        if node is None or spec is None or field_name not in node.values or not is_editable(spec.type):
            continue
        name, title = f"{SAVED_INPUT}{node_id}::{field_name}", node.label_of(field_name)
        described = replace(spec, name=name, title=title, connection="any", ui_hidden=False, ui_order=order)
        yield _CalledField(described, node.value(field_name))
        order += 1


def _exposed_fields(called: LoadedWorkflow) -> Iterator[tuple[str, str]]:
    """Iterate over the fields on the form, and then over the exposed fields that the form does not have."""
    on_form = dict.fromkeys((field.node_id, field.field_name) for field in called.form.fields())
    exposed = ((field.node_id, field.field_name) for field in read_exposed(called.header))
    return iter(on_form | dict.fromkeys(exposed))


def _current_value(node: LoadedNode, field: _CalledField) -> Any:
    name = field.spec.name
    known = node.dynamic.get(name)
    if name in node.values and known is not None and known.type == field.spec.type:
        return node.values[name]
    return MISSING if field.value is MISSING else copied(field.value)


def with_changed_calls(
    definition: WorkflowDefinition, chosen: Mapping[str, str], known: Collection[str]
) -> WorkflowDefinition:
    """Return a workflow whose nodes call the workflows that they were set to call.

    The form of the called workflow decides about the inputs of such a node, so the result has to be loaded.
    As in the editor, an input that both the former and the new workflow have keeps its value. If the new
    workflow is not known, the node keeps none of these inputs, because they belong to the former one.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read.
    chosen : mapping of str to str
        The id of the workflow that a node was set to call, by the id of the node.
    known : collection of str
        The ids of the workflows that the result will be loaded with.

    Returns
    -------
    WorkflowDefinition
        The same object if no call was changed.
    """
    wanted = {
        node_id: workflow_id
        for node_id, workflow_id in chosen.items()
        if definition.nodes_by_id[node_id].inputs.get(CALLED_ID, {}).get("value") != workflow_id
    }
    if not wanted:
        return definition
    document = definition.to_dict()
    for node in document["nodes"]:
        if node["id"] in wanted:
            _set_called(node["data"], wanted[node["id"]], is_known=wanted[node["id"]] in known)
    return WorkflowDefinition.from_dict(document, source=definition.source)


def without_absent_inputs(workflow: LoadedWorkflow, values: Values) -> Values:
    """Leave out values for inputs that the called workflows do not have, and that would be sent all the same.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow, loaded with the workflows that it calls.
    values : mapping of (node id, field name) to object
        The values that were set.
    """
    return {
        (node_id, name): value
        for (node_id, name), value in values.items()
        if not is_saved_input(workflow.nodes[node_id], name) or name in workflow.nodes[node_id].values
    }


def _set_called(data: dict[str, Any], workflow_id: str, *, is_known: bool) -> None:
    inputs = data.setdefault("inputs", {})
    saved = inputs.get(CALLED_ID, {"name": CALLED_ID, "label": "", "description": ""})
    inputs[CALLED_ID] = {**saved, "value": workflow_id}
    if not is_known:
        data["inputs"] = {name: field for name, field in inputs.items() if not name.startswith(SAVED_INPUT)}
        data["dynamicInputTemplates"] = {}
