"""The operations on boards."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import found_board, may_read_board, require_owner
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.schemas import ImageCategory, OffsetPaginatedResults, SQLiteDirection
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/boards", tags=["boards"])
MAX_NAME_LENGTH = 300
"""The limit of a real server."""


class BoardVisibility(StrEnum):
    """Which users may read a board and add images to it."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


class BoardRecordOrderBy(StrEnum):
    """The orders of a listing of boards."""

    CREATED_AT = "created_at"
    BOARD_NAME = "board_name"


class BoardDTO(BaseModel):
    """A board, with its counts and its cover image."""

    board_id: str
    board_name: str
    user_id: str
    created_at: str
    updated_at: str
    deleted_at: str | None = None
    cover_image_name: str | None
    archived: bool
    board_visibility: BoardVisibility = BoardVisibility.PRIVATE
    cover_video_name: str | None = None
    image_count: int
    video_count: int = 0
    asset_count: int
    owner_username: str | None = None


class BoardChanges(BaseModel):
    """The fields of a board to change."""

    model_config = ConfigDict(extra="forbid")

    board_name: Annotated[str, Field(max_length=MAX_NAME_LENGTH)] | None = None
    cover_image_name: str | None = None
    archived: bool | None = None
    board_visibility: BoardVisibility | None = None


class DeleteBoardResult(BaseModel):
    """The images of a deleted board."""

    board_id: str
    deleted_board_images: list[str] = []
    deleted_images: list[str] = []
    deleted_board_videos: list[str] = []
    deleted_videos: list[str] = []
    failed_images: list[str] = []
    failed_videos: list[str] = []


@router.post("/", operation_id="create_board", status_code=201)
def create_board(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    board_name: Annotated[str, Query(max_length=MAX_NAME_LENGTH)],
) -> BoardDTO:
    """Create a board."""
    return _dto(backend.boards.create(board_name, user.user_id))


@router.get("/", operation_id="list_boards")
def list_boards(
    *,
    backend: BackendDep,
    user: CurrentUserOrDefault,
    order_by: BoardRecordOrderBy = BoardRecordOrderBy.CREATED_AT,
    direction: SQLiteDirection = SQLiteDirection.DESCENDING,
    all: bool | None = None,  # noqa: A002 - the name in the query
    offset: int | None = None,
    limit: int | None = None,
    include_archived: bool = False,
) -> OffsetPaginatedResults[BoardDTO] | list[BoardDTO]:
    """Return all boards, or one page."""
    viewer = None if user.is_admin else user.user_id
    rows = backend.boards.all(
        order_by=order_by, direction=direction, archived=include_archived, user_id=viewer
    )
    boards = [BoardDTO.model_validate(row) for row in rows]
    if all:
        return boards
    if offset is None or limit is None:
        message = "Invalid request: Must provide either 'all' or both 'offset' and 'limit'"
        raise HTTPException(400, message)
    page = boards[offset : offset + limit]
    return OffsetPaginatedResults(limit=limit, offset=offset, total=len(boards), items=page)


@router.get("/{board_id}", operation_id="get_board")
def get_board(backend: BackendDep, user: CurrentUserOrDefault, board_id: str) -> BoardDTO:
    """Return a board."""
    board = found_board(backend, board_id)
    if not may_read_board(board, user):
        raise HTTPException(403, "Not authorized to access this board")
    return _dto(board)


@router.patch("/{board_id}", operation_id="update_board", status_code=201)
def update_board(
    backend: BackendDep, user: CurrentUserOrDefault, board_id: str, changes: Annotated[BoardChanges, Body()]
) -> BoardDTO:
    """Change a board."""
    board = found_board(backend, board_id)
    require_owner(board, user, "Not authorized to update this board")
    backend.boards.update(board_id, changes.model_dump(mode="json", exclude_unset=True))
    return _dto(found_board(backend, board_id))


@router.delete("/{board_id}", operation_id="delete_board")
def delete_board(
    backend: BackendDep, user: CurrentUserOrDefault, board_id: str, include_images: bool | None = False
) -> DeleteBoardResult:
    """Delete a board, and its images for ``include_images``."""
    board = found_board(backend, board_id)
    require_owner(board, user, "Not authorized to delete this board")
    names = backend.images.names(ImageFilter(board_id=board_id))
    if include_images:
        _delete_images(backend, names)
    backend.boards.delete(board_id)
    if include_images:
        return DeleteBoardResult(board_id=board_id, deleted_images=names)
    return DeleteBoardResult(board_id=board_id, deleted_board_images=names)


@router.get("/{board_id}/image_names", operation_id="list_all_board_image_names")
def list_all_board_image_names(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    board_id: str,
    categories: Annotated[list[ImageCategory] | None, Query()] = None,
    is_intermediate: bool | None = None,
) -> list[str]:
    """Return the names of the images on a board, or on no board for ``none``."""
    if board_id != "none" and not may_read_board(found_board(backend, board_id), user):
        raise HTTPException(403, "Not authorized to access this board")
    image_filter = ImageFilter(
        board_id=board_id,
        categories=None if categories is None else tuple(categories),
        is_intermediate=is_intermediate,
        user_id=None if user.is_admin else user.user_id,
    )
    return backend.images.names(image_filter)


def _dto(board: Row) -> BoardDTO:
    return BoardDTO.model_validate({**board, "owner_username": None})


def _delete_images(backend: Backend, names: list[str]) -> None:
    for name in names:
        backend.images.delete(name)
