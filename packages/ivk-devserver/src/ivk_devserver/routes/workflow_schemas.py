"""Workflows as the operations of the library answer them."""

from typing import Any

from pydantic import BaseModel

from ivk_devserver.graph.workflow import Workflow, WorkflowCategory

__all__ = [
    "WorkflowCallCompatibility",
    "WorkflowRecordDTO",
    "WorkflowRecordListItemWithThumbnailDTO",
    "WorkflowRecordWithThumbnailDTO",
    "compatibility_of",
]


class WorkflowCallCompatibility(BaseModel):
    """Whether another workflow can call a workflow, and why not."""

    is_callable: bool
    reason: str
    message: str | None = None


class WorkflowRecordDTO(BaseModel):
    """A workflow with its record."""

    workflow_id: str
    name: str
    created_at: str
    updated_at: str
    opened_at: str | None = None
    user_id: str
    is_public: bool
    workflow: Workflow


class WorkflowRecordWithThumbnailDTO(WorkflowRecordDTO):
    """A workflow with its record and the URL of its thumbnail."""

    thumbnail_url: str | None = None
    call_saved_workflow_compatibility: WorkflowCallCompatibility | None = None


class WorkflowRecordListItemWithThumbnailDTO(BaseModel):
    """A workflow in a listing, without its nodes and edges."""

    workflow_id: str
    name: str
    created_at: str
    updated_at: str
    opened_at: str | None = None
    user_id: str
    is_public: bool
    description: str
    category: WorkflowCategory
    tags: str
    thumbnail_url: str | None = None
    call_saved_workflow_compatibility: WorkflowCallCompatibility | None = None


def compatibility_of(workflow: dict[str, Any]) -> WorkflowCallCompatibility:
    """Return whether a workflow can be called: it must have exactly one ``workflow_return`` node."""
    node_types = [
        node.get("data", {}).get("type") for node in workflow["nodes"] if node.get("type") == "invocation"
    ]
    if node_types.count("workflow_return") == 1:
        return WorkflowCallCompatibility(is_callable=True, reason="ok")
    message = "The workflow must contain exactly one workflow_return node."
    return WorkflowCallCompatibility(is_callable=False, reason="missing_workflow_return", message=message)
