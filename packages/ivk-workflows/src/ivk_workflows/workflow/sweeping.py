"""Sweeps: many values for an input, as further lists of a batch's data.

Values of a product multiply with everything else; values of a zip go together, one from each. They join
what the batch nodes of the workflow bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ivk_fields import FieldValueError, IvkField
from ivk_workflows.errors import BatchError, InputConnectedError
from ivk_workflows.setting import placed
from ivk_workflows.tables import Table, columns_of

if TYPE_CHECKING:
    from ivk_workflows.inputs import InputKey, WorkflowInput
    from ivk_workflows.problems import Problem
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["Column", "Sweep", "runs_of", "sweep_of"]

_BATCHABLE = (str, int, float, list, dict)
_FILLED = frozenset({"missing_input", "invalid_value"})


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
    """Groups of columns: those of one group go together, groups multiply.

    Parameters
    ----------
    groups : tuple of tuple of Column
        The columns.
    runs : int, optional
        How often to run each combination.
    """

    groups: tuple[tuple[Column, ...], ...] = ()
    runs: int | None = None

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

    def unanswered(self, problems: Iterable[Problem]) -> list[Problem]:
        """Drop what a check says about the own values of inputs that the sweep fills."""
        filled = {column.place.key for column in self.columns}
        return [
            each for each in problems if each.kind not in _FILLED or (each.node_id, each.field) not in filled
        ]


def runs_of(sweep: Sweep, runs: int | None) -> int:
    """Decide how often to run each combination: what is asked for now, else what the sweep says, else once.

    Raises
    ------
    BatchError
        If it is less than once.
    """
    chosen = runs if runs is not None else sweep.runs
    if chosen is not None and chosen < 1:
        raise BatchError(f"Every combination runs at least once, not {chosen} times.")
    return 1 if chosen is None else chosen


def sweep_of(workflow: WorkflowForm, product: Table, zipped: Table, runs: int | None = None) -> Sweep:
    """Make a sweep, and hold every value to its input.

    Parameters
    ----------
    workflow : WorkflowForm
        Whose inputs they are.
    product : table
        Columns that multiply.
    zipped : table
        Columns that go together; they must be equally long.
    runs : int, optional
        How often to run each combination.

    Raises
    ------
    InputLookupError, InputConnectedError, FieldValueError
        As `WorkflowForm.set` does.
    BatchError
        If a column is empty or names an input again, or zipped columns are not equally long.
    """
    single = [(_column(workflow, key, values),) for key, values in columns_of(product).items()]
    together = tuple(_column(workflow, key, values) for key, values in columns_of(zipped).items())
    _check_lengths(together)
    sweep = Sweep((*single, together) if together else tuple(single), runs)
    _check_unique(sweep.columns)
    runs_of(sweep, None)
    return sweep


def _column(workflow: WorkflowForm, key: InputKey, values: Sequence[Any]) -> Column:
    place = workflow.get_input(key)
    if place.connected:
        raise InputConnectedError(f"The input {place} is fed by an edge and cannot be swept.")
    if not values:
        raise BatchError(f"There are no values for the input {place}.")
    pattern = workflow.get_input_value(place.key)
    return Column(place, tuple(_with_value(pattern, value, place) for value in values))


def _with_value(pattern: IvkField[Any], value: Any, place: WorkflowInput) -> IvkField[Any]:
    field = pattern.model_copy()
    try:
        return field.set_text(value) if isinstance(value, str) else field.set(value)
    except FieldValueError as error:
        raise placed(error, str(place)) from error


def _check_lengths(together: Sequence[Column]) -> None:
    lengths = {len(column.fields) for column in together}
    if len(lengths) > 1:
        told = ", ".join(f"{column.place.label}: {len(column.fields)}" for column in together)
        raise BatchError(f"Zipped inputs need equally many values ({told}).")


def _check_unique(columns: Sequence[Column]) -> None:
    seen = set()
    for column in columns:
        if column.place.key in seen:
            raise BatchError(
                f"The input {column.place} is swept twice.", hint="Put all its values in one list."
            )
        seen.add(column.place.key)


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
