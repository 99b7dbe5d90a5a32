"""What is said to list images: all names at once, or what is known of them page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Unpack

from ivk_boards.images.schemas import ImageNames, ImagePage, ImageQuery, IvkImage
from ivk_core.arguments import check_keywords
from ivk_core.flow import Flow, Request

__all__ = ["LARGEST_PAGE", "batches", "count_images", "get_image_page", "list_image_names", "list_images"]

LARGEST_PAGE = 1000
"""How many images the server puts on a page at the most."""


def list_image_names(**query: Unpack[ImageQuery]) -> Flow[ImageNames]:
    """List images by name, all at once (operation ``get_image_names``)."""
    response = yield Request("GET", "/images/names", query=_listing(query), operation="get_image_names")
    return ImageNames.model_validate(response.json)


def get_image_page(*, offset: int, limit: int, **query: Unpack[ImageQuery]) -> Flow[ImagePage]:
    """List one page of images (operation ``list_image_dtos``).

    Parameters
    ----------
    offset : int
        How many to skip.
    limit : int
        How many to list, `LARGEST_PAGE` at the most.
    **query
        Which, and in which order.
    """
    response = yield Request(
        "GET",
        "/images/",
        query={**_listing(query), "offset": offset, "limit": limit},
        operation="list_image_dtos",
    )
    return ImagePage.model_validate(response.json)


def list_images(
    *, offset: int = 0, limit: int | None = None, **query: Unpack[ImageQuery]
) -> Flow[list[IvkImage]]:
    """List images page by page until there are enough of them (operation ``list_image_dtos``).

    Parameters
    ----------
    offset : int
        How many to skip.
    limit : int, optional
        How many to list; all by default.
    **query
        Which, and in which order.
    """
    found: list[IvkImage] = []
    while limit is None or len(found) < limit:
        wanted = LARGEST_PAGE if limit is None else min(LARGEST_PAGE, limit - len(found))
        page = yield from get_image_page(offset=offset + len(found), limit=wanted, **query)
        found += page.items
        if not page.items or offset + len(found) >= page.total:
            break
    return found


def count_images(**query: Unpack[ImageQuery]) -> Flow[int]:
    """Count images without listing them (operation ``list_image_dtos``)."""
    page = yield from get_image_page(offset=0, limit=0, **query)
    return page.total


def batches(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Cut names into batches of a size; the last may be smaller.

    Raises
    ------
    ValueError
        If the size is not positive.
    """
    if size < 1:
        raise ValueError(f"batch_size={size} is not positive.")
    return (names[start : start + size] for start in range(0, len(names), size))


def _listing(query: ImageQuery) -> Mapping[str, object]:
    check_keywords(query, ImageQuery.__optional_keys__)
    return {"is_intermediate": False, **query}
