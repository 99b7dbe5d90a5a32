"""The server's listings of images, as flows: all names in one response, or the records page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Unpack

from ivk_boards.images.listing import ImageList
from ivk_boards.images.schemas import (
    DIRECTIONS,
    ImageCategory,
    ImageNames,
    ImagePage,
    ImageQuery,
    ResourceOrigin,
)
from ivk_core.arguments import check_keywords
from ivk_core.choices import check_choice
from ivk_core.flow import Flow, Request

__all__ = ["LARGEST_PAGE", "batches", "count_images", "get_image_page", "list_image_names", "list_images"]

LARGEST_PAGE = 1000
"""The most images that the server returns on one page. `list_images` uses it, to send few requests."""


def list_image_names(**query: Unpack[ImageQuery]) -> Flow[ImageNames]:
    """Return the names of all images of a listing (operation ``get_image_names``)."""
    yield from _check_choices(query)
    response = yield Request("GET", "/images/names", query=_listing(query), operation="get_image_names")
    return ImageNames.model_validate(response.json)


def get_image_page(*, offset: int, limit: int, **query: Unpack[ImageQuery]) -> Flow[ImagePage]:
    """Return one page of images (operation ``list_image_dtos``).

    Parameters
    ----------
    offset : int
        The number of images to skip.
    limit : int
        The size of the page, at most `LARGEST_PAGE`.
    **query
        Filters and order, see `ImageQuery`.
    """
    yield from _check_choices(query)
    response = yield Request(
        "GET",
        "/images/",
        query={**_listing(query), "offset": offset, "limit": limit},
        operation="list_image_dtos",
    )
    return ImagePage.model_validate(response.json)


def list_images(*, offset: int = 0, limit: int | None = None, **query: Unpack[ImageQuery]) -> Flow[ImageList]:
    """List images, in as many pages as needed (operation ``list_image_dtos``).

    Parameters
    ----------
    offset : int
        The number of images to skip.
    limit : int, optional
        The maximum number of images to return; all by default.
    **query
        Filters and order, see `ImageQuery`.
    """
    found = ImageList()
    while limit is None or len(found) < limit:
        wanted = LARGEST_PAGE if limit is None else min(LARGEST_PAGE, limit - len(found))
        page = yield from get_image_page(offset=offset + len(found), limit=wanted, **query)
        found += page.items
        if not page.items or offset + len(found) >= page.total:
            break
    return found


def count_images(**query: Unpack[ImageQuery]) -> Flow[int]:
    """Count images (operation ``list_image_dtos``): an empty page has the total number."""
    page = yield from get_image_page(offset=0, limit=0, **query)
    return page.total


def batches(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Split names into batches of a size; the last one may be smaller.

    Raises
    ------
    ValueError
        If the size is not positive.
    """
    if size < 1:
        raise ValueError(f"batch_size={size} is not positive.")
    return (names[start : start + size] for start in range(0, len(names), size))


def _check_choices(query: ImageQuery) -> Flow[None]:
    categories, origin = query.get("categories"), query.get("image_origin")
    yield from check_choice("category", categories, ImageCategory, schema="ImageCategory")
    yield from check_choice("image_origin", origin, ResourceOrigin, schema="ResourceOrigin")
    yield from check_choice("order_dir", query.get("order_dir"), DIRECTIONS, schema="SQLiteDirection")


def _listing(query: ImageQuery) -> Mapping[str, object]:
    check_keywords(query, ImageQuery.__optional_keys__)
    return {"is_intermediate": False, **query}
