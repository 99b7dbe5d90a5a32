"""Sweeps: many values for an input, as further lists of a batch's data.

Values of a product multiply with everything else; values of a zip go together, one from each. They join
what the batch nodes of the workflow bring.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ivk_fields import IvkField
from ivk_workflows.errors import BatchError, InputConnectedError

if TYPE_CHECKING:
    from ivk_workflows.inputs import InputKey, WorkflowInput
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["Column", "Sweep", "Table", "sweep_of"]

Table: TypeAlias = Mapping[Any, Iterable[Any]] | Sequence[Mapping[Any, Any]] | str | Path | Any
"""Columns by input, or rows (a list of dicts), or the path of a CSV file, or a pandas DataFrame."""

_BATCHABLE = (str, int, float, list, dict)


@dataclass(frozen=True)
class Column:
    """The values for one input, each a field of its own.

    Parameters
    ----------
    place : WorkflowInput
        The input.
    fields : tuple of IvkField
        One for each value.
    """

    place: WorkflowInput
    fields: tuple[IvkField[Any], ...]


@dataclass(frozen=True)
class Sweep:
    """Groups of columns: those of one group go together, groups multiply."""

    groups: tuple[tuple[Column, ...], ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns."""
        return tuple(column for group in self.groups for column in group)

    def data(self, wire: Mapping[int, Any]) -> list[list[dict[str, Any]]]:
        """Write it as ``batch.data``.

        Parameters
        ----------
        wire : mapping of int to object
            What each field is on the wire, by the identity of the field.

        Raises
        ------
        BatchError
            If the server cannot batch over a value.
        """
        return [[_datum(column, wire) for column in group] for group in self.groups]


def sweep_of(workflow: WorkflowForm, product: Table, zipped: Table) -> Sweep:
    """Make a sweep, and hold every value to its input.

    Parameters
    ----------
    workflow : WorkflowForm
        Whose inputs they are.
    product : table
        Columns that multiply.
    zipped : table
        Columns that go together; they must be equally long.

    Raises
    ------
    InputLookupError, InputConnectedError, FieldValueError
        As `WorkflowForm.set` does.
    BatchError
        If a column is empty, or zipped columns are not equally long.
    """
    single = [(_column(workflow, key, values),) for key, values in _columns(product).items()]
    together = tuple(_column(workflow, key, values) for key, values in _columns(zipped).items())
    _check_lengths(together)
    return Sweep((*single, together) if together else tuple(single))


def _columns(table: Table) -> dict[Any, list[Any]]:
    if isinstance(table, str | Path):
        with Path(table).open(newline="", encoding="utf-8-sig") as file:
            return _columns(list(csv.DictReader(file)))
    if hasattr(table, "to_dict") and hasattr(table, "columns"):  # a pandas DataFrame
        return {key: list(values) for key, values in table.to_dict("list").items()}
    if isinstance(table, Mapping):
        return {key: list(values) for key, values in table.items()}
    rows = list(table)
    return {key: [row[key] for row in rows] for key in (rows[0] if rows else ())}


def _column(workflow: WorkflowForm, key: InputKey, values: Sequence[Any]) -> Column:
    place = workflow.get_input(key)
    if place.connected:
        raise InputConnectedError(f"The input {place} is fed by an edge and cannot be swept.")
    if not values:
        raise BatchError(f"There are no values for the input {place}.")
    pattern = workflow.get_input_value(place.key)
    return Column(place, tuple(_with_value(pattern, value) for value in values))


def _with_value(pattern: IvkField[Any], value: Any) -> IvkField[Any]:
    field = pattern.model_copy()
    return field.set_text(value) if isinstance(value, str) else field.set(value)


def _check_lengths(together: Sequence[Column]) -> None:
    lengths = {len(column.fields) for column in together}
    if len(lengths) > 1:
        told = ", ".join(f"{column.place.label}: {len(column.fields)}" for column in together)
        raise BatchError(f"Zipped inputs need equally many values ({told}).")


def _datum(column: Column, wire: Mapping[int, Any]) -> dict[str, Any]:
    items = [wire[id(field)] for field in column.fields]
    for item in items:
        if not _can_be_batched(item):
            raise BatchError(
                f"The server cannot batch over {column.place}: {item!r} is no text, number, image or list.",
                hint="Submit once for each value.",
            )
    return {"node_path": column.place.node_id, "field_name": column.place.field_name, "items": items}


def _can_be_batched(item: Any) -> bool:
    if isinstance(item, dict):
        return "image_name" in item or "video_name" in item
    return isinstance(item, _BATCHABLE) and all(map(_can_be_batched, item if isinstance(item, list) else ()))
