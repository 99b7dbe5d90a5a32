"""A list of images that prints as a table."""

from __future__ import annotations

from typing import ClassVar

from ivk_boards.images.schemas import IvkImage
from ivk_core.tables import TableList

__all__ = ["ImageList"]


class ImageList(TableList[IvkImage]):
    """A list of images. It prints as a table: name, size in pixels, category, time of creation, board."""

    headings: ClassVar[tuple[str, ...]] = ("image_name", "size", "category", "created_at", "board_id")

    def row(self, item: IvkImage) -> tuple[str, ...]:
        """Return the cells of an image."""
        size = f"{item.width}x{item.height}"
        created = f"{item.created_at:%Y-%m-%d %H:%M}" if item.created_at else ""
        return item.image_name, size, str(item.image_category), created, item.board_id or ""
