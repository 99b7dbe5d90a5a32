"""Putting images on boards, and taking them off."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import own_image, require_writable_board
from ivk_devserver.routes.dependencies import BackendDep, Caller

__all__ = ["router"]

router = APIRouter(prefix="/v1/board_images", tags=["boards"])
REFUSAL = "Not authorized to modify this board"


class AddImagesToBoardResult(BaseModel):
    """Which images were put on the board, and which boards changed."""

    affected_boards: list[str]
    added_images: list[str]
    failed_images: list[str] = []


class RemoveImagesFromBoardResult(BaseModel):
    """Which images were taken off, and which boards changed."""

    affected_boards: list[str]
    removed_images: list[str]
    failed_images: list[str] = []


@router.post("/", operation_id="add_image_to_board", status_code=201)
def add_image_to_board(
    backend: BackendDep,
    user: Caller,
    board_id: Annotated[str, Body()],
    image_name: Annotated[str, Body()],
) -> AddImagesToBoardResult:
    """Put one image on a board."""
    require_writable_board(backend, board_id, user, REFUSAL)
    boards = _move(backend, user, [image_name], board_id)
    if image_name not in boards:
        raise HTTPException(500, "Failed to add image to board")
    return _added(boards, board_id)


@router.delete("/", operation_id="remove_image_from_board", status_code=201)
def remove_image_from_board(
    backend: BackendDep, user: Caller, image_name: Annotated[str, Body(embed=True)]
) -> RemoveImagesFromBoardResult:
    """Take one image off its board."""
    boards = _move(backend, user, [image_name], None)
    if image_name not in boards:
        raise HTTPException(500, "Failed to remove image from board")
    return _removed(boards)


@router.post("/batch", operation_id="add_images_to_board", status_code=201)
def add_images_to_board(
    backend: BackendDep,
    user: Caller,
    board_id: Annotated[str, Body()],
    image_names: Annotated[list[str], Body(embed=True)],
) -> AddImagesToBoardResult:
    """Put images on a board; names of no image are passed over."""
    require_writable_board(backend, board_id, user, REFUSAL)
    return _added(_move(backend, user, image_names, board_id), board_id)


@router.post("/batch/delete", operation_id="remove_images_from_board", status_code=201)
def remove_images_from_board(
    backend: BackendDep, user: Caller, image_names: Annotated[list[str], Body(embed=True)]
) -> RemoveImagesFromBoardResult:
    """Take images off their boards; names of no image are passed over."""
    return _removed(_move(backend, user, image_names, None))


def _move(backend: Backend, user: User, names: list[str], board_id: str | None) -> dict[str, str]:
    """Move images and give the board that each was on, ``none`` for none."""
    boards: dict[str, str] = {}
    for name in names:
        record = own_image(backend, name, user)
        if record is not None:
            backend.images.set_board(name, board_id)
            boards[name] = record["board_id"] or "none"
    return boards


def _added(boards: dict[str, str], board_id: str) -> AddImagesToBoardResult:
    affected = {board_id, *boards.values()} if boards else set()
    return AddImagesToBoardResult(affected_boards=list(affected), added_images=list(boards))


def _removed(boards: dict[str, str]) -> RemoveImagesFromBoardResult:
    affected = {"none", *boards.values()} if boards else set()
    return RemoveImagesFromBoardResult(affected_boards=list(affected), removed_images=list(boards))
