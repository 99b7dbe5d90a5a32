"""What is said about boards on the wire."""

from __future__ import annotations

from typing import Literal, TypeAlias, Unpack

from ivk_boards.boards.schemas import Board, BoardChanges, DeletedBoard
from ivk_boards.data import UNCATEGORIZED, SortDirection
from ivk_boards.errors import AmbiguousBoardError, BoardError, BoardNotFoundError
from ivk_boards.images.listing_calls import count_images
from ivk_boards.images.schemas import ImageCategory
from ivk_core.arguments import check_keywords
from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request, Response

__all__ = [
    "BoardOrder",
    "ask_of_board",
    "count_uncategorized",
    "create_board",
    "delete_board",
    "find_board",
    "get_board",
    "list_boards",
    "resolve_board",
    "update_board",
]

BoardOrder: TypeAlias = Literal["created_at", "board_name"]
"""What boards may be ordered by."""

_ASSETS = [category for category in ImageCategory if category is not ImageCategory.GENERAL]


def list_boards(
    *,
    include_uncategorized: bool = False,
    include_archived: bool = False,
    order_by: BoardOrder = "created_at",
    direction: SortDirection = "DESC",
) -> Flow[list[Board]]:
    """List all boards (operation ``list_boards``).

    Parameters
    ----------
    include_uncategorized : bool
        Whether what lies on no board comes first in the list, counted.
    include_archived : bool
        Whether boards that the GUI hides are listed too.
    order_by : {"created_at", "board_name"}
        What to order by.
    direction : {"DESC", "ASC"}
        Which way.
    """
    response = yield Request(
        "GET",
        "/boards/",
        query={
            "all": True,
            "include_archived": include_archived,
            "order_by": order_by,
            "direction": direction,
        },
        operation="list_boards",
    )
    boards = [Board.model_validate(item) for item in response.json]
    return [(yield from count_uncategorized()), *boards] if include_uncategorized else boards


def count_uncategorized() -> Flow[Board]:
    """Count what lies on no board, as the server counts for a board (operation ``list_image_dtos``)."""
    images = yield from count_images(board_id=UNCATEGORIZED, categories=[ImageCategory.GENERAL])
    assets = yield from count_images(board_id=UNCATEGORIZED, categories=_ASSETS)
    return Board.uncategorized(image_count=images, asset_count=assets)


def get_board(board_id: str) -> Flow[Board]:
    """Ask about one board (operation ``get_board``); uncategorized is counted.

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    """
    if board_id == UNCATEGORIZED:
        return (yield from count_uncategorized())
    request = Request("GET", "/boards/{board_id}", path={"board_id": board_id}, operation="get_board")
    response = yield from ask_of_board(board_id, request)
    return Board.model_validate(response.json)


def resolve_board(board: str) -> Flow[Board]:
    """Give the board of an id or a name (operation ``list_boards``).

    Parameters
    ----------
    board : str
        An id, else an exact name; ``"none"`` for what lies on no board. Archived boards are found too.

    Raises
    ------
    BoardNotFoundError
        If there is no such board.
    AmbiguousBoardError
        If several boards have that name.
    """
    if board == UNCATEGORIZED:
        return Board.uncategorized()
    boards = yield from list_boards(include_archived=True)
    found = [each for each in boards if each.board_id == board]
    found = found or [each for each in boards if each.board_name == board]
    if not found:
        raise BoardNotFoundError(board, names=[each.board_name for each in boards])
    if len(found) > 1:
        raise AmbiguousBoardError(board, found)
    return found[0]


def find_board(board: str) -> Flow[Board | None]:
    """Give the board of an id or a name, or None (operation ``list_boards``).

    Raises
    ------
    AmbiguousBoardError
        If several boards have that name.
    """
    try:
        return (yield from resolve_board(board))
    except BoardNotFoundError:
        return None


def create_board(name: str) -> Flow[Board]:
    """Make a board (operation ``create_board``).

    Parameters
    ----------
    name : str
        At most 300 characters. It need not be unique.
    """
    response = yield Request("POST", "/boards/", query={"board_name": name}, operation="create_board")
    return Board.model_validate(response.json)


def update_board(board_id: str, **changes: Unpack[BoardChanges]) -> Flow[Board]:
    """Change a board (operation ``update_board``); what is not named stays as it is.

    Parameters
    ----------
    board_id : str
        Which board.
    **changes
        What to change: see `BoardChanges`.

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    BoardError
        If it is ``"none"``.
    """
    _check_is_a_board(board_id, "changed")
    request = Request(
        "PATCH",
        "/boards/{board_id}",
        path={"board_id": board_id},
        json=_in_the_words_of_the_server(changes),
        operation="update_board",
    )
    response = yield from ask_of_board(board_id, request)
    return Board.model_validate(response.json)


def delete_board(board_id: str, *, include_images: bool = False) -> Flow[DeletedBoard]:
    """Delete a board (operation ``delete_board``).

    Parameters
    ----------
    board_id : str
        Which board.
    include_images : bool
        Whether to delete the images on it, too; by default they stay, on no board.

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    BoardError
        If it is ``"none"``.
    """
    _check_is_a_board(board_id, "deleted")
    request = Request(
        "DELETE",
        "/boards/{board_id}",
        path={"board_id": board_id},
        query={"include_images": include_images},
        operation="delete_board",
    )
    response = yield from ask_of_board(board_id, request)
    return DeletedBoard.model_validate(response.json)


def ask_of_board(board_id: str, request: Request) -> Flow[Response]:
    """Send a request that is about one board.

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    """
    try:
        return (yield request)
    except NotFoundError as error:
        raise BoardNotFoundError(board_id) from error


def _check_is_a_board(board_id: str, what: str) -> None:
    if board_id == UNCATEGORIZED:
        raise BoardError(
            f"What lies on no board cannot be {what}.",
            hint="Name a board: 'none' only stands for the images that are on none.",
        )


def _in_the_words_of_the_server(changes: BoardChanges) -> dict[str, object]:
    """Rename the keys; the server refuses those that it does not know."""
    check_keywords(changes, BoardChanges.__optional_keys__)
    said = {
        "board_name": changes.get("name"),
        "archived": changes.get("archived"),
        "board_visibility": changes.get("visibility"),
        "cover_image_name": changes.get("cover_image_name"),
    }
    return {key: value for key, value in said.items() if value is not None}
