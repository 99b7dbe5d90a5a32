"""The form that the editor shows.

It is the saved form or, if that is empty, a form of the exposed fields, in their order. Fields that are on
the form but no longer on their node are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.compile.problem import Problem
from ivk_workflows.compile.update import has_renamed_fields, updated_field_name
from ivk_workflows.definition.form import EMPTY_FORM, Form, FormElement, field_of
from ivk_workflows.definition.workflow import WorkflowDefinition

__all__ = ["effective_form"]

# The editor's settings for fields that it adds to a form by itself.
_NUMBER_SETTINGS = {"showShuffle": False, "component": "number-input"}
_SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "IntegerField": {"type": "integer-field-config", **_NUMBER_SETTINGS},
    "FloatField": {"type": "float-field-config", **_NUMBER_SETTINGS},
    "StringField": {"type": "string-field-config", "component": "input"},
}


def effective_form(
    definition: WorkflowDefinition, nodes: Mapping[str, LoadedNode], warnings: list[Problem]
) -> Form:
    """Return the form that the editor shows.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read.
    nodes : mapping of str to LoadedNode
        Its nodes, updated to the server's versions.
    warnings : list of Problem
        A warning is added to it for every field that is left out.

    Returns
    -------
    Form
        A form of fields that exist.
    """
    saved = definition.form
    form = _from_exposed(definition, nodes) if saved.is_empty else saved
    if any(has_renamed_fields(node) for node in nodes.values()):
        form = _with_new_names(form, nodes)
    missing = [element for element in form.elements.values() if _is_missing(element, nodes)]
    warnings.extend(map(_warning, missing))
    return form.without({element.id for element in missing}) if missing else form


def _from_exposed(definition: WorkflowDefinition, nodes: Mapping[str, LoadedNode]) -> Form:
    fields = list(_exposed_elements(definition, nodes))
    if not fields:
        return EMPTY_FORM if definition.exposed_fields else definition.form
    root = FormElement(
        "root", "container", "", {"layout": "column", "children": [field.id for field in fields]}
    )
    return Form({"root": root, **{field.id: field for field in fields}}, "root")


def _exposed_elements(
    definition: WorkflowDefinition, nodes: Mapping[str, LoadedNode]
) -> Iterator[FormElement]:
    for number, (node_id, saved_name) in enumerate(definition.exposed_fields):
        node = nodes.get(node_id)
        name = updated_field_name(node, saved_name) if node else saved_name
        spec = node.spec(name) if node else None
        if spec is None:
            continue
        data: dict[str, Any] = {
            "fieldIdentifier": {"nodeId": node_id, "fieldName": name},
            "showDescription": False,
        }
        if spec.type.cardinality == "SINGLE" and spec.type.name in _SETTINGS:
            data["settings"] = dict(_SETTINGS[spec.type.name])
        yield FormElement(f"node-field-{number}", "node-field", "root", data)


def _with_new_names(form: Form, nodes: Mapping[str, LoadedNode]) -> Form:
    return form._replace(elements={key: _renamed(element, nodes) for key, element in form.elements.items()})


def _renamed(element: FormElement, nodes: Mapping[str, LoadedNode]) -> FormElement:
    if element.kind != "node-field":
        return element
    field = field_of(element)
    node = nodes.get(field.node_id)
    name = updated_field_name(node, field.field_name) if node else field.field_name
    identity = {"nodeId": field.node_id, "fieldName": name}
    return element._replace(data={**element.data, "fieldIdentifier": identity})


def _is_missing(element: FormElement, nodes: Mapping[str, LoadedNode]) -> bool:
    if element.kind != "node-field":
        return False
    identity = element.data["fieldIdentifier"]
    node = nodes.get(identity["nodeId"])
    return node is None or identity["fieldName"] not in node.values


def _warning(element: FormElement) -> Problem:
    field = field_of(element)
    return Problem(
        "form_element_removed",
        "warning",
        f"the form shows {field.field_name!r} of node {field.node_id!r}, which does not exist",
        "Remove it from the form in the GUI.",
        node_id=field.node_id,
        field=field.field_name,
    )
