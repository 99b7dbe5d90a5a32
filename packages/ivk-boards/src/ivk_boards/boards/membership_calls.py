"""The server's operations that move images between boards, as flows."""

from __future__ import annotations

from collections.abc import Sequence

from ivk_boards.boards.calls import send_for_board
from ivk_boards.images.calls import check_none_left_out
from ivk_boards.images.schemas import UNCATEGORIZED
from ivk_core.flow import Flow, Request

__all__ = ["add_images_to_board", "move_images", "remove_images_from_boards"]


def move_images(image_names: Sequence[str], board_id: str) -> Flow[None]:
    """Move images to a board, or off their boards.

    Parameters
    ----------
    image_names : sequence of str
        The images to move.
    board_id : str
        The id of the target board; ``"none"`` for no board.

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    ImagesLeftOutError
        If some of the images do not exist. The others are moved.
    """
    if board_id == UNCATEGORIZED:
        yield from remove_images_from_boards(image_names)
    else:
        yield from add_images_to_board(image_names, board_id)


def add_images_to_board(image_names: Sequence[str], board_id: str) -> Flow[None]:
    """Move images to a board (operation ``add_images_to_board``).

    Parameters
    ----------
    image_names : sequence of str
        The images to move.
    board_id : str
        The id of the target board.

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    ImagesLeftOutError
        If some of the images do not exist. The others are moved.
    """
    request = Request(
        "POST",
        "/board_images/batch",
        json={"board_id": board_id, "image_names": list(image_names)},
        operation="add_images_to_board",
    )
    response = yield from send_for_board(board_id, request)
    check_none_left_out("move", image_names, response.json["added_images"])


def remove_images_from_boards(image_names: Sequence[str]) -> Flow[None]:
    """Take images off their boards (operation ``remove_images_from_board``).

    Parameters
    ----------
    image_names : sequence of str
        The images to take off.

    Raises
    ------
    ImagesLeftOutError
        If some of the images do not exist. The others are taken off.
    """
    response = yield Request(
        "POST",
        "/board_images/batch/delete",
        json={"image_names": list(image_names)},
        operation="remove_images_from_board",
    )
    check_none_left_out("remove", image_names, response.json["removed_images"])
