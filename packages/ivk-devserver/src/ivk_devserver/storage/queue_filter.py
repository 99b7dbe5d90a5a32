"""Which queue items an operation is about."""

from dataclasses import dataclass
from typing import Any

__all__ = ["QueueFilter"]


@dataclass(frozen=True)
class QueueFilter:
    """Which queue items an operation is about; None in a field means that it does not matter."""

    queue_id: str | None = None
    statuses: tuple[str, ...] | None = None
    batch_ids: tuple[str, ...] | None = None
    destination: str | None = None
    user_id: str | None = None
    item_ids: tuple[int, ...] | None = None
    other_than: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        """The WHERE clause."""
        return "WHERE 1" + "".join(f" AND {condition}" for condition, _ in self._conditions())

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of the WHERE clause's marks."""
        return tuple(value for _, values in self._conditions() for value in values)

    def _conditions(self) -> list[tuple[str, tuple[Any, ...]]]:
        equal = [
            ("queue_id", self.queue_id),
            ("destination", self.destination),
            ("session_queue.user_id", self.user_id),
        ]
        among = [("status", self.statuses), ("batch_id", self.batch_ids), ("item_id", self.item_ids)]
        return [
            *((f"{column} = ?", (value,)) for column, value in equal if value is not None),
            *((f"{column} IN ({_marks(found)})", found) for column, found in among if found is not None),
            *([(f"item_id NOT IN ({_marks(self.other_than)})", self.other_than)] if self.other_than else []),
        ]


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" for _ in values)
