"""Setting several inputs at once: everything is checked before anything is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ivk_fields import FieldValueError, IvkField
from ivk_workflows.errors import AmbiguousInputError, InputConnectedError

if TYPE_CHECKING:
    from ivk_workflows.inputs import WorkflowInput
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["checked_assignments", "placed"]


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
    _refuse_twice(places)
    for place in places.values():
        _refuse_connected(place, _named(workflow))
    fields = {key: workflow.get_input_value(place.key) for key, place in places.items()}
    read = _read_text if as_text else _read_value
    return [
        (field, read(field, values[key], f"{_named(workflow)}{places[key]}")) for key, field in fields.items()
    ]


def _named(workflow: WorkflowForm) -> str:
    return f"{workflow.definition.source}: " if workflow.definition.source else ""


def _read_value(field: IvkField[Any], value: object, place: str) -> object:
    try:
        field.accept(value)
    except FieldValueError as error:
        raise placed(error, place) from error
    return value


def _read_text(field: IvkField[Any], text: str, place: str) -> object:
    try:
        return field.model_copy().set_text(text).value
    except FieldValueError as error:
        raise placed(error, place) from error


def placed(error: FieldValueError, place: str) -> FieldValueError:
    """Say where a value was refused; the field itself knows only its name.

    Parameters
    ----------
    error : FieldValueError
        The refusal.
    place : str
        The input, and perhaps the file.
    """
    return FieldValueError(
        f"{place}: {error.message}",
        field=error.field,
        value=error.value,
        allowed=error.allowed,
        hint=error.hint,
    )


def _refuse_twice(places: Mapping[Any, WorkflowInput]) -> None:
    names: dict[tuple[str, str], Any] = {}
    for key, place in places.items():
        if place.key in names:
            raise AmbiguousInputError(
                f"{names[place.key]!r} and {key!r} are both {place}.",
                candidates=[str(place)],
                hint="Give it one value.",
            )
        names[place.key] = key


def _refuse_connected(place: WorkflowInput, source: str) -> None:
    if place.connected:
        raise InputConnectedError(
            f"{source}The input {place} is fed by an edge, so a value of its own would not count.",
            hint="Set the node that feeds it, or remove the edge in the GUI.",
        )
