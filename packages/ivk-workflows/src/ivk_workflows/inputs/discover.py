"""Find the inputs of a workflow: those on its form, in the form's order, and those of any node."""

from __future__ import annotations

from ivk_fields.missing import MISSING
from ivk_fields.spec import FieldType, InputSpec
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.definition.form import FieldElement
from ivk_workflows.inputs.form_limits import with_settings
from ivk_workflows.inputs.seeds import with_random_range
from ivk_workflows.inputs.workflow_input import WorkflowInput

__all__ = ["form_inputs", "node_inputs"]


def form_inputs(workflow: LoadedWorkflow) -> list[WorkflowInput]:
    """List the inputs on the form of a workflow.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow; see :func:`~ivk_workflows.compile.load`.

    Returns
    -------
    list of WorkflowInput
        In the order of the form, each input once. Empty if the workflow has neither a form nor exposed
        fields; use :func:`node_inputs` then.
    """
    elements: dict[tuple[str, str], FieldElement] = {}
    for element in workflow.form.fields():
        elements.setdefault((element.node_id, element.field_name), element)
    return [
        _input(index, workflow, workflow.nodes[element.node_id], element.field_name, element)
        for index, element in enumerate(elements.values())
    ]


def node_inputs(workflow: LoadedWorkflow, node: LoadedNode) -> dict[str, WorkflowInput]:
    """List the inputs of one node that take a value, on the form or not.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow.
    node : LoadedNode
        One of its nodes.

    Returns
    -------
    dict of str to WorkflowInput
        By field name, in the node's order. Inputs that can only be connected are left out.
    """
    names = dict.fromkeys([*node.values, *(node.template.inputs if node.template else ())])
    settable = [name for name in names if _takes_a_value(node.spec(name))]
    return {name: _input(index, workflow, node, name) for index, name in enumerate(settable)}


def _takes_a_value(spec: InputSpec | None) -> bool:
    return spec is None or spec.connection != "connection"


def _input(
    index: int, workflow: LoadedWorkflow, node: LoadedNode, name: str, element: FieldElement | None = None
) -> WorkflowInput:
    spec = node.spec(name) or InputSpec(name, FieldType("UnknownField"))
    settings = element.settings if element else {}
    shown = with_random_range(with_settings(spec, settings), node, workflow, settings)
    description = node.saved.inputs.get(name, {}).get("description")
    value = node.shown(name)
    if value is MISSING and workflow.body is not None and spec.has_default:
        value = spec.default  # a graph leaves out inputs that have the server's defaults
    return WorkflowInput(
        input_index=index,
        label=node.label_of(name),
        node_id=node.id,
        node_label=node.title,
        field_name=name,
        spec=shown,
        value=value,
        connected=workflow.edges.is_fed(node.id, name),
        description=description if isinstance(description, str) and description else spec.description,
        shows_description=element is not None and element.shows_description,
    )
