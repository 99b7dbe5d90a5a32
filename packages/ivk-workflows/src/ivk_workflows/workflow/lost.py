"""Values that were set for a called workflow, after another workflow was chosen to be called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from ivk_fields import IvkField
from ivk_workflows.compile import BatchData, LoadedWorkflow, Problem
from ivk_workflows.compile.saved_calls import is_saved_input
from ivk_workflows.errors import InputNotFoundError
from ivk_workflows.inputs import WorkflowInput

__all__ = ["LostValue", "lost_value", "refuse_lost_columns"]

LostValue: TypeAlias = tuple[WorkflowInput, IvkField[Any]]
"""An input that was set, and its field."""


def lost_value(lost: LostValue) -> Problem:
    """Return the warning that a value is left out."""
    place, field = lost
    return Problem(
        "value_dropped",
        "warning",
        f"{place.node_label} -> {place.label}: the value {field.value!r} is left out, because the "
        "workflow that is called now has no such input",
        "Set an input of that workflow, or call the former one.",
        node_id=place.node_id,
        node_label=place.node_label,
        field=place.field_name,
    )


def refuse_lost_columns(workflow: LoadedWorkflow, data: BatchData) -> None:
    """Raise if a swept input belongs to a workflow that is not called any more.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow, loaded with the workflows that it calls now.
    data : sequence of sequence of mapping
        The values that are swept, as ``batch.data``.

    Raises
    ------
    InputNotFoundError
        If there is such an input.
    """
    for node_id, name in _places(data):
        node = workflow.nodes.get(node_id)
        if node is not None and is_saved_input(node, name) and name not in node.values:
            fields = [node.label_of(each) for each in node.values if is_saved_input(node, each)]
            raise InputNotFoundError(
                f"The swept input {name!r} of {node.title!r} is of a workflow that is not called any more.",
                candidates=fields,
                hint=f"The workflow that is called now has the inputs: {', '.join(fields) or 'none'}.",
            )


def _places(data: BatchData) -> Iterator[tuple[str, str]]:
    groups: Iterable[Any] = data
    return ((datum["node_path"], datum["field_name"]) for group in groups for datum in group)
