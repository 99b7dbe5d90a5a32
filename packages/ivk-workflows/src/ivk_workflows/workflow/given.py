"""The values that a program gives to a workflow, in any of their forms, as pairs of a key and a value.

A mapping is the usual form. A list of records can name several inputs that have the same label: they receive
their values in the order of the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from ivk_core.errors import ArgumentError
from ivk_core.suggestions import did_you_mean
from ivk_fields.errors import short_repr
from ivk_fields.items import is_items, read_items
from ivk_fields.type_guards import is_mapping
from ivk_workflows.compile.limits import MAX_JOBS
from ivk_workflows.errors import InputFileError
from ivk_workflows.inputs import LabelledIndex, WorkflowInput
from ivk_workflows.workflow.values_file import read_values

__all__ = ["Pair", "Values", "filled_cells", "given_pairs", "sets_of_values"]

Values: TypeAlias = Mapping[Any, object] | Iterable[Mapping[str, Any] | tuple[Any, Any]] | str | Path
"""Values by index, label, field name or ``"node.field"``; or a list of records such as
``{"name": "Prompt", "value": "a"}``, or of pairs; or a JSON or YAML file that holds either."""

Pair: TypeAlias = tuple[Any, Any]
"""A key of an input, and the value for it."""

_RECORD_KEYS = ("name", "label", "index", "node_id", "field_name", "type", "value")
_HINT = 'Pass a dict such as {"steps": 30}, or records such as [{"name": "Prompt", "value": "a"}].'


def given_pairs(values: Values | None, named: Mapping[str, object]) -> list[Pair]:
    """Return the values as pairs of a key and a value.

    Parameters
    ----------
    values : mapping, iterable of records or pairs, path or None
        The values.
    named : mapping
        Values by name, after those of `values`.

    Returns
    -------
    list of pair
        A key is an index, a name, a pair of node id and field name, or a `WorkflowInput`. Keys may be
        repeated.

    Raises
    ------
    ArgumentError
        If it is none of these forms, or a record has no value, an unknown key, or does not name an input.
    InputFileError, MissingPartError, OSError
        If the file cannot be read.
    """
    pairs = _pairs_of_file(values) if isinstance(values, str | Path) else _pairs(values)
    return [*pairs, *named.items()]


def _pairs_of_file(file: str | Path) -> list[Pair]:
    values = read_values(file)
    try:
        return _pairs(values)
    except ArgumentError as error:
        raise InputFileError(f"{file}: {error.message}", hint=error.hint) from error


def sets_of_values(sets: object) -> Sequence[Any]:
    """Return the values of several runs, read once.

    Raises
    ------
    ArgumentError
        If they are the values of one run, not an iterable, or more than one submission may have.
    """
    if isinstance(sets, Mapping | str | Path) or not is_items(sets):
        what = (
            "these are the values of one" if is_mapping(sets) else f"{short_repr(sets)} is not a list of them"
        )
        raise ArgumentError(
            f"map() takes the values of several runs, and {what}.",
            hint="Pass a list of them: map([{'seed': 1}, {'seed': 2}]).",
        )
    try:
        return read_items(sets, limit=MAX_JOBS)
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"The values of the runs cannot be read: {error}.") from error


def filled_cells(row: object) -> list[Pair]:
    """Return the cells of a row of text that are not blank.

    Raises
    ------
    ArgumentError
        If it is not a mapping of texts.
    """
    if not isinstance(row, Mapping):
        raise ArgumentError(
            f"{short_repr(row)} is not a row of a table.", hint='Pass a dict of texts: {"steps": "30"}.'
        )
    for key, text in row.items():
        if text is not None and not isinstance(text, str):
            raise ArgumentError(
                f"The value for {key!r} is not text: {short_repr(text)}.",
                hint="Use set() for values that are not text.",
            )
    return [(key, text) for key, text in row.items() if text and text.strip()]


def _pairs(values: object) -> list[Pair]:
    if values is None:
        return []
    if isinstance(values, Mapping):
        return list(values.items())
    if isinstance(values, WorkflowInput) or not is_items(values):
        raise ArgumentError(f"{short_repr(values)} is not values for inputs.", hint=_HINT)
    try:
        entries = read_items(values)
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"The values for the inputs cannot be read: {error}.", hint=_HINT) from error
    return [_pair(number, entry) for number, entry in enumerate(entries, 1)]


def _pair(number: int, entry: object) -> Pair:
    if isinstance(entry, tuple) and len(entry) == 2 and not isinstance(entry, WorkflowInput):
        return entry
    if not isinstance(entry, Mapping):
        raise ArgumentError(
            f"Value {number} is not a record with a name and a value: {short_repr(entry)}.", hint=_HINT
        )
    _check_keys(number, entry)
    return _key_of(number, entry), entry["value"]


def _check_keys(number: int, record: Mapping[Any, Any]) -> None:
    unknown = [key for key in record if key not in _RECORD_KEYS]
    if unknown or "value" not in record:
        wrong = f"has the unknown key {unknown[0]!r}" if unknown else "has no 'value'"
        hint = did_you_mean(str(unknown[0]), _RECORD_KEYS) if unknown else ""
        several = "To run once for each dict of values, use map()."
        raise ArgumentError(
            f"Record {number} {wrong}: {short_repr(record)}.", hint=hint or f"{_HINT} {several}"
        )


def _key_of(number: int, record: Mapping[Any, Any]) -> Any:
    if "node_id" in record and "field_name" in record:
        return record["node_id"], record["field_name"]
    name = record.get("name", record.get("label"))
    if "index" in record:
        return record["index"] if name is None else LabelledIndex(record["index"], name)
    if name is not None:
        return name
    raise ArgumentError(f"Record {number} does not name an input: {short_repr(record)}.", hint=_HINT)
