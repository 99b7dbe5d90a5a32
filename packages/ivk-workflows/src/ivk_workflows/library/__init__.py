"""The library of workflows that a server keeps."""

from ivk_workflows.library.schemas import SavedWorkflow, WorkflowCategory, WorkflowPage, WorkflowSummary

__all__ = ["SavedWorkflow", "WorkflowCategory", "WorkflowPage", "WorkflowSummary"]
