"""Lists that print as a table: in a terminal, and in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import ClassVar, Generic, TypeVar

__all__ = ["TableList", "as_size"]

T = TypeVar("T")

# Rows of a printed table: a screen full. The list itself has all items.
_MAX_ROWS = 40
# Characters of a cell: enough for the server's names of images, and three such cells fit on a line.
_MAX_CELL = 44
_UNITS = ("B", "kB", "MB", "GB", "TB")


class TableList(list[T], Generic[T]):
    """Base of the lists that print as a table; otherwise they are lists.

    Attributes
    ----------
    headings : tuple of str
        The titles of the columns.
    """

    headings: ClassVar[tuple[str, ...]] = ()

    def row(self, item: T) -> tuple[str, ...]:
        """Return the cells of an item."""
        return (repr(item),)

    def __repr__(self) -> str:
        """Return a table of text with a line for each item."""
        if not self:
            return "[]"
        table = [self.headings, *self._rows()]
        widths = [max(len(row[column]) for row in table) for column in range(len(self.headings))]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)
        return "\n".join([*lines, *self._rest()])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(heading)}</th>" for heading in self.headings)
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self._rows())
        caption = "".join(f"<caption>{escape(line)}</caption>" for line in self._rest())
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _rows(self) -> list[tuple[str, ...]]:
        return [tuple(map(_cut, self.row(item))) for item in self[:_MAX_ROWS]]

    def _rest(self) -> list[str]:
        return [f"… and {len(self) - _MAX_ROWS} more"] if len(self) > _MAX_ROWS else []


def as_size(count: int | None) -> str:
    """Return a number of bytes in decimal units, such as ``"6.9 GB"``; empty if it is not known."""
    if count is None:
        return ""
    size, unit = float(count), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{count} B"


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_CELL else f"{text[: _MAX_CELL - 1]}…"


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
