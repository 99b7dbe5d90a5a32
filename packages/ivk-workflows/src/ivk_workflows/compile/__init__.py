"""Compile a workflow file into the body that the GUI would post."""

from ivk_workflows.compile.body import BatchData, compile_enqueue_body
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow, Values
from ivk_workflows.compile.loading import load
from ivk_workflows.compile.needs import (
    BoardImages,
    DynamicPrompts,
    Need,
    SavedWorkflow,
    needs,
    saved_workflow_ids,
)
from ivk_workflows.compile.problem import Problem
from ivk_workflows.compile.unavailable import NamedResource, Unavailable, named_resources, without_unavailable

__all__ = [
    "BatchData",
    "BoardImages",
    "CompileContext",
    "DynamicPrompts",
    "LoadedNode",
    "LoadedWorkflow",
    "NamedResource",
    "Need",
    "Problem",
    "SavedWorkflow",
    "Unavailable",
    "Values",
    "compile_enqueue_body",
    "load",
    "named_resources",
    "needs",
    "saved_workflow_ids",
    "without_unavailable",
]
