"""Workflows and their inputs, with and without a server."""

from ivk_workflows.workflow.comparing import Difference, diff
from ivk_workflows.workflow.draft import PrepareOptions, SubmitOptions
from ivk_workflows.workflow.handle import WorkflowHandle
from ivk_workflows.workflow.handle_async import AsyncWorkflowHandle
from ivk_workflows.workflow.index_map import IndexDrift
from ivk_workflows.workflow.outputs import OutputNode
from ivk_workflows.workflow.repository import WorkflowRepository
from ivk_workflows.workflow.repository_async import AsyncWorkflowRepository
from ivk_workflows.workflow.sources import WorkflowSource, definition_from_server, definition_from_url
from ivk_workflows.workflow.workflow import Workflow

__all__ = [
    "AsyncWorkflowHandle",
    "AsyncWorkflowRepository",
    "Difference",
    "IndexDrift",
    "OutputNode",
    "PrepareOptions",
    "SubmitOptions",
    "Workflow",
    "WorkflowHandle",
    "WorkflowRepository",
    "WorkflowSource",
    "definition_from_server",
    "definition_from_url",
    "diff",
]
