"""Listings of queue items: filters, and a short table instead of a long `repr`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TypeVar

from ivk_core.errors import ConfigurationError
from ivk_core.suggestions import did_you_mean
from ivk_workflows.queue.arguments import checked_batch_id, checked_status, checked_text
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["ItemFilter", "QueueItems", "filter_of"]

ItemT = TypeVar("ItemT", bound=QueueItemSummary)
_COLUMNS = ("item", "status", "seconds", "created", "batch", "destination")
# A table of more rows scrolls its own head off the screen.
_MOST_ROWS = 20


class QueueItems(list[ItemT]):
    """A list of queue items, which is shown as a table."""

    def __repr__(self) -> str:
        """Return a table: item id, status, seconds, time, batch and destination."""
        rows = [_COLUMNS, *self._rows()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
        ]
        return "\n".join([f"{len(self)} queue items", *map(str.rstrip, lines), *self._more()])

    def _repr_html_(self) -> str:
        """Return the same table for notebooks."""
        head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self._rows()
        )
        more = "".join(f"<p>{escape(line)}</p>" for line in self._more())
        return f"<table><tr>{head}</tr>{body}</table>{more}"

    def _rows(self) -> list[tuple[str, ...]]:
        return [_row(item) for item in self[:_MOST_ROWS]]

    def _more(self) -> list[str]:
        return [f"… and {len(self) - _MOST_ROWS} more"] if len(self) > _MOST_ROWS else []


def _row(item: QueueItemSummary) -> tuple[str, ...]:
    return (
        str(item.item_id),
        item.status.value,
        _seconds(item.started_at, item.completed_at),
        item.created_at.strftime("%Y-%m-%d %H:%M:%S") if item.created_at else "",
        item.batch_id[:8],
        item.destination or "",
    )


def _seconds(start: datetime | None, end: datetime | None) -> str:
    return f"{(end - start).total_seconds():.1f}" if start and end else ""


@dataclass(frozen=True)
class ItemFilter:
    """Which items a listing has.

    Parameters
    ----------
    status : frozenset of str, optional
        The statuses; all by default.
    origin, destination, batch_id : str, optional
        Only items with these; all by default.
    """

    status: frozenset[str] | None = None
    origin: str | None = None
    destination: str | None = None
    batch_id: str | None = None

    def takes(self, item: QueueItemSummary) -> bool:
        """Return whether an item is in the listing."""
        return (
            (self.status is None or item.status.value in self.status)
            and (self.origin is None or item.origin == self.origin)
            and (self.destination is None or item.destination == self.destination)
            and (self.batch_id is None or item.batch_id == self.batch_id)
        )

    def check_found(self, items: Iterable[QueueItemSummary]) -> None:
        """Raise an error if a name that no item has is nearly that of some.

        Parameters
        ----------
        items : iterable of QueueItemSummary
            All items of the queue.

        Raises
        ------
        ConfigurationError
            If an origin or a destination seems to be misspelled.
        """
        items = list(items)
        for name, wanted in (("origin", self.origin), ("destination", self.destination)):
            seen = sorted({str(getattr(item, name)) for item in items if getattr(item, name)})
            if wanted is not None and wanted not in seen and (hint := did_you_mean(wanted, seen)):
                raise ConfigurationError(f"No item of the queue has the {name} {wanted!r}.", hint=hint)


def filter_of(
    status: str | Sequence[str] | None, origin: str | None, destination: str | None, batch_id: str | None
) -> ItemFilter:
    """Check the filters of a listing.

    Raises
    ------
    ConfigurationError
        If there is no such status.
    ArgumentError
        If a filter is of the wrong type.
    """
    return ItemFilter(
        None if status is None else checked_status(status),
        None if origin is None else checked_text("An origin", origin),
        None if destination is None else checked_text("A destination", destination),
        None if batch_id is None else checked_batch_id(batch_id),
    )
