"""The operations that add images to boards and remove them."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import own_image, require_writable_board
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault

__all__ = ["router"]

router = APIRouter(prefix="/v1/board_images", tags=["boards"])
NOT_AUTHORIZED = "Not authorized to modify this board"


class AddImagesToBoardResult(BaseModel):
    """The images that were added to the board, and the boards that changed."""

    affected_boards: list[str]
    added_images: list[str]
    failed_images: list[str] = []


class RemoveImagesFromBoardResult(BaseModel):
    """The images that were removed from boards, and the boards that changed."""

    affected_boards: list[str]
    removed_images: list[str]
    failed_images: list[str] = []


@router.post("/", operation_id="add_image_to_board", status_code=201)
def add_image_to_board(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    board_id: Annotated[str, Body()],
    image_name: Annotated[str, Body()],
) -> AddImagesToBoardResult:
    """Add an image to a board."""
    require_writable_board(backend, board_id, user, NOT_AUTHORIZED)
    boards = _set_board(backend, user, [image_name], board_id)
    if image_name not in boards:
        raise HTTPException(500, "Failed to add image to board")
    return _added(boards, board_id)


@router.delete("/", operation_id="remove_image_from_board", status_code=201)
def remove_image_from_board(
    backend: BackendDep, user: CurrentUserOrDefault, image_name: Annotated[str, Body(embed=True)]
) -> RemoveImagesFromBoardResult:
    """Remove an image from its board."""
    boards = _set_board(backend, user, [image_name], None)
    if image_name not in boards:
        raise HTTPException(500, "Failed to remove image from board")
    return _removed(boards)


@router.post("/batch", operation_id="add_images_to_board", status_code=201)
def add_images_to_board(
    backend: BackendDep,
    user: CurrentUserOrDefault,
    board_id: Annotated[str, Body()],
    image_names: Annotated[list[str], Body(embed=True)],
) -> AddImagesToBoardResult:
    """Add images to a board; unknown names are ignored."""
    require_writable_board(backend, board_id, user, NOT_AUTHORIZED)
    return _added(_set_board(backend, user, image_names, board_id), board_id)


@router.post("/batch/delete", operation_id="remove_images_from_board", status_code=201)
def remove_images_from_board(
    backend: BackendDep, user: CurrentUserOrDefault, image_names: Annotated[list[str], Body(embed=True)]
) -> RemoveImagesFromBoardResult:
    """Remove images from their boards; unknown names are ignored."""
    return _removed(_set_board(backend, user, image_names, None))


def _set_board(backend: Backend, user: User, names: list[str], board_id: str | None) -> dict[str, str]:
    """Set the board of images, and return the board that each was on, ``none`` for no board."""
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
