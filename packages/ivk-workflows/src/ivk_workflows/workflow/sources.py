"""What a workflow may be given as."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ivk_workflows.definition import WorkflowDefinition

__all__ = ["WorkflowSource", "definition_of"]

WorkflowSource: TypeAlias = WorkflowDefinition | str | Path | Mapping[str, Any]
"""A definition, the path of a file (a picture with a workflow inside, too), or parsed JSON."""


def definition_of(source: WorkflowSource) -> WorkflowDefinition:
    """Read a workflow from whatever holds it.

    Raises
    ------
    WorkflowFileError
        If it is not a workflow.
    """
    if isinstance(source, WorkflowDefinition):
        return source
    if isinstance(source, Mapping):
        return WorkflowDefinition.from_dict(source)
    if Path(source).suffix.lower() == ".png":
        return WorkflowDefinition.from_image(source)
    return WorkflowDefinition.from_file(source)
