"""The server's operations on boards, as flows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias, Unpack, get_args

from ivk_boards.boards.listing import BoardList
from ivk_boards.boards.schemas import Board, BoardChanges, BoardVisibility, DeletedBoard
from ivk_boards.errors import AmbiguousBoardError, BoardError, BoardNotFoundError
from ivk_boards.images.listing_calls import count_images
from ivk_boards.images.schemas import DIRECTIONS, UNCATEGORIZED, ImageCategory, SortDirection
from ivk_core.arguments import check_keywords
from ivk_core.choices import check_choice
from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request, Response
from ivk_core.listings import find_missing

__all__ = [
    "KEPT_FOR",
    "BoardOrder",
    "count_uncategorized",
    "create_board",
    "delete_board",
    "find_board",
    "find_missing_boards",
    "get_board",
    "list_board_image_names",
    "list_boards",
    "resolve_board",
    "resolve_board_id",
    "send_for_board",
    "update_board",
]

KEPT_FOR = 60.0
"""Maximum age in seconds of a cached listing that a board is looked up in.

A minute saves a listing for each run of a loop. No event reports changes of boards by other clients, so the
age also limits how long a board that they deleted or renamed is still found. A board that the cached listing
lacks is looked up again in a new one.
"""

BoardOrder: TypeAlias = Literal["created_at", "board_name"]
"""The keys that the server can order boards by."""

# The server counts images of category "general" as the images of a board, and all others as its assets.
_ASSETS = [category for category in ImageCategory if category is not ImageCategory.GENERAL]


def list_boards(
    *,
    include_uncategorized: bool = False,
    include_archived: bool = False,
    order_by: BoardOrder = "created_at",
    direction: SortDirection = "DESC",
    max_age: float | None = None,
) -> Flow[BoardList]:
    """List all boards (operation ``list_boards``).

    Parameters
    ----------
    include_uncategorized : bool
        Whether the list begins with the board ``"none"``, which represents the images on no board, with
        their counts. This sends two more requests.
    include_archived : bool
        Whether to include archived boards, which the GUI hides.
    order_by : {"created_at", "board_name"}
        The key to order by.
    direction : {"DESC", "ASC"}
        Descending or ascending.
    max_age : float, optional
        Maximum age in seconds of a cached listing, see `ivk_core.messages.Request`.

    Returns
    -------
    Flow of BoardList

    Raises
    ------
    UnknownChoiceError
        If the server does not know the key or the direction to order by.
    """
    yield from check_choice("order_by", order_by, get_args(BoardOrder), schema="BoardRecordOrderBy")
    yield from check_choice("direction", direction, DIRECTIONS, schema="SQLiteDirection")
    query = {"include_archived": include_archived, "order_by": order_by, "direction": direction}
    response = yield replace(_listing(query), max_age=max_age)
    boards = response.parsed(_boards_of)
    return BoardList([(yield from count_uncategorized()), *boards] if include_uncategorized else boards)


def find_missing_boards(board_ids: Collection[str]) -> Flow[frozenset[str]]:
    """Find the ids that no board has; archived boards count as existing (operation ``list_boards``).

    A cached listing may be up to `KEPT_FOR` seconds old. If it lacks an id, a new one is requested.

    Parameters
    ----------
    board_ids : collection of str
        The ids to look up.

    Returns
    -------
    Flow of frozenset of str
    """
    listing = _listing({"include_archived": True, "order_by": "created_at", "direction": "DESC"})
    return (yield from find_missing(board_ids, listing, _ids_of, max_age=KEPT_FOR))


def count_uncategorized() -> Flow[Board]:
    """Count the images and the assets on no board (operation ``list_image_dtos``).

    Returns
    -------
    Flow of Board
        The board ``"none"`` with the same counts that the server reports for a board.
    """
    images = yield from count_images(board_id=UNCATEGORIZED, categories=[ImageCategory.GENERAL])
    assets = yield from count_images(board_id=UNCATEGORIZED, categories=_ASSETS)
    return Board.uncategorized(image_count=images, asset_count=assets)


def get_board(board_id: str) -> Flow[Board]:
    """Return the record of a board (operation ``get_board``).

    Parameters
    ----------
    board_id : str
        The id of the board, or ``"none"`` for the images on no board, which are then counted.

    Returns
    -------
    Flow of Board

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    """
    if board_id == UNCATEGORIZED:
        return (yield from count_uncategorized())
    request = Request("GET", "/boards/{board_id}", path={"board_id": board_id}, operation="get_board")
    response = yield from send_for_board(board_id, request)
    return Board.model_validate(response.json)


def resolve_board(board: str, *, max_age: float | None = None) -> Flow[Board]:
    """Return the board with an id or a name (operation ``list_boards``).

    Parameters
    ----------
    board : str
        The id or the exact name of a board; ids take precedence. ``"none"`` represents the images on no
        board. Archived boards are found too.
    max_age : float, optional
        Maximum age in seconds of a cached listing. If it lacks the board, a new one is requested.

    Returns
    -------
    Flow of Board

    Raises
    ------
    BoardNotFoundError
        If no board has that id or name.
    AmbiguousBoardError
        If several boards have that name.
    """
    if board == UNCATEGORIZED:
        return Board.uncategorized()
    boards = yield from list_boards(include_archived=True, max_age=max_age)
    found = _matching(board, boards)
    if not found and max_age:
        boards = yield from list_boards(include_archived=True, max_age=0.0)
        found = _matching(board, boards)
    if not found:
        raise BoardNotFoundError(board, names=[each.board_name for each in boards])
    if len(found) > 1:
        raise AmbiguousBoardError(board, found)
    return found[0]


def resolve_board_id(board: str) -> Flow[str]:
    """Return the id of the board with an id or a name; see `resolve_board`.

    A cached listing may be up to `KEPT_FOR` seconds old. If it lacks the board, a new one is requested.
    """
    return (yield from resolve_board(board, max_age=KEPT_FOR)).board_id


def find_board(board: str) -> Flow[Board | None]:
    """Return the board with an id or a name, or None if there is none (operation ``list_boards``).

    Parameters
    ----------
    board : str
        The id or the exact name of a board, see `resolve_board`.

    Returns
    -------
    Flow of Board or None

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
    """List the names of the images on a board (operation ``list_all_board_image_names``).

    Intermediate images are left out.

    Parameters
    ----------
    board_id : str
        The id of the board.
    categories : sequence of str
        The categories of the images to list.

    Returns
    -------
    Flow of list of str

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    """
    request = Request(
        "GET",
        "/boards/{board_id}/image_names",
        path={"board_id": board_id},
        query={"categories": list(categories), "is_intermediate": False},
        operation="list_all_board_image_names",
    )
    response = yield from send_for_board(board_id, request)
    return [str(name) for name in response.json]


def create_board(name: str) -> Flow[Board]:
    """Create a board (operation ``create_board``).

    Parameters
    ----------
    name : str
        The name, with at most 300 characters. It need not be unique.

    Returns
    -------
    Flow of Board
    """
    response = yield Request("POST", "/boards/", query={"board_name": name}, operation="create_board")
    return Board.model_validate(response.json)


def update_board(board_id: str, **changes: Unpack[BoardChanges]) -> Flow[Board]:
    """Change a board (operation ``update_board``).

    Parameters
    ----------
    board_id : str
        The id of the board.
    **changes
        The attributes to change, see `BoardChanges`.

    Returns
    -------
    Flow of Board
        The changed board.

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    BoardError
        If the id is ``"none"``.
    """
    _check_not_uncategorized(board_id, "changed")
    visibility = changes.get("visibility")
    yield from check_choice("visibility", visibility, BoardVisibility, schema="BoardVisibility")
    request = Request(
        "PATCH",
        "/boards/{board_id}",
        path={"board_id": board_id},
        json=_wire_keys(changes),
        operation="update_board",
    )
    response = yield from send_for_board(board_id, request)
    return Board.model_validate(response.json)


def delete_board(board_id: str, *, include_images: bool = False) -> Flow[DeletedBoard]:
    """Delete a board (operation ``delete_board``).

    Parameters
    ----------
    board_id : str
        The id of the board.
    include_images : bool
        Whether to delete the images on the board too. By default they are kept, on no board.

    Returns
    -------
    Flow of DeletedBoard

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    BoardError
        If the id is ``"none"``.
    """
    _check_not_uncategorized(board_id, "deleted")
    request = Request(
        "DELETE",
        "/boards/{board_id}",
        path={"board_id": board_id},
        query={"include_images": include_images},
        operation="delete_board",
    )
    response = yield from send_for_board(board_id, request)
    return DeletedBoard.model_validate(response.json)


def send_for_board(board_id: str, request: Request) -> Flow[Response]:
    """Send a request that names one board, and translate status 404.

    Parameters
    ----------
    board_id : str
        The id of the board, for the error.
    request : Request
        The request to send.

    Returns
    -------
    Flow of Response

    Raises
    ------
    BoardNotFoundError
        If the server answers with 404.
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


def _matching(board: str, boards: Sequence[Board]) -> list[Board]:
    found = [each for each in boards if each.board_id == board]
    return found or [each for each in boards if each.board_name == board]


def _check_not_uncategorized(board_id: str, what: str) -> None:
    if board_id == UNCATEGORIZED:
        raise BoardError(
            f"The board id 'none' cannot be {what}: it represents the images that are on no board.",
            hint="Pass the id of a board.",
        )


def _wire_keys(changes: BoardChanges) -> dict[str, object]:
    """Rename the keys to those of the server, which rejects unknown ones."""
    check_keywords(changes, BoardChanges.__optional_keys__)
    renamed = {
        "board_name": changes.get("name"),
        "archived": changes.get("archived"),
        "board_visibility": changes.get("visibility"),
        "cover_image_name": changes.get("cover_image_name"),
    }
    return {key: value for key, value in renamed.items() if value is not None}
