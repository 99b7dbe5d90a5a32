"""Which images a listing wants, and in which order."""

from dataclasses import dataclass
from typing import Any

from ivk_devserver.storage.filter import Condition, Filter, marks

__all__ = ["ImageFilter"]


@dataclass(frozen=True)
class ImageFilter(Filter):
    """Which images a listing wants; None in a field means that it does not matter."""

    image_origin: str | None = None
    categories: tuple[str, ...] | None = None
    is_intermediate: bool | None = None
    board_id: str | None = None
    search_term: str | None = None
    created_date: str | None = None
    user_id: str | None = None
    order_dir: str = "DESC"
    starred_first: bool = True

    @property
    def order(self) -> str:
        """The ORDER BY clause."""
        direction = "ASC" if self.order_dir == "ASC" else "DESC"
        first = "starred DESC, " if self.starred_first else ""
        return f"ORDER BY {first}created_at {direction}, image_name {direction}"

    def _conditions(self) -> list[Condition]:
        found = [
            ("image_origin = ?", self.image_origin),
            ("is_intermediate = ?", self.is_intermediate),
            ("DATE(created_at) = ?", self.created_date),
            ("(metadata LIKE ? OR created_at LIKE ?)", self._pattern()),
            (self._category_condition(), self.categories),
            *self._place(),
        ]
        return [(text, _tuple(value)) for text, value in found if value is not None]

    def _pattern(self) -> tuple[str, str] | None:
        text = f"%{self.search_term.lower()}%" if self.search_term else None
        return None if text is None else (text, text)

    def _category_condition(self) -> str:
        return f"image_category IN ({marks(self.categories or ())})"

    def _place(self) -> list[tuple[str, Any]]:
        mine = ("user_id = ?", self.user_id)
        if self.board_id is None:
            return [mine]
        if self.board_id == "none":
            return [("board_id IS NULL", ()), mine]
        return [("board_id = ?", self.board_id)]


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
