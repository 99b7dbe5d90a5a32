"""Nodes that call a workflow of the server's library.

Such a node has an input for every field on the form of the workflow that it calls. If that workflow is known,
its form decides which inputs these are: new inputs get the values of the called workflow, and inputs that its
form no longer has are removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.compile.loaded import SAVED_CALL, LoadedNode, LoadedWorkflow
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.reading import read_exposed
from ivk_workflows.templates.dynamic import written_template
from ivk_workflows.templates.editable import is_editable

__all__ = ["SAVED_INPUT", "is_saved_input", "refreshed"]

SAVED_INPUT = "saved_workflow_input::"
"""The prefix of the names that the editor gives to these inputs."""


def is_saved_input(node: LoadedNode, name: str) -> bool:
    """Return whether an input is a field of the called workflow."""
    return node.type == SAVED_CALL and name.startswith(SAVED_INPUT)


class _CalledField(NamedTuple):
    spec: InputSpec
    value: Any
    stated: Any = MISSING


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
    if node.type != SAVED_CALL or node.value("workflow_id") != workflow_id:
        return node
    fields = {field.spec.name: field for field in _called_fields(called)}
    kept = {name: value for name, value in node.values.items() if not name.startswith(SAVED_INPUT)}
    values = kept | {name: _current_value(node, field) for name, field in fields.items()}
    written = {name: written_template(field.spec) for name, field in fields.items()}
    specs = {name: field.spec for name, field in fields.items()}
    stated = {
        name: field.stated
        for name, field in fields.items()
        if field.stated is not MISSING and not _has_own_value(node, field)
    }
    return replace(node, values=values, dynamic=specs, written_dynamic=written, stated=stated)


def _called_fields(called: LoadedWorkflow) -> Iterator[_CalledField]:
    order = 0
    for node_id, field_name in _exposed_fields(called):
        node = called.nodes.get(node_id)
        spec = node.template.inputs.get(field_name) if node and node.template else None
        if node is None or spec is None or field_name not in node.values or not is_editable(spec.type):
            continue
        name, title = f"{SAVED_INPUT}{node_id}::{field_name}", node.label_of(field_name)
        described = replace(spec, name=name, title=title, connection="any", ui_hidden=False, ui_order=order)
        yield _CalledField(described, node.value(field_name), node.stated.get(field_name, MISSING))
        order += 1


def _exposed_fields(called: LoadedWorkflow) -> Iterator[tuple[str, str]]:
    """Iterate over the fields on the form, and then over the exposed fields that the form does not have."""
    on_form = dict.fromkeys((field.node_id, field.field_name) for field in called.form.fields())
    exposed = ((field.node_id, field.field_name) for field in read_exposed(called.header))
    return iter(on_form | dict.fromkeys(exposed))


def _current_value(node: LoadedNode, field: _CalledField) -> Any:
    if _has_own_value(node, field):
        return node.values[field.spec.name]
    return MISSING if field.value is MISSING else copied(field.value)


def _has_own_value(node: LoadedNode, field: _CalledField) -> bool:
    known = node.dynamic.get(field.spec.name)
    return field.spec.name in node.values and known is not None and known.type == field.spec.type
