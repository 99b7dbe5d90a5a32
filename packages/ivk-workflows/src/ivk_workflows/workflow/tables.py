"""Tables of values: columns, rows, a CSV file or a DataFrame, all read as columns by input."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from ivk_fields.errors import short_repr
from ivk_fields.items import is_items, read_items
from ivk_workflows.compile.limits import MAX_JOBS
from ivk_workflows.errors import BatchError

__all__ = ["Table", "columns_of"]

Table: TypeAlias = Mapping[Any, Iterable[Any]] | Sequence[Mapping[Any, Any]] | str | Path | Any
"""Columns by input, or rows (a list of dicts), or the path of a CSV file, or a pandas DataFrame."""

_HINT = "Pass a dict of lists, a list of dicts, a CSV file or a DataFrame."


def columns_of(table: Table) -> dict[Any, list[Any]]:
    """Read a table as columns.

    Parameters
    ----------
    table : Table
        Columns, rows, a CSV file or a DataFrame.

    Returns
    -------
    dict of list
        The values for each input; those of a CSV file are text.

    Raises
    ------
    BatchError
        If it is not a table, its rows have different columns, two columns have the same name, or there are
        too many values.
    OSError
        If there is no such file.
    """
    if isinstance(table, str | Path):
        return _columns_of_rows(_csv_rows(Path(table)), f"{table}: ")
    if hasattr(table, "to_dict") and hasattr(table, "columns"):
        return _columns_of_frame(table)
    if isinstance(table, Mapping):
        return {key: _values(key, values) for key, values in table.items()}
    if not is_items(table):
        raise BatchError(f"{short_repr(table)} is not a table of values.", hint=_HINT)
    return _columns_of_rows(_listed(table, "The rows of the table cannot be read: "), "")


def _columns_of_frame(frame: Any) -> dict[Any, list[Any]]:
    _refuse_repeated(frame.columns, "")
    return {key: list(values) for key, values in frame.to_dict("list").items()}


def _values(key: Any, values: Any) -> list[Any]:
    if not is_items(values):
        raise BatchError(
            f"The values for the input {key!r} are not a list, but {short_repr(values)}.", hint=_HINT
        )
    return _listed(values, f"The values for the input {key!r} cannot be read: ")


def _listed(values: Iterable[Any], where: str) -> list[Any]:
    try:
        return list(read_items(values, limit=MAX_JOBS))
    except (TypeError, ValueError) as error:
        raise BatchError(f"{where}{error}.", hint=_HINT) from error


def _refuse_repeated(names: Iterable[Any], source: str) -> None:
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        raise BatchError(f"{source}the table has several columns {repeated[0]!r}.", hint="Keep one of them.")


def _csv_rows(file: Path) -> list[dict[Any, Any]]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            rows = csv.DictReader(lines)
            _refuse_repeated(rows.fieldnames or (), f"{file}: ")
            return list(rows)
    except (csv.Error, UnicodeDecodeError) as error:
        raise BatchError(f"{file} is not a CSV file ({error}).") from error


def _columns_of_rows(rows: Sequence[Any], source: str) -> dict[Any, list[Any]]:
    names = rows[0].keys() if rows and isinstance(rows[0], Mapping) else frozenset()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise BatchError(f"{source}row {number} of the table is not a dict, but {row!r}.", hint=_HINT)
        # The CSV reader fills short rows with None, and keeps the rest of long rows under the key None.
        if row.keys() != names or None in row or (source and None in row.values()):
            raise BatchError(
                f"{source}row {number} of the table has other columns than {', '.join(map(str, names))}."
            )
    return {name: [row[name] for row in rows] for name in names}
