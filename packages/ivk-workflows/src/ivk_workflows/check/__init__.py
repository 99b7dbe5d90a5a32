"""Whether a workflow can be enqueued, with the GUI's verdicts and reasons."""

from ivk_workflows.check.check import check, require_sound
from ivk_workflows.check.errors import WorkflowCheckError

__all__ = ["WorkflowCheckError", "check", "require_sound"]
