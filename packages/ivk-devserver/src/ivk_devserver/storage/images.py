"""Images: their records and their files together."""

from typing import Any
from uuid import uuid4

from PIL import Image

from ivk_devserver.storage.database import NOW, Database, Row
from ivk_devserver.storage.image_files import ImageFiles
from ivk_devserver.storage.image_filter import ImageFilter

__all__ = ["ImageStore"]

COLUMNS = """
image_name, image_origin, image_category, width, height, created_at, updated_at, NULL AS deleted_at,
is_intermediate, session_id, node_id, starred, workflow IS NOT NULL AS has_workflow, '' AS image_subfolder,
board_id, user_id
"""
ATTACHED = ("metadata", "workflow", "graph")
CHANGEABLE = ("image_category", "session_id", "is_intermediate", "starred")


class ImageStore:
    """The images of a server."""

    def __init__(self, database: Database, files: ImageFiles) -> None:
        self._database = database
        self.files = files

    def create(self, image: Image.Image, **record: Any) -> Row:
        """Save a picture with its record.

        Parameters
        ----------
        image
            The picture.
        record
            The record's columns, by name; ``metadata``, ``workflow`` and ``graph`` are JSON texts and also
            go into the file.
        """
        name = f"{uuid4()}.png"
        texts = {f"invokeai_{key}": record[key] for key in ATTACHED if record.get(key) is not None}
        self.files.save(name, image, texts)
        self._insert({"image_name": name, "width": image.width, "height": image.height, **record})
        return self.get_existing(name)

    def _insert(self, values: dict[str, Any]) -> None:
        columns, marks = ", ".join(values), ", ".join("?" for _ in values)
        statement = f"INSERT INTO images ({columns}) VALUES ({marks})"  # noqa: S608 - names are our own
        self._database.run(statement, tuple(values.values()))

    def get(self, name: str) -> Row | None:
        """Give one record, or None."""
        return self._database.one(f"SELECT {COLUMNS} FROM images WHERE image_name = ?", (name,))  # noqa: S608

    def get_existing(self, name: str) -> Row:
        """Give the record of an image that must be there."""
        record = self.get(name)
        if record is None:
            raise KeyError(name)
        return record

    def attached(self, name: str, column: str) -> str | None:
        """Give an image's stored ``metadata``, ``workflow`` or ``graph``, as JSON text."""
        value = self._database.value(f"SELECT {column} FROM images WHERE image_name = ?", (name,))  # noqa: S608
        return None if value is None else str(value)

    def page(self, wanted: ImageFilter, *, offset: int, limit: int) -> list[Row]:
        """List records, one page of them."""
        statement = f"SELECT {COLUMNS} FROM images {wanted.where} {wanted.order} LIMIT ? OFFSET ?"  # noqa: S608
        return self._database.all(statement, (*wanted.values, limit, offset))

    def names(self, wanted: ImageFilter) -> list[str]:
        """List names."""
        statement = f"SELECT image_name FROM images {wanted.where} {wanted.order}"  # noqa: S608
        return self._database.column(statement, wanted.values)

    def count(self, wanted: ImageFilter, *, starred: bool = False) -> int:
        """Count images."""
        extra = " AND starred" if starred else ""
        statement = f"SELECT COUNT(*) FROM images {wanted.where}{extra}"  # noqa: S608
        return int(self._database.value(statement, wanted.values))

    def update(self, name: str, changes: dict[str, Any]) -> Row:
        """Change columns of a record and give it."""
        for column in CHANGEABLE:
            if changes.get(column) is not None:
                statement = f"UPDATE images SET {column} = ?, updated_at = {NOW} WHERE image_name = ?"  # noqa: S608
                self._database.run(statement, (changes[column], name))
        return self.get_existing(name)

    def move(self, name: str, board_id: str | None) -> None:
        """Put an image on a board, or on none."""
        self._database.run("UPDATE images SET board_id = ? WHERE image_name = ?", (board_id, name))

    def delete(self, name: str) -> None:
        """Remove an image's record and files."""
        self._database.run("DELETE FROM images WHERE image_name = ?", (name,))
        self.files.delete(name)

    def intermediates(self, user_id: str | None = None) -> list[str]:
        """Name the intermediate images, of one user if given."""
        return self._database.column(
            "SELECT image_name FROM images WHERE is_intermediate AND (? IS NULL OR user_id = ?)",
            (user_id, user_id),
        )
