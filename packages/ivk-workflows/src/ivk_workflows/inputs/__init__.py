"""The inputs of a workflow, and how to find one."""

from ivk_workflows.inputs.discover import form_inputs, node_inputs
from ivk_workflows.inputs.lookup import InputKey, find_input
from ivk_workflows.inputs.node_view import NodeView
from ivk_workflows.inputs.nodes import find_node
from ivk_workflows.inputs.workflow_input import WorkflowInput

__all__ = ["InputKey", "NodeView", "WorkflowInput", "find_input", "find_node", "form_inputs", "node_inputs"]
