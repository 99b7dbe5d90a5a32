"""The access of users to boards and images: checks that answer 403 or 404."""

from fastapi import HTTPException

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.storage.sqlite_database import Row

__all__ = [
    "found_board",
    "may_read_board",
    "own_image",
    "readable_image",
    "require_owner",
    "require_writable_board",
]


def found_board(backend: Backend, board_id: str) -> Row:
    """Return a board, or answer 404."""
    board = backend.boards.get(board_id)
    if board is None:
        raise HTTPException(404, "Board not found")
    return board


def may_read_board(board: Row, user: User) -> bool:
    """Return whether a user may read a board."""
    return user.is_admin or board["user_id"] == user.user_id or board["board_visibility"] != "private"


def require_owner(record: Row, user: User, detail: str) -> None:
    """Answer 403 if a record belongs to another user; administrators may change all records."""
    if not user.is_admin and record["user_id"] != user.user_id:
        raise HTTPException(403, detail)


def require_writable_board(backend: Backend, board_id: str, user: User, detail: str) -> None:
    """Answer 404 or 403 if a user may not add images to a board."""
    board = found_board(backend, board_id)
    is_writable = board["user_id"] == user.user_id or board["board_visibility"] == "public"
    if not (user.is_admin or is_writable):
        raise HTTPException(403, detail)


def readable_image(backend: Backend, name: str, user: User) -> Row:
    """Return the record of an image; answer 404 if there is none, or 403 if the user may not read it."""
    record = backend.images.get(name)
    if record is None:
        raise HTTPException(404)
    if not _may_read(backend, record, user):
        raise HTTPException(403, "Not authorized to access this image")
    return record


def own_image(backend: Backend, name: str, user: User) -> Row | None:
    """Return the record of an image, None if there is none; answer 403 if it belongs to another user."""
    record = backend.images.get(name)
    if record is not None:
        require_owner(record, user, "Not authorized to modify this image")
    return record


def _may_read(backend: Backend, record: Row, user: User) -> bool:
    if user.is_admin or record["user_id"] == user.user_id:
        return True
    board = backend.boards.get(record["board_id"]) if record["board_id"] else None
    return board is not None and may_read_board(board, user)
