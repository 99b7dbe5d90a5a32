"""What is said to bring images from board to board."""

from __future__ import annotations

from collections.abc import Sequence

from ivk_boards.boards.calls import ask_of_board
from ivk_boards.images.calls import check_none_left_out
from ivk_boards.images.schemas import UNCATEGORIZED
from ivk_core.flow import Flow, Request

__all__ = ["add_images_to_board", "move_images", "remove_images_from_boards"]


def move_images(image_names: Sequence[str], board_id: str) -> Flow[None]:
    """Move images to a board, or off all boards when it is ``"none"``.

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    ImagesLeftOutError
        If some of the images do not exist; the others are moved.
    """
    if board_id == UNCATEGORIZED:
        yield from remove_images_from_boards(image_names)
    else:
        yield from add_images_to_board(image_names, board_id)


def add_images_to_board(image_names: Sequence[str], board_id: str) -> Flow[None]:
    """Move images to a board (operation ``add_images_to_board``).

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    ImagesLeftOutError
        If some of the images do not exist; the others are moved.
    """
    request = Request(
        "POST",
        "/board_images/batch",
        json={"board_id": board_id, "image_names": list(image_names)},
        operation="add_images_to_board",
    )
    response = yield from ask_of_board(board_id, request)
    check_none_left_out("move", image_names, response.json["added_images"])


def remove_images_from_boards(image_names: Sequence[str]) -> Flow[None]:
    """Take images off the boards they lie on (operation ``remove_images_from_board``).

    Raises
    ------
    ImagesLeftOutError
        If some of the images do not exist; the others are taken off.
    """
    response = yield Request(
        "POST",
        "/board_images/batch/delete",
        json={"image_names": list(image_names)},
        operation="remove_images_from_board",
    )
    check_none_left_out("remove", image_names, response.json["removed_images"])
