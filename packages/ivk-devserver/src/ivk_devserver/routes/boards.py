"""Boards."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import found_board, may_read_board, require_owner
from ivk_devserver.routes.dependencies import BackendDep, Caller
from ivk_devserver.routes.schemas import Direction, ImageCategory, OffsetPaginatedResults
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/boards", tags=["boards"])


class BoardVisibility(StrEnum):
    """Who may see a board and add to it."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


class BoardOrderBy(StrEnum):
    """What boards may be ordered by."""

    CREATED_AT = "created_at"
    BOARD_NAME = "board_name"


class BoardDTO(BaseModel):
    """A board, with its counts and cover."""

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
    """What may be changed of a board."""

    model_config = ConfigDict(extra="forbid")

    board_name: Annotated[str, Field(max_length=300)] | None = None
    cover_image_name: str | None = None
    archived: bool | None = None
    board_visibility: BoardVisibility | None = None


class DeleteBoardResult(BaseModel):
    """What became of a deleted board's images."""

    board_id: str
    deleted_board_images: list[str] = []
    deleted_images: list[str] = []
    deleted_board_videos: list[str] = []
    deleted_videos: list[str] = []
    failed_images: list[str] = []
    failed_videos: list[str] = []


@router.post("/", operation_id="create_board", status_code=201)
def create_board(
    backend: BackendDep, user: Caller, board_name: Annotated[str, Query(max_length=300)]
) -> BoardDTO:
    """Add a board."""
    return _dto(backend.boards.create(board_name, user.user_id))


@router.get("/", operation_id="list_boards")
def list_boards(
    *,
    backend: BackendDep,
    user: Caller,
    order_by: BoardOrderBy = BoardOrderBy.CREATED_AT,
    direction: Direction = Direction.DESCENDING,
    all: bool | None = None,  # noqa: A002 - the wire's name
    offset: int | None = None,
    limit: int | None = None,
    include_archived: bool = False,
) -> OffsetPaginatedResults[BoardDTO] | list[BoardDTO]:
    """List boards, all or a page of them."""
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
def get_board(backend: BackendDep, user: Caller, board_id: str) -> BoardDTO:
    """Give one board."""
    board = found_board(backend, board_id)
    if not may_read_board(board, user):
        raise HTTPException(403, "Not authorized to access this board")
    return _dto(board)


@router.patch("/{board_id}", operation_id="update_board", status_code=201)
def update_board(
    backend: BackendDep, user: Caller, board_id: str, changes: Annotated[BoardChanges, Body()]
) -> BoardDTO:
    """Change a board."""
    board = found_board(backend, board_id)
    require_owner(board, user, "Not authorized to update this board")
    backend.boards.update(board_id, changes.model_dump(mode="json", exclude_unset=True))
    return _dto(found_board(backend, board_id))


@router.delete("/{board_id}", operation_id="delete_board")
def delete_board(
    backend: BackendDep, user: Caller, board_id: str, include_images: bool | None = False
) -> DeleteBoardResult:
    """Remove a board, and its images if asked to."""
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
    user: Caller,
    board_id: str,
    categories: Annotated[list[ImageCategory] | None, Query()] = None,
    is_intermediate: bool | None = None,
) -> list[str]:
    """List the names of a board's images; ``none`` has those that are on no board."""
    if board_id != "none" and not may_read_board(found_board(backend, board_id), user):
        raise HTTPException(403, "Not authorized to access this board")
    wanted = ImageFilter(
        board_id=board_id,
        categories=None if categories is None else tuple(categories),
        is_intermediate=is_intermediate,
        user_id=None if user.is_admin else user.user_id,
    )
    return backend.images.names(wanted)


def _dto(board: Row) -> BoardDTO:
    return BoardDTO.model_validate({**board, "owner_username": None})


def _delete_images(backend: Backend, names: list[str]) -> None:
    for name in names:
        backend.images.delete(name)
