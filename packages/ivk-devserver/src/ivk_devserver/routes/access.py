"""Who may see and change what when there are several users."""

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
    """Give a board, or answer 404."""
    board = backend.boards.get(board_id)
    if board is None:
        raise HTTPException(404, "Board not found")
    return board


def may_read_board(board: Row, user: User) -> bool:
    """Say whether a user may look at a board."""
    return user.is_admin or board["user_id"] == user.user_id or board["board_visibility"] != "private"


def require_owner(record: Row, user: User, refusal: str) -> None:
    """Answer 403 unless a record is the user's own; administrators own everything."""
    if not user.is_admin and record["user_id"] != user.user_id:
        raise HTTPException(403, refusal)


def require_writable_board(backend: Backend, board_id: str, user: User, refusal: str) -> None:
    """Answer 404 or 403 unless a user may put images on a board."""
    board = found_board(backend, board_id)
    writable = board["user_id"] == user.user_id or board["board_visibility"] == "public"
    if not (user.is_admin or writable):
        raise HTTPException(403, refusal)


def readable_image(backend: Backend, name: str, user: User) -> Row:
    """Give an image's record, or answer 404, or 403 if it is somebody else's."""
    record = backend.images.get(name)
    if record is None:
        raise HTTPException(404)
    if not _may_read(backend, record, user):
        raise HTTPException(403, "Not authorized to access this image")
    return record


def own_image(backend: Backend, name: str, user: User) -> Row | None:
    """Give an image's record if there is one, or answer 403 if it is somebody else's."""
    record = backend.images.get(name)
    if record is not None:
        require_owner(record, user, "Not authorized to modify this image")
    return record


def _may_read(backend: Backend, record: Row, user: User) -> bool:
    if user.is_admin or record["user_id"] == user.user_id:
        return True
    board = backend.boards.get(record["board_id"]) if record["board_id"] else None
    return board is not None and may_read_board(board, user)
