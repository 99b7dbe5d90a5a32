"""From a workflow file to the body that the GUI would post."""

from ivk_workflows.compile.body import Values, compile_enqueue_body
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.loading import load
from ivk_workflows.compile.needs import (
    BoardImages,
    DynamicPrompts,
    Need,
    SavedWorkflow,
    needs,
    saved_workflow_ids,
)
from ivk_workflows.compile.unavailable import NamedResource, Unavailable, named_resources

__all__ = [
    "BoardImages",
    "CompileContext",
    "DynamicPrompts",
    "LoadedNode",
    "LoadedWorkflow",
    "NamedResource",
    "Need",
    "SavedWorkflow",
    "Unavailable",
    "Values",
    "compile_enqueue_body",
    "load",
    "named_resources",
    "needs",
    "saved_workflow_ids",
]
