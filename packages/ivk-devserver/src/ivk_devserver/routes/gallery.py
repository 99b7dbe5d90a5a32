"""The gallery: images and videos in one list. This server has no videos, so the items are its images."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ivk_devserver.routes.dependencies import BackendDep
from ivk_devserver.routes.image_dto import image_urls
from ivk_devserver.routes.image_wanted import Wanted
from ivk_devserver.routes.schemas import ImageCategory, OffsetPaginatedResults, ResourceOrigin
from ivk_devserver.storage.image_records import ImageFilter
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["router"]

router = APIRouter(prefix="/v1/gallery", tags=["gallery"])


class GalleryItemRef(BaseModel):
    """An item's kind and name."""

    kind: Literal["image", "video"] = "image"
    name: str


class GalleryItem(GalleryItemRef):
    """An item."""

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


def _filter(wanted: Wanted, origin: ResourceOrigin | None = None) -> ImageFilter:
    return replace(wanted, image_origin=origin)


Filter = Annotated[ImageFilter, Depends(_filter)]


@router.get("/items/", operation_id="list_gallery_items")
def list_gallery_items(
    backend: BackendDep,
    wanted: Filter,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 10,
) -> OffsetPaginatedResults[GalleryItem]:
    """List items, one page of them."""
    records = backend.images.page(wanted, offset=offset, limit=limit)
    return OffsetPaginatedResults(
        limit=limit,
        offset=offset,
        total=backend.images.count(wanted),
        items=[_item(record) for record in records],
    )


@router.get("/item_names", operation_id="list_gallery_item_names")
def list_gallery_item_names(
    backend: BackendDep, wanted: Filter, created_date: str | None = None
) -> GalleryItemNames:
    """List names, of one day if asked for."""
    narrowed = replace(wanted, created_date=created_date)
    names = backend.images.names(narrowed)
    starred = backend.images.count(narrowed, starred=True) if wanted.starred_first else 0
    return GalleryItemNames(item_names=names, starred_count=starred, total_count=len(names))


@router.get("/items/names", operation_id="get_gallery_item_names", deprecated=True)
def get_gallery_item_names(backend: BackendDep, wanted: Filter) -> GalleryItemNamesResult:
    """List kinds and names."""
    names = list_gallery_item_names(backend, wanted)
    items = [GalleryItemRef(name=name) for name in names.item_names]
    return GalleryItemNamesResult(
        items=items, starred_count=names.starred_count, total_count=names.total_count
    )


def _item(record: Row) -> GalleryItem:
    urls = image_urls(record["image_name"])
    about = {
        "name": record["image_name"],
        "full_url": urls["image_url"],
        "category": record["image_category"],
    }
    return GalleryItem.model_validate({**record, **about, "thumbnail_url": urls["thumbnail_url"]})
