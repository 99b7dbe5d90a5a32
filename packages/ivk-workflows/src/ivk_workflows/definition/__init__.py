"""Workflow files: reading and migrating them, and their nodes, edges and forms."""

from ivk_workflows.definition.form import FieldElement, Form, FormElement
from ivk_workflows.definition.parts import ExposedField, WorkflowEdge, WorkflowNode
from ivk_workflows.definition.workflow import WorkflowDefinition

__all__ = [
    "ExposedField",
    "FieldElement",
    "Form",
    "FormElement",
    "WorkflowDefinition",
    "WorkflowEdge",
    "WorkflowNode",
]
