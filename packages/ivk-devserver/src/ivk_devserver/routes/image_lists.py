"""The operations on several images: list, star and delete."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Body, Depends, HTTPException

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import readable_image
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.image_schemas import (
    DeleteImagesResult,
    ImageDTO,
    ImageNamesResult,
    ImageQuery,
    StarredImagesResult,
    UnstarredImagesResult,
    image_dto,
)
from ivk_devserver.routes.schemas import OffsetPaginatedResults, ResourceOrigin
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/images", tags=["images"])
Names = Annotated[list[str], Body(embed=True)]


def _filter(image_filter: ImageQuery, image_origin: ResourceOrigin | None = None) -> ImageFilter:
    return replace(image_filter, image_origin=image_origin)


ImagesQuery = Annotated[ImageFilter, Depends(_filter)]


@router.get("/", operation_id="list_image_dtos")
def list_image_dtos(
    backend: BackendDep, image_filter: ImagesQuery, offset: int = 0, limit: int = 10
) -> OffsetPaginatedResults[ImageDTO]:
    """Return one page of images."""
    records = backend.images.page(image_filter, offset=offset, limit=limit)
    return OffsetPaginatedResults(
        limit=limit,
        offset=offset,
        total=backend.images.count(image_filter),
        items=[image_dto(record) for record in records],
    )


@router.get("/names", operation_id="get_image_names", deprecated=True)
def get_image_names(backend: BackendDep, image_filter: ImagesQuery) -> ImageNamesResult:
    """Return the names of images."""
    names = backend.images.names(image_filter)
    starred = backend.images.count(image_filter, starred=True) if image_filter.starred_first else 0
    return ImageNamesResult(image_names=names, starred_count=starred, total_count=len(names))


@router.post("/images_by_names", operation_id="get_images_by_names")
def get_images_by_names(
    backend: BackendDep, user: CurrentUserOrDefault, image_names: Names
) -> list[ImageDTO]:
    """Return images in the order of their names; unknown names are ignored."""
    found = []
    for name in image_names:
        try:
            found.append(image_dto(readable_image(backend, name, user)))
        except HTTPException:
            continue
    return found


@router.get("/intermediates", operation_id="get_intermediates_count")
def get_intermediates_count(backend: BackendDep, user: CurrentUserOrDefault) -> int:
    """Return the number of intermediate images."""
    return len(backend.images.intermediates(None if user.is_admin else user.user_id))


@router.delete("/intermediates", operation_id="clear_intermediates")
def clear_intermediates(backend: BackendDep, user: CurrentUserOrDefault) -> int:
    """Delete all intermediate images."""
    if not user.is_admin:
        raise HTTPException(403, "Only admins can clear all intermediates")
    names = backend.images.intermediates()
    for name in names:
        backend.images.delete(name)
    return len(names)


@router.delete("/uncategorized", operation_id="delete_uncategorized_images")
def delete_uncategorized_images(backend: BackendDep, user: CurrentUserOrDefault) -> DeleteImagesResult:
    """Delete the images that are on no board."""
    viewer = None if user.is_admin else user.user_id
    return _delete(backend, user, backend.images.names(ImageFilter(board_id="none", user_id=viewer)))


@router.post("/delete", operation_id="delete_images_from_list")
def delete_images_from_list(
    backend: BackendDep, user: CurrentUserOrDefault, image_names: Names
) -> DeleteImagesResult:
    """Delete images; unknown names, and names of images of other users, are ignored."""
    return _delete(backend, user, image_names)


@router.post("/star", operation_id="star_images_in_list")
def star_images_in_list(
    backend: BackendDep, user: CurrentUserOrDefault, image_names: Names
) -> StarredImagesResult:
    """Star images."""
    boards = _set_star(backend, user, image_names, starred=True)
    return StarredImagesResult(affected_boards=list(set(boards.values())), starred_images=list(boards))


@router.post("/unstar", operation_id="unstar_images_in_list")
def unstar_images_in_list(
    backend: BackendDep, user: CurrentUserOrDefault, image_names: Names
) -> UnstarredImagesResult:
    """Unstar images."""
    boards = _set_star(backend, user, image_names, starred=False)
    return UnstarredImagesResult(affected_boards=list(set(boards.values())), unstarred_images=list(boards))


def _delete(backend: Backend, user: User, names: list[str]) -> DeleteImagesResult:
    boards = {name: record["board_id"] or "none" for name, record in _own(backend, user, names).items()}
    for name in boards:
        backend.images.delete(name)
    return DeleteImagesResult(affected_boards=list(set(boards.values())), deleted_images=list(boards))


def _set_star(backend: Backend, user: User, names: list[str], *, starred: bool) -> dict[str, str]:
    """Star or unstar images, and return the board that each is on."""
    own = _own(backend, user, names)
    return {name: backend.images.update(name, {"starred": starred})["board_id"] or "none" for name in own}


def _own(backend: Backend, user: User, names: list[str]) -> dict[str, Row]:
    """Return the records of a user's images; other names are ignored."""
    found = {name: backend.images.get(name) for name in names}
    return {
        name: record
        for name, record in found.items()
        if record is not None and (user.is_admin or record["user_id"] == user.user_id)
    }
