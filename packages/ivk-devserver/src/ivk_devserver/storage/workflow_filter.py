"""Which workflows a listing wants."""

from dataclasses import dataclass

from ivk_devserver.storage.filter import Condition, Filter, marks

__all__ = ["WorkflowFilter"]


@dataclass(frozen=True)
class WorkflowFilter(Filter):
    """Which workflows a listing wants; None in a field means that it does not matter."""

    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    query: str | None = None
    has_been_opened: bool | None = None
    is_public: bool | None = None
    user_id: str | None = None

    def _conditions(self) -> list[Condition]:
        found: list[Condition] = []
        if self.categories:
            found.append((f"category IN ({marks(self.categories)})", self.categories))
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
