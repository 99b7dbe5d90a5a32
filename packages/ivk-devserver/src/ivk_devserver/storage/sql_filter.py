"""The base of the filters of the tables, which become a WHERE clause and the values of its parameters."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import Any

__all__ = ["Condition", "SqlFilter", "placeholders"]

Condition = tuple[str, tuple[Any, ...]]
"""An SQL condition, and the values of its parameters."""


class SqlFilter(ABC):
    """Conditions on rows, all of which must be true."""

    @property
    def where(self) -> str:
        """The WHERE clause."""
        return "WHERE 1" + "".join(f" AND {condition}" for condition, _ in self._conditions())

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of the parameters of the WHERE clause."""
        return tuple(value for _, values in self._conditions() for value in values)

    @abstractmethod
    def _conditions(self) -> Sequence[Condition]:
        """Return each condition with the values of its parameters."""


def placeholders(values: Collection[Any]) -> str:
    """Return one ``?`` for each value, separated by commas."""
    return ", ".join("?" for _ in values)
