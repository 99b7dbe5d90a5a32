"""Which images a request wants: the part of the query that images and the gallery have in common."""

from typing import Annotated

from fastapi import Depends, HTTPException, Query

from ivk_devserver.routes.access import may_read_board
from ivk_devserver.routes.dependencies import BackendDep, Caller
from ivk_devserver.routes.schemas import Direction, ImageCategory
from ivk_devserver.storage.image_records import ImageFilter

__all__ = ["Wanted"]


def _wanted(
    *,
    backend: BackendDep,
    user: Caller,
    categories: Annotated[list[ImageCategory] | None, Query()] = None,
    is_intermediate: bool | None = None,
    board_id: str | None = None,
    order_dir: Direction = Direction.DESCENDING,
    starred_first: bool = True,
    search_term: str | None = None,
) -> ImageFilter:
    board = backend.boards.get(board_id) if board_id else None
    if board is not None and not may_read_board(board, user):
        raise HTTPException(403, "Not authorized to access this board")
    return ImageFilter(
        categories=None if categories is None else tuple(categories),
        is_intermediate=is_intermediate,
        board_id=board_id,
        search_term=search_term,
        user_id=None if user.is_admin else user.user_id,
        order_dir=order_dir,
        starred_first=starred_first,
    )


Wanted = Annotated[ImageFilter, Depends(_wanted)]
