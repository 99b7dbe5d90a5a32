"""What a query wants, as conditions in SQL and the values for their marks."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import Any

__all__ = ["Condition", "Filter", "marks"]

Condition = tuple[str, tuple[Any, ...]]


class Filter(ABC):
    """Conditions, all of which must hold."""

    @property
    def where(self) -> str:
        """The WHERE clause."""
        return "WHERE 1" + "".join(f" AND {condition}" for condition, _ in self._conditions())

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of the WHERE clause's marks."""
        return tuple(value for _, values in self._conditions() for value in values)

    @abstractmethod
    def _conditions(self) -> Sequence[Condition]:
        """Give each condition, with the values of its marks."""


def marks(values: Collection[Any]) -> str:
    """Give a mark for each value."""
    return ", ".join("?" for _ in values)
