"""The query and the answers that several image operations have in common."""

from typing import Annotated

from fastapi import Depends, HTTPException, Query
from pydantic import BaseModel

from ivk_devserver.routes.access import may_read_board
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.schemas import ImageCategory, ResourceOrigin, SQLiteDirection
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = [
    "CACHE_FOR_A_YEAR",
    "DeleteImagesResult",
    "ImageDTO",
    "ImageNamesResult",
    "ImageQuery",
    "StarredImagesResult",
    "UnstarredImagesResult",
    "image_dto",
    "image_urls",
]


CACHE_FOR_A_YEAR = {"Cache-Control": "max-age=31536000"}
"""The caching header of files, the same as on a real server: a file with a given name never changes."""


class ImageDTO(BaseModel):
    """The record of an image, with URLs relative to the root of the server."""

    image_name: str
    image_url: str
    thumbnail_url: str
    image_origin: ResourceOrigin
    image_category: ImageCategory
    width: int
    height: int
    created_at: str
    updated_at: str
    deleted_at: str | None = None
    is_intermediate: bool
    session_id: str | None = None
    node_id: str | None = None
    starred: bool
    has_workflow: bool
    image_subfolder: str = ""
    board_id: str | None = None


class ImageNamesResult(BaseModel):
    """Names in order; the first ``starred_count`` are starred."""

    image_names: list[str]
    starred_count: int
    total_count: int


class DeleteImagesResult(BaseModel):
    """The images that were deleted, and the boards that they were on."""

    affected_boards: list[str]
    deleted_images: list[str]
    failed_images: list[str] = []


class StarredImagesResult(BaseModel):
    """The images that were starred, and the boards that they are on."""

    affected_boards: list[str]
    starred_images: list[str]
    failed_images: list[str] = []


class UnstarredImagesResult(BaseModel):
    """The images that were unstarred, and the boards that they are on."""

    affected_boards: list[str]
    unstarred_images: list[str]
    failed_images: list[str] = []


def image_urls(name: str) -> dict[str, str]:
    """Return the URLs of an image and its thumbnail, relative to the root of the server."""
    base = f"api/v1/images/i/{name}"
    return {"image_name": name, "image_url": f"{base}/full", "thumbnail_url": f"{base}/thumbnail"}


def image_dto(record: Row) -> ImageDTO:
    """Return the DTO of a record."""
    return ImageDTO.model_validate({**record, **image_urls(record["image_name"])})


def _image_filter(
    *,
    backend: BackendDep,
    user: CurrentUserOrDefault,
    categories: Annotated[list[ImageCategory] | None, Query()] = None,
    is_intermediate: bool | None = None,
    board_id: str | None = None,
    order_dir: SQLiteDirection = SQLiteDirection.DESCENDING,
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


ImageQuery = Annotated[ImageFilter, Depends(_image_filter)]
"""The part of the query that the listings of images and of the gallery have in common."""
