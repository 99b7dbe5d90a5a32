"""Which workflows a listing wants."""

from dataclasses import dataclass
from typing import Any

__all__ = ["WorkflowFilter"]


@dataclass(frozen=True)
class WorkflowFilter:
    """Which workflows a listing wants; None in a field means that it does not matter."""

    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    query: str | None = None
    has_been_opened: bool | None = None
    is_public: bool | None = None
    user_id: str | None = None

    @property
    def where(self) -> str:
        """The WHERE clause."""
        return "WHERE 1" + "".join(f" AND {condition}" for condition, _ in self._conditions())

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of the WHERE clause's marks."""
        return tuple(value for _, values in self._conditions() for value in values)

    def _conditions(self) -> list[tuple[str, tuple[Any, ...]]]:
        found: list[tuple[str, tuple[Any, ...]]] = []
        if self.categories:
            found.append((f"category IN ({', '.join('?' for _ in self.categories)})", self.categories))
        if self.tags:
            tags = tuple(f"%{tag.strip()}%" for tag in self.tags)
            found.append((f"({' OR '.join('tags LIKE ?' for _ in tags)})", tags))
        if self.query and self.query.strip():
            pattern = f"%{self.query.strip()}%"
            found.append(("(name LIKE ? OR description LIKE ? OR tags LIKE ?)", (pattern,) * 3))
        if self.has_been_opened is not None:
            found.append(("(opened_at IS NOT NULL) = ?", (self.has_been_opened,)))
        if self.is_public is not None:
            found.append(("is_public = ?", (self.is_public,)))
        if self.user_id is not None:
            found.append(("(user_id = ? OR category = 'default')", (self.user_id,)))
        return found
