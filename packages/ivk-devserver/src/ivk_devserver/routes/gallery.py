"""The operations on the gallery, which lists images and videos together. This server has no videos."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ivk_devserver.routes.auth_dependencies import BackendDep
from ivk_devserver.routes.image_schemas import ImageQuery, image_urls
from ivk_devserver.routes.schemas import ImageCategory, OffsetPaginatedResults, ResourceOrigin
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/gallery", tags=["gallery"])
MAX_LIMIT = 1000
"""The limit of a real server."""


class GalleryItemRef(BaseModel):
    """The kind and name of an item."""

    kind: Literal["image", "video"] = "image"
    name: str


class GalleryItem(GalleryItemRef):
    """An item of the gallery."""

    full_url: str
    thumbnail_url: str
    width: int
    height: int
    category: ImageCategory
    starred: bool
    is_intermediate: bool
    board_id: str | None
    created_at: str
    duration: float | None = None
    fps: float | None = None


class GalleryItemNames(BaseModel):
    """Names in order; the first ``starred_count`` are starred."""

    item_names: list[str]
    starred_count: int
    total_count: int


class GalleryItemNamesResult(BaseModel):
    """Kinds and names in order; the first ``starred_count`` are starred."""

    items: list[GalleryItemRef]
    starred_count: int
    total_count: int


def _filter(image_filter: ImageQuery, origin: ResourceOrigin | None = None) -> ImageFilter:
    return replace(image_filter, image_origin=origin)


GalleryQuery = Annotated[ImageFilter, Depends(_filter)]


@router.get("/items/", operation_id="list_gallery_items")
def list_gallery_items(
    backend: BackendDep,
    image_filter: GalleryQuery,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=0, le=MAX_LIMIT)] = 10,
) -> OffsetPaginatedResults[GalleryItem]:
    """Return one page of items."""
    records = backend.images.page(image_filter, offset=offset, limit=limit)
    return OffsetPaginatedResults(
        limit=limit,
        offset=offset,
        total=backend.images.count(image_filter),
        items=[_item(record) for record in records],
    )


@router.get("/item_names", operation_id="list_gallery_item_names")
def list_gallery_item_names(
    backend: BackendDep, image_filter: GalleryQuery, created_date: str | None = None
) -> GalleryItemNames:
    """Return the names of the items, or of those of one day."""
    narrowed = replace(image_filter, created_date=created_date)
    names = backend.images.names(narrowed)
    starred = backend.images.count(narrowed, starred=True) if image_filter.starred_first else 0
    return GalleryItemNames(item_names=names, starred_count=starred, total_count=len(names))


@router.get("/items/names", operation_id="get_gallery_item_names", deprecated=True)
def get_gallery_item_names(backend: BackendDep, image_filter: GalleryQuery) -> GalleryItemNamesResult:
    """Return the kinds and names of the items."""
    names = list_gallery_item_names(backend, image_filter)
    items = [GalleryItemRef(name=name) for name in names.item_names]
    return GalleryItemNamesResult(
        items=items, starred_count=names.starred_count, total_count=names.total_count
    )


def _item(record: Row) -> GalleryItem:
    urls = image_urls(record["image_name"])
    renamed = {
        "name": record["image_name"],
        "full_url": urls["image_url"],
        "category": record["image_category"],
    }
    return GalleryItem.model_validate({**record, **renamed, "thumbnail_url": urls["thumbnail_url"]})
