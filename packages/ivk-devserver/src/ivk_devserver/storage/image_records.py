"""The images: their records, and the files that belong to them."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from PIL import Image

from ivk_devserver.storage.image_files import DiskImageFileStorage
from ivk_devserver.storage.sql_filter import Condition, SqlFilter, placeholders
from ivk_devserver.storage.sqlite_database import NOW, Row, SqliteDatabase

__all__ = ["ImageFilter", "ImageRecordStorage"]

COLUMNS = """
image_name, image_origin, image_category, width, height, created_at, updated_at, NULL AS deleted_at,
is_intermediate, session_id, node_id, starred, workflow IS NOT NULL AS has_workflow, '' AS image_subfolder,
board_id, user_id
"""
JSON_COLUMNS = ("metadata", "workflow", "graph")
CHANGEABLE = ("image_category", "session_id", "is_intermediate", "starred")


@dataclass(frozen=True)
class ImageFilter(SqlFilter):
    """Which images to list, and in which order; a field that is None does not restrict them.

    ``board_id`` is ``"none"`` for images that are on no board.
    """

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
        conditions = [
            ("image_origin = ?", self.image_origin),
            ("is_intermediate = ?", self.is_intermediate),
            ("DATE(created_at) = ?", self.created_date),
            ("(metadata LIKE ? OR created_at LIKE ?)", self._search_patterns()),
            (f"image_category IN ({placeholders(self.categories or ())})", self.categories),
            *self._board_conditions(),
        ]
        return [(text, _as_tuple(value)) for text, value in conditions if value is not None]

    def _search_patterns(self) -> tuple[str, str] | None:
        pattern = f"%{self.search_term.lower()}%" if self.search_term else None
        return None if pattern is None else (pattern, pattern)

    def _board_conditions(self) -> list[tuple[str, Any]]:
        """Return the conditions on board and user: a board may have images of other users."""
        is_owner = ("user_id = ?", self.user_id)
        if self.board_id is None:
            return [is_owner]
        if self.board_id == "none":
            return [("board_id IS NULL", ()), is_owner]
        return [("board_id = ?", self.board_id)]


class ImageRecordStorage:
    """The images of a server."""

    def __init__(self, database: SqliteDatabase, files: DiskImageFileStorage) -> None:
        self._database = database
        self.files = files

    def create(self, image: Image.Image, **record: Any) -> Row:
        """Save an image with its record.

        Parameters
        ----------
        image
            The image.
        record
            The columns of the record by name. ``metadata``, ``workflow`` and ``graph`` are JSON texts, which
            are also written into the file.
        """
        name = f"{uuid4()}.png"
        texts = {f"invokeai_{key}": record[key] for key in JSON_COLUMNS if record.get(key) is not None}
        self.files.save(name, image, texts)
        self._insert({"image_name": name, "width": image.width, "height": image.height, **record})
        return self.get_existing(name)

    def _insert(self, values: dict[str, Any]) -> None:
        statement = f"INSERT INTO images ({', '.join(values)}) VALUES ({placeholders(values)})"  # noqa: S608
        self._database.run(statement, tuple(values.values()))

    def get(self, name: str) -> Row | None:
        """Return a record; None if there is no such image."""
        return self._database.one(f"SELECT {COLUMNS} FROM images WHERE image_name = ?", (name,))  # noqa: S608

    def get_existing(self, name: str) -> Row:
        """Return a record.

        Raises
        ------
        KeyError
            If there is no such image.
        """
        record = self.get(name)
        if record is None:
            raise KeyError(name)
        return record

    def get_json(self, name: str, column: str) -> str | None:
        """Return the ``metadata``, ``workflow`` or ``graph`` of an image as JSON text, None without one."""
        value = self._database.value(f"SELECT {column} FROM images WHERE image_name = ?", (name,))  # noqa: S608
        return None if value is None else str(value)

    def page(self, image_filter: ImageFilter, *, offset: int, limit: int) -> list[Row]:
        """Return one page of records."""
        statement = f"SELECT {COLUMNS} FROM images {image_filter.where} {image_filter.order} LIMIT ? OFFSET ?"  # noqa: S608
        return self._database.all(statement, (*image_filter.values, limit, offset))

    def names(self, image_filter: ImageFilter) -> list[str]:
        """Return the names of images."""
        statement = f"SELECT image_name FROM images {image_filter.where} {image_filter.order}"  # noqa: S608
        return self._database.column(statement, image_filter.values)

    def count(self, image_filter: ImageFilter, *, starred: bool = False) -> int:
        """Return the number of images, or of starred ones."""
        extra = " AND starred" if starred else ""
        statement = f"SELECT COUNT(*) FROM images {image_filter.where}{extra}"  # noqa: S608
        return int(self._database.value(statement, image_filter.values))

    def update(self, name: str, changes: dict[str, Any]) -> Row:
        """Change columns of a record and return it."""
        for column in CHANGEABLE:
            if changes.get(column) is not None:
                statement = f"UPDATE images SET {column} = ?, updated_at = {NOW} WHERE image_name = ?"  # noqa: S608
                self._database.run(statement, (changes[column], name))
        return self.get_existing(name)

    def set_board(self, name: str, board_id: str | None) -> None:
        """Add an image to a board, or remove it from its board for None."""
        self._database.run("UPDATE images SET board_id = ? WHERE image_name = ?", (board_id, name))

    def delete(self, name: str) -> None:
        """Delete an image, its record and its files."""
        self._database.run("DELETE FROM images WHERE image_name = ?", (name,))
        self.files.delete(name)

    def intermediates(self, user_id: str | None = None) -> list[str]:
        """Return the names of the intermediate images, of all users or of one."""
        return self._database.column(
            "SELECT image_name FROM images WHERE is_intermediate AND (? IS NULL OR user_id = ?)",
            (user_id, user_id),
        )


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
