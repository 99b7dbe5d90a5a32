"""Check whether a workflow can be enqueued, by the GUI's rules and with its reasons."""

from ivk_workflows.check.check import check, raise_for_problems
from ivk_workflows.check.errors import WorkflowCheckError

__all__ = ["WorkflowCheckError", "check", "raise_for_problems"]
