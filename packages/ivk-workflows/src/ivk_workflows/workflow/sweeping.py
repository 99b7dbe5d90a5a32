"""Sweeps: many values for an input, as further lists of a batch's data.

The values of a product multiply with all other lists; the values of a zip are combined one by one. They are
added to the data of the workflow's own batch nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from ivk_core.errors import ArgumentError
from ivk_fields import FieldValueError, IvkField
from ivk_fields.coercion import coerce_int
from ivk_fields.seeds import IvkSeedField
from ivk_workflows.compile import Problem
from ivk_workflows.compile.limits import refuse_too_many
from ivk_workflows.errors import BatchError, InputConnectedError
from ivk_workflows.inputs import InputKey, WorkflowInput
from ivk_workflows.workflow.assigning import at_input
from ivk_workflows.workflow.fields import InputFields, Place
from ivk_workflows.workflow.tables import Table, columns_of

__all__ = ["Column", "Sweep", "runs_of", "sweep_of", "without_swept"]

_BATCHABLE = (str, int, float, list, dict)
# The problems of an input's own value, which does not matter if a sweep replaces it.
_ABOUT_OWN_VALUE = frozenset({"missing_input", "invalid_value", "value_will_not_fit"})


@dataclass(frozen=True)
class Column:
    """The values of one input.

    Parameters
    ----------
    place : WorkflowInput
        The input.
    fields : tuple of IvkField
        A field for each value.
    """

    place: WorkflowInput
    fields: tuple[IvkField[Any], ...]


@dataclass(frozen=True)
class Sweep:
    """Groups of columns: those of one group are zipped, groups multiply.

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
    def places(self) -> frozenset[Place]:
        """Node id and field name of every swept input."""
        return frozenset(column.place.key for group in self.groups for column in group)

    @property
    def combinations(self) -> int:
        """How many combinations there are; they are not expanded."""
        return prod(min(len(column.fields) for column in group) for group in self.groups)

    @property
    def fields(self) -> list[IvkField[Any]]:
        """The fields of all columns."""
        return [field for group in self.groups for column in group for field in column.fields]

    @property
    def labels(self) -> dict[int, str]:
        """What users call the input of each field, by the id of the field."""
        columns = (column for group in self.groups for column in group)
        return {id(field): str(column.place) for column in columns for field in column.fields}

    def data(self, to_wire: Callable[[IvkField[Any]], Any]) -> list[list[dict[str, Any]]]:
        """Return it as ``batch.data``.

        Parameters
        ----------
        to_wire : callable
            Returns the JSON value of a field.

        Raises
        ------
        BatchError
            If the server cannot batch over a value.
        """
        return [[_datum(column, to_wire) for column in group] for group in self.groups]


def runs_of(sweep: Sweep, runs: int | None, default: int = 1) -> int:
    """Return how often to run each combination: `runs`, else what the sweep says, else the default.

    Raises
    ------
    ArgumentError
        If it is not a whole number.
    BatchError
        If it is less than once, or would make too many jobs.
    """
    chosen: int | None = runs if runs is not None else sweep.runs
    if chosen is None:
        return default
    try:
        times = coerce_int(chosen)
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"runs is a whole number, not {chosen!r}.") from error
    if times < 1:
        raise BatchError(f"Every combination runs at least once, not {times} times.")
    refuse_too_many(times * sweep.combinations, "The runs")
    return times


def sweep_of(inputs: InputFields, product: Table, zipped: Table, runs: int | None = None) -> Sweep:
    """Make a sweep, and check every value against its input.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    product : table
        Columns that multiply.
    zipped : table
        Columns that are zipped; they must have the same length.
    runs : int, optional
        How often to run each combination.

    Raises
    ------
    InputLookupError, InputConnectedError, FieldValueError
        As `WorkflowBase.set` does.
    BatchError
        If a column is empty, two are for the same input, zipped columns differ in length, or there are too
        many combinations.
    """
    single = [(_column(inputs, key, values),) for key, values in columns_of(product).items()]
    together = tuple(_column(inputs, key, values) for key, values in columns_of(zipped).items())
    _check_lengths(together)
    sweep = Sweep((*single, together) if together else tuple(single), runs)
    _check_unique([column for group in sweep.groups for column in group])
    refuse_too_many(sweep.combinations, "The sweep")
    runs_of(sweep, None)
    return sweep


def without_swept(problems: Iterable[Problem], places: Collection[Place]) -> list[Problem]:
    """Leave out the problems of the own values of inputs that are swept.

    Parameters
    ----------
    problems : iterable of Problem
        The problems that the check found.
    places : collection of (node id, field name)
        The inputs that are swept.
    """
    return [
        each
        for each in problems
        if each.kind not in _ABOUT_OWN_VALUE or (each.node_id, each.field) not in places
    ]


def _column(inputs: InputFields, key: InputKey, values: Sequence[Any]) -> Column:
    place = inputs.find(key)
    if place.connected:
        raise InputConnectedError(f"The input {place} is fed by an edge and cannot be swept.")
    if not values:
        raise BatchError(f"There are no values for the input {place}.")
    pattern = inputs.field(place)
    return Column(place, tuple(_with_value(pattern, value, place) for value in values))


def _with_value(pattern: IvkField[Any], value: Any, place: WorkflowInput) -> IvkField[Any]:
    field = pattern.model_copy()
    try:
        return field.set_text(value) if isinstance(value, str) else field.set(value)
    except FieldValueError as error:
        raise at_input(error, str(place)) from error


def _check_lengths(together: Sequence[Column]) -> None:
    lengths = {len(column.fields) for column in together}
    if len(lengths) > 1:
        listed = ", ".join(f"{column.place.label}: {len(column.fields)}" for column in together)
        raise BatchError(f"Zipped inputs need the same number of values ({listed}).")


def _check_unique(columns: Sequence[Column]) -> None:
    seen = set()
    for column in columns:
        if column.place.key in seen:
            raise BatchError(
                f"The input {column.place} is swept twice.", hint="Put all its values in one list."
            )
        seen.add(column.place.key)


def _datum(column: Column, to_wire: Callable[[IvkField[Any]], Any]) -> dict[str, Any]:
    items = [to_wire(field) for field in column.fields]
    for item in items:
        if not _can_be_batched(item):
            raise BatchError(
                f"The server cannot batch over {column.place}: {item!r} is not text, number, image or list.",
                hint="Submit once for each value.",
            )
    return {"node_path": column.place.node_id, "field_name": column.place.field_name, "items": items}


def _can_be_batched(item: Any) -> bool:
    if isinstance(item, IvkSeedField):
        return True  # a random number, to be drawn when everything else is known
    if isinstance(item, dict):
        return "image_name" in item or "video_name" in item
    return isinstance(item, _BATCHABLE) and all(map(_can_be_batched, item if isinstance(item, list) else ()))
