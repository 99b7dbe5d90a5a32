"""The inputs of a workflow, and how to find one."""

from ivk_workflows.inputs.discover import form_inputs, node_inputs
from ivk_workflows.inputs.lookup import InputKey, LabelledIndex, find_input, find_inputs, plain_name
from ivk_workflows.inputs.node_view import NodeView
from ivk_workflows.inputs.nodes import find_node
from ivk_workflows.inputs.workflow_input import WorkflowInput

__all__ = [
    "InputKey",
    "LabelledIndex",
    "NodeView",
    "WorkflowInput",
    "find_input",
    "find_inputs",
    "find_node",
    "form_inputs",
    "node_inputs",
    "plain_name",
]
