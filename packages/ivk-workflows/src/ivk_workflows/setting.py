"""Setting several inputs at once: everything is checked before anything is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ivk_fields import IvkField
from ivk_workflows.errors import InputConnectedError

if TYPE_CHECKING:
    from ivk_workflows.inputs import WorkflowInput
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["checked_assignments"]


def checked_assignments(
    workflow: WorkflowForm, values: Mapping[Any, Any], *, as_text: bool = False
) -> list[tuple[IvkField[Any], object]]:
    """Find the fields for some values, and hold each value to its field.

    Parameters
    ----------
    workflow : WorkflowForm
        Whose inputs they are.
    values : mapping
        Values by any name of an input.
    as_text : bool
        Whether the values are text, as in a CSV file, to be read by the field.

    Returns
    -------
    list of (IvkField, object)
        What to set, and to what.

    Raises
    ------
    InputLookupError
        If a name finds no input, or several.
    InputConnectedError
        If an edge feeds the input.
    FieldValueError
        If a value is not allowed.
    """
    places = {key: workflow.get_input(key) for key in values}
    for place in places.values():
        _refuse_connected(place)
    assignments = []
    for key, place in places.items():
        field = workflow.get_input_value(place.key)
        value = field.model_copy().set_text(values[key]).value if as_text else values[key]
        field.accept(value)
        assignments.append((field, value))
    return assignments


def _refuse_connected(place: WorkflowInput) -> None:
    if place.connected:
        raise InputConnectedError(
            f"The input {place} is fed by an edge, so a value of its own would not count.",
            hint="Set the node that feeds it, or remove the edge in the GUI.",
        )
