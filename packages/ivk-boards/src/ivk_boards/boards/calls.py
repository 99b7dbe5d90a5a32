"""The server's operations on boards, as flows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias, Unpack

from ivk_boards.boards.schemas import Board, BoardChanges, DeletedBoard
from ivk_boards.errors import AmbiguousBoardError, BoardError, BoardNotFoundError
from ivk_boards.images.listing_calls import count_images
from ivk_boards.images.schemas import UNCATEGORIZED, ImageCategory, SortDirection
from ivk_core.arguments import check_keywords
from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request, Response
from ivk_core.listings import find_missing

__all__ = [
    "KEPT_FOR",
    "BoardOrder",
    "ask_of_board",
    "count_uncategorized",
    "create_board",
    "delete_board",
    "find_board",
    "find_missing_boards",
    "get_board",
    "list_board_image_names",
    "list_boards",
    "resolve_board",
    "update_board",
]

KEPT_FOR = 60.0
"""Seconds that a listing may be old where a board is looked up: no event says that boards change."""

BoardOrder: TypeAlias = Literal["created_at", "board_name"]
"""What boards may be ordered by."""

_ASSETS = [category for category in ImageCategory if category is not ImageCategory.GENERAL]


def list_boards(
    *,
    include_uncategorized: bool = False,
    include_archived: bool = False,
    order_by: BoardOrder = "created_at",
    direction: SortDirection = "DESC",
    max_age: float | None = None,
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
    max_age : float, optional
        Seconds that the listing may be old, see `ivk_core.messages.Request`.
    """
    query = {"include_archived": include_archived, "order_by": order_by, "direction": direction}
    response = yield replace(_listing(query), max_age=max_age)
    boards = response.parsed(_boards_of)
    return [(yield from count_uncategorized()), *boards] if include_uncategorized else list(boards)


def find_missing_boards(board_ids: Collection[str]) -> Flow[frozenset[str]]:
    """Find the ids that no board has, archived ones included (operation ``list_boards``).

    The listing may be a minute old; it is asked for again if it lacks an id.
    """
    listing = _listing({"include_archived": True, "order_by": "created_at", "direction": "DESC"})
    return (yield from find_missing(board_ids, listing, _ids_of, max_age=KEPT_FOR))


def count_uncategorized() -> Flow[Board]:
    """Count the images on no board, as the server counts those of a board (operation ``list_image_dtos``)."""
    images = yield from count_images(board_id=UNCATEGORIZED, categories=[ImageCategory.GENERAL])
    assets = yield from count_images(board_id=UNCATEGORIZED, categories=_ASSETS)
    return Board.uncategorized(image_count=images, asset_count=assets)


def get_board(board_id: str) -> Flow[Board]:
    """Return what the server knows of one board (operation ``get_board``); uncategorized images are counted.

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


def resolve_board(board: str, *, max_age: float | None = None) -> Flow[Board]:
    """Return the board of an id or a name (operation ``list_boards``).

    Parameters
    ----------
    board : str
        An id, else an exact name; ``"none"`` for the images on no board. Archived boards are found too.
    max_age : float, optional
        Seconds that the listing may be old; when the board is not in it, it is asked for again.

    Raises
    ------
    BoardNotFoundError
        If there is no such board.
    AmbiguousBoardError
        If several boards have that name.
    """
    if board == UNCATEGORIZED:
        return Board.uncategorized()
    boards = yield from list_boards(include_archived=True, max_age=max_age)
    found = _called(board, boards)
    if not found and max_age:
        boards = yield from list_boards(include_archived=True, max_age=0.0)
        found = _called(board, boards)
    if not found:
        raise BoardNotFoundError(board, names=[each.board_name for each in boards])
    if len(found) > 1:
        raise AmbiguousBoardError(board, found)
    return found[0]


def find_board(board: str) -> Flow[Board | None]:
    """Return the board of an id or a name, or None (operation ``list_boards``).

    Raises
    ------
    AmbiguousBoardError
        If several boards have that name.
    """
    try:
        return (yield from resolve_board(board))
    except BoardNotFoundError:
        return None


def list_board_image_names(board_id: str, categories: Sequence[str]) -> Flow[list[str]]:
    """List the names of the images on a board, without intermediate ones (``list_all_board_image_names``).

    Parameters
    ----------
    board_id : str
        Which board.
    categories : sequence of str
        Only images of these categories.

    Raises
    ------
    BoardNotFoundError
        If there is no board with that id.
    """
    request = Request(
        "GET",
        "/boards/{board_id}/image_names",
        path={"board_id": board_id},
        query={"categories": list(categories), "is_intermediate": False},
        operation="list_all_board_image_names",
    )
    response = yield from ask_of_board(board_id, request)
    return [str(name) for name in response.json]


def create_board(name: str) -> Flow[Board]:
    """Create a board (operation ``create_board``).

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
        json=_keys_of_the_server(changes),
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


def _listing(query: Mapping[str, object]) -> Request:
    return Request("GET", "/boards/", query={"all": True, **query}, operation="list_boards")


def _boards_of(answer: Any) -> tuple[Board, ...]:
    return tuple(Board.model_validate(item) for item in answer)


def _ids_of(answer: Any) -> frozenset[str]:
    return frozenset(str(item.get("board_id")) for item in answer)


def _called(board: str, boards: Sequence[Board]) -> list[Board]:
    found = [each for each in boards if each.board_id == board]
    return found or [each for each in boards if each.board_name == board]


def _check_is_a_board(board_id: str, what: str) -> None:
    if board_id == UNCATEGORIZED:
        raise BoardError(
            f"Uncategorized images are on no board, which cannot be {what}.",
            hint="Name a board: 'none' only stands for the images that are on none.",
        )


def _keys_of_the_server(changes: BoardChanges) -> dict[str, object]:
    """Rename the keys to those of the server, which refuses others."""
    check_keywords(changes, BoardChanges.__optional_keys__)
    renamed = {
        "board_name": changes.get("name"),
        "archived": changes.get("archived"),
        "board_visibility": changes.get("visibility"),
        "cover_image_name": changes.get("cover_image_name"),
    }
    return {key: value for key, value in renamed.items() if value is not None}
