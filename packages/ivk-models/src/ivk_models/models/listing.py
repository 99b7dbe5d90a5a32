"""A list of models that prints as a table."""

from __future__ import annotations

from typing import ClassVar

from ivk_core.tables import TableList, as_size
from ivk_models.models.schemas import DnnModel

__all__ = ["ModelList"]


class ModelList(TableList[DnnModel]):
    """A list of models. It prints as a table: name, base, type, format, size and key."""

    headings: ClassVar[tuple[str, ...]] = ("name", "base", "type", "format", "size", "key")

    def row(self, item: DnnModel) -> tuple[str, ...]:
        """Return the cells of a model."""
        size = as_size(item.file_size)
        return item.name, str(item.base), str(item.type), str(item.format or ""), size, item.key
