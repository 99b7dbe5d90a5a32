"""Whether a workflow can be enqueued, with the GUI's verdicts and reasons."""

from ivk_workflows.check.check import check, require_sound

__all__ = ["check", "require_sound"]
