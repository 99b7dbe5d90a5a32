"""Set several inputs at once: all values are checked before any is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_fields import FieldValueError, IvkField
from ivk_workflows.errors import AmbiguousInputError, InputConnectedError
from ivk_workflows.inputs import WorkflowInput
from ivk_workflows.workflow.fields import InputFields

__all__ = ["assign", "at_input"]


def assign(inputs: InputFields, values: Mapping[Any, Any], *, as_text: bool = False) -> None:
    """Set inputs, all of them or none.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    values : mapping
        Values by any name of an input.
    as_text : bool
        Whether the values are text, as in a CSV file, which the fields have to parse.

    Raises
    ------
    InputLookupError
        If no input has one of the names, or several have it.
    InputConnectedError
        If an edge feeds one of the inputs.
    FieldValueError
        If a value is not allowed.
    """
    places = {key: inputs.find(key) for key in values}
    source = f"{inputs.definition.source}: " if inputs.definition.source else ""
    _refuse_two_values(places)
    for place in places.values():
        _refuse_connected(place, source)
    fields = {key: inputs.field(place) for key, place in places.items()}
    accept = _accepted_text if as_text else _accepted_value
    accepted = {key: accept(field, values[key], f"{source}{places[key]}") for key, field in fields.items()}
    for key, field in fields.items():
        field.set(accepted[key])


def _accepted_value(field: IvkField[Any], value: object, where: str) -> object:
    try:
        field.accept(value)
    except FieldValueError as error:
        raise at_input(error, where) from error
    return value


def _accepted_text(field: IvkField[Any], text: str, where: str) -> object:
    try:
        return field.model_copy().set_text(text).value
    except FieldValueError as error:
        raise at_input(error, where) from error


def at_input(error: FieldValueError, where: str) -> FieldValueError:
    """Return the error with the input in front of its message, because the field knows only its own name.

    Parameters
    ----------
    error : FieldValueError
        The field's error.
    where : str
        The input, and perhaps the file.
    """
    return FieldValueError(
        f"{where}: {error.message}",
        field=error.field,
        value=error.value,
        allowed=error.allowed,
        hint=error.hint,
    )


def _refuse_two_values(places: Mapping[Any, WorkflowInput]) -> None:
    names: dict[tuple[str, str], Any] = {}
    for key, place in places.items():
        if place.key in names:
            raise AmbiguousInputError(
                f"{names[place.key]!r} and {key!r} are both {place}.",
                candidates=[str(place)],
                hint="Set it once.",
            )
        names[place.key] = key


def _refuse_connected(place: WorkflowInput, source: str) -> None:
    if place.connected:
        raise InputConnectedError(
            f"{source}The input {place} is fed by an edge, so the server would ignore a value of its own.",
            hint="Set the node that feeds it, or remove the edge in the GUI.",
        )
