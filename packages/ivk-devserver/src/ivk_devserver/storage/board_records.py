"""The boards, with the counts and covers that are computed from the images on them."""

from typing import Any
from uuid import uuid4

from ivk_devserver.storage.sqlite_database import NOW, Row, SqliteDatabase

__all__ = ["BoardRecordStorage"]

SELECT = """
SELECT boards.board_id, board_name, boards.user_id, boards.created_at, boards.updated_at, NULL AS deleted_at,
       archived, board_visibility,
       (SELECT image_name FROM images WHERE images.board_id = boards.board_id AND NOT is_intermediate
           ORDER BY starred DESC, created_at DESC LIMIT 1) AS cover_image_name,
       (SELECT COUNT(*) FROM images WHERE images.board_id = boards.board_id
           AND image_category = 'general' AND NOT is_intermediate) AS image_count,
       (SELECT COUNT(*) FROM images WHERE images.board_id = boards.board_id
           AND image_category IN ('control', 'mask', 'user', 'other') AND NOT is_intermediate) AS asset_count,
       COALESCE(users.display_name, users.email) AS owner_username
FROM boards LEFT JOIN users ON users.user_id = boards.user_id
"""
ORDERS = {"created_at": "boards.created_at", "board_name": "LOWER(board_name)"}


class BoardRecordStorage:
    """The boards of a server."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def create(self, name: str, user_id: str) -> Row:
        """Create a board and return it."""
        board_id = str(uuid4())
        self._database.run(
            "INSERT INTO boards (board_id, board_name, user_id) VALUES (?, ?, ?)", (board_id, name, user_id)
        )
        board = self.get(board_id)
        if board is None:
            raise RuntimeError(f"the board {board_id} was inserted but cannot be read")
        return board

    def get(self, board_id: str) -> Row | None:
        """Return a board; None if there is no such board."""
        return self._database.one(f"{SELECT} WHERE boards.board_id = ?", (board_id,))

    def all(self, *, order_by: str, direction: str, archived: bool, user_id: str | None) -> list[Row]:
        """Return boards; with a user, those that the user may read."""
        order = "DESC" if direction == "DESC" else "ASC"
        return self._database.all(
            f"{SELECT} WHERE (? OR NOT archived) AND (? IS NULL OR boards.user_id = ?"
            f" OR board_visibility IN ('shared', 'public')) ORDER BY {ORDERS[order_by]} {order}",
            (archived, user_id, user_id),
        )

    def update(self, board_id: str, changes: dict[str, Any]) -> None:
        """Change columns of a board."""
        for column in ("board_name", "cover_image_name", "archived", "board_visibility"):
            if changes.get(column) is not None:
                self._database.run(
                    f"UPDATE boards SET {column} = ?, updated_at = {NOW} WHERE board_id = ?",  # noqa: S608
                    (changes[column], board_id),
                )

    def delete(self, board_id: str) -> None:
        """Delete a board; its images become uncategorized."""
        self._database.run("DELETE FROM boards WHERE board_id = ?", (board_id,))
