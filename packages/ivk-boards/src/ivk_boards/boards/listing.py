"""A list of boards that prints as a table."""

from __future__ import annotations

from typing import ClassVar

from ivk_boards.boards.schemas import Board
from ivk_core.tables import TableList

__all__ = ["BoardList"]


class BoardList(TableList[Board]):
    """A list of boards. It prints as a table: name, numbers of images and assets, id, archived or not."""

    headings: ClassVar[tuple[str, ...]] = ("name", "images", "assets", "board_id", "")

    def row(self, item: Board) -> tuple[str, ...]:
        """Return the cells of a board."""
        counts = ("" if count is None else str(count) for count in (item.image_count, item.asset_count))
        return item.board_name, *counts, item.board_id, "archived" if item.archived else ""
