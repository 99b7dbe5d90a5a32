"""Many images at once: listing, starring and removing them."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Body, Depends, HTTPException

from ivk_devserver.auth import User
from ivk_devserver.backend import Backend
from ivk_devserver.routes.access import readable_image
from ivk_devserver.routes.dependencies import BackendDep, Caller
from ivk_devserver.routes.image_dto import image_dto
from ivk_devserver.routes.image_results import (
    DeleteImagesResult,
    ImageNamesResult,
    StarredImagesResult,
    UnstarredImagesResult,
)
from ivk_devserver.routes.image_wanted import Wanted
from ivk_devserver.routes.schemas import (
    ImageDTO,
    OffsetPaginatedResults,
    ResourceOrigin,
)
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/images", tags=["images"])
Names = Annotated[list[str], Body(embed=True)]


def _filter(wanted: Wanted, image_origin: ResourceOrigin | None = None) -> ImageFilter:
    return replace(wanted, image_origin=image_origin)


Filter = Annotated[ImageFilter, Depends(_filter)]


@router.get("/", operation_id="list_image_dtos")
def list_image_dtos(
    backend: BackendDep, wanted: Filter, offset: int = 0, limit: int = 10
) -> OffsetPaginatedResults[ImageDTO]:
    """List images, one page of them."""
    records = backend.images.page(wanted, offset=offset, limit=limit)
    return OffsetPaginatedResults(
        limit=limit,
        offset=offset,
        total=backend.images.count(wanted),
        items=[image_dto(record) for record in records],
    )


@router.get("/names", operation_id="get_image_names", deprecated=True)
def get_image_names(backend: BackendDep, wanted: Filter) -> ImageNamesResult:
    """List the names of all images that are wanted."""
    names = backend.images.names(wanted)
    starred = backend.images.count(wanted, starred=True) if wanted.starred_first else 0
    return ImageNamesResult(image_names=names, starred_count=starred, total_count=len(names))


@router.post("/images_by_names", operation_id="get_images_by_names")
def get_images_by_names(backend: BackendDep, user: Caller, image_names: Names) -> list[ImageDTO]:
    """Give images in the order of their names; names of no image are passed over."""
    found = []
    for name in image_names:
        try:
            found.append(image_dto(readable_image(backend, name, user)))
        except HTTPException:
            continue
    return found


@router.get("/intermediates", operation_id="get_intermediates_count")
def get_intermediates_count(backend: BackendDep, user: Caller) -> int:
    """Count intermediate images."""
    return len(backend.images.intermediates(None if user.is_admin else user.user_id))


@router.delete("/intermediates", operation_id="clear_intermediates")
def clear_intermediates(backend: BackendDep, user: Caller) -> int:
    """Remove all intermediate images."""
    if not user.is_admin:
        raise HTTPException(403, "Only admins can clear all intermediates")
    names = backend.images.intermediates()
    for name in names:
        backend.images.delete(name)
    return len(names)


@router.delete("/uncategorized", operation_id="delete_uncategorized_images")
def delete_uncategorized_images(backend: BackendDep, user: Caller) -> DeleteImagesResult:
    """Remove the images that are on no board."""
    viewer = None if user.is_admin else user.user_id
    return _delete(backend, user, backend.images.names(ImageFilter(board_id="none", user_id=viewer)))


@router.post("/delete", operation_id="delete_images_from_list")
def delete_images_from_list(backend: BackendDep, user: Caller, image_names: Names) -> DeleteImagesResult:
    """Remove images; names of no image, and of others' images, are passed over."""
    return _delete(backend, user, image_names)


@router.post("/star", operation_id="star_images_in_list")
def star_images_in_list(backend: BackendDep, user: Caller, image_names: Names) -> StarredImagesResult:
    """Star images."""
    boards = _set_star(backend, user, image_names, starred=True)
    return StarredImagesResult(affected_boards=list(set(boards.values())), starred_images=list(boards))


@router.post("/unstar", operation_id="unstar_images_in_list")
def unstar_images_in_list(backend: BackendDep, user: Caller, image_names: Names) -> UnstarredImagesResult:
    """Take the stars off images."""
    boards = _set_star(backend, user, image_names, starred=False)
    return UnstarredImagesResult(affected_boards=list(set(boards.values())), unstarred_images=list(boards))


def _delete(backend: Backend, user: User, names: list[str]) -> DeleteImagesResult:
    boards = {name: record["board_id"] or "none" for name, record in _own(backend, user, names).items()}
    for name in boards:
        backend.images.delete(name)
    return DeleteImagesResult(affected_boards=list(set(boards.values())), deleted_images=list(boards))


def _set_star(backend: Backend, user: User, names: list[str], *, starred: bool) -> dict[str, str]:
    """Set the stars of images and give the board that each is on."""
    own = _own(backend, user, names)
    return {name: backend.images.update(name, {"starred": starred})["board_id"] or "none" for name in own}


def _own(backend: Backend, user: User, names: list[str]) -> dict[str, Row]:
    """Give the records of a user's images; other names are passed over."""
    found = {name: backend.images.get(name) for name in names}
    return {
        name: record
        for name, record in found.items()
        if record is not None and (user.is_admin or record["user_id"] == user.user_id)
    }
