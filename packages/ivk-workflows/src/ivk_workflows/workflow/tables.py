"""Tables of values: columns, rows, a CSV file or a DataFrame, all read as columns by input."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

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
        If it is not a table, or its rows have different columns.
    OSError
        If there is no such file.
    """
    if isinstance(table, str | Path):
        return _columns_of_rows(_csv_rows(Path(table)), f"{table}: ")
    if hasattr(table, "to_dict") and hasattr(table, "columns"):
        return _columns_of_frame(table)
    if isinstance(table, Mapping):
        return {key: _values(key, values) for key, values in table.items()}
    if not isinstance(table, Iterable):
        raise BatchError(f"{table!r} is not a table of values.", hint=_HINT)
    return _columns_of_rows(list(table), "")


def _columns_of_frame(frame: Any) -> dict[Any, list[Any]]:
    return {key: list(values) for key, values in frame.to_dict("list").items()}


def _values(key: Any, values: Any) -> list[Any]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise BatchError(f"The values for the input {key!r} are not a list, but {values!r}.", hint=_HINT)
    return list(values)


def _csv_rows(file: Path) -> list[dict[Any, Any]]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines))
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
