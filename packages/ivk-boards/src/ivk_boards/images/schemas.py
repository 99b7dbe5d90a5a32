"""What the server tells about images, and what can be said when asking for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, TypedDict

from pydantic import Json

from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData, ServerTime

__all__ = [
    "UNCATEGORIZED",
    "ImageCategory",
    "ImageFilter",
    "ImageNames",
    "ImagePage",
    "ImageQuery",
    "ImageWorkflow",
    "IvkImage",
    "ResourceOrigin",
    "SortDirection",
    "UploadOptions",
]

UNCATEGORIZED: Final = "none"
"""The board id under which the server lists images on no board. It is for reading only."""

SortDirection: TypeAlias = Literal["ASC", "DESC"]
"""The order of a listing: ascending (oldest or smallest first) or descending."""


class ImageCategory(OpenEnum):
    """What an image is for. ``GENERAL`` is what the GUI shows as images, all others as assets."""

    GENERAL = "general"
    MASK = "mask"
    CONTROL = "control"
    USER = "user"
    OTHER = "other"


class ResourceOrigin(OpenEnum):
    """Where an image comes from: made by the server, or brought to it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class IvkImage(ServerData):
    """What the server knows of one image.

    Parameters
    ----------
    image_name : str
        The server's name for it; every operation on images takes it.
    image_category : ImageCategory
        What it is for.
    image_origin : ResourceOrigin
        Where it comes from.
    width, height : int
        Its size in pixels.
    board_id : str, optional
        The board it lies on; None when it lies on no board.
    is_intermediate : bool
        Whether it is a by-product that the GUI hides.
    starred : bool
        Whether it has a star.
    has_workflow : bool
        Whether the workflow that made it is kept with it.
    session_id, node_id : str, optional
        The session and the node that made it.
    created_at, updated_at : datetime, optional
        When, in UTC.
    image_url, thumbnail_url : str, optional
        Where its bytes are, relative to the root of the server.
    """

    image_name: str
    image_category: ImageCategory
    image_origin: ResourceOrigin
    width: int
    height: int
    board_id: str | None = None
    is_intermediate: bool = False
    starred: bool = False
    has_workflow: bool = False
    session_id: str | None = None
    node_id: str | None = None
    created_at: ServerTime | None = None
    updated_at: ServerTime | None = None
    image_url: str | None = None
    thumbnail_url: str | None = None


class ImagePage(ServerData):
    """A part of a listing.

    Parameters
    ----------
    items : list of IvkImage
        The images of this part.
    offset : int
        How many come before it.
    limit : int
        How many were asked for.
    total : int
        How many there are in all.
    """

    items: list[IvkImage]
    offset: int
    limit: int
    total: int


class ImageNames(ServerData):
    """A whole listing by name; cheap even for a hundred thousand images.

    Parameters
    ----------
    image_names : list of str
        The names, in the order that was asked for.
    total_count : int
        How many there are.
    starred_count : int
        How many of them, at the front, are starred, when those come first.
    """

    image_names: list[str]
    total_count: int
    starred_count: int = 0


class ImageWorkflow(ServerData):
    """What made an image, where the server kept it.

    Parameters
    ----------
    workflow : dict, optional
        The workflow, as the GUI would export it.
    graph : dict, optional
        The graph that was executed.
    """

    workflow: Json[dict[str, Any]] | None = None
    graph: Json[dict[str, Any]] | None = None


class ImageFilter(TypedDict, total=False):
    """Which images to list, and in which order; all of it is optional.

    Parameters
    ----------
    categories : sequence of str
        Only these categories.
    image_origin : str
        Only this origin.
    is_intermediate : bool or None
        False, the default, leaves out what the GUI hides; True lists nothing else; None lists both.
    search_term : str
        Only images whose metadata contains it.
    order_dir : {"DESC", "ASC"}
        Newest first, the server's default, or oldest first.
    starred_first : bool
        Whether starred images come before all others; the server's default is True.
    """

    categories: Sequence[str]
    image_origin: str
    is_intermediate: bool | None
    search_term: str
    order_dir: SortDirection
    starred_first: bool


class ImageQuery(ImageFilter, total=False):
    """An `ImageFilter` that may also name a board.

    Parameters
    ----------
    board_id : str
        Only images on this board; ``"none"`` for those on no board.
    """

    board_id: str


class UploadOptions(TypedDict, total=False):
    """What may be said about a picture that is uploaded; all of it is optional.

    Parameters
    ----------
    image_category : str
        What it is for; ``"user"`` by default.
    is_intermediate : bool
        Whether the GUI should hide it; False by default.
    session_id : str
        The session that it belongs to.
    crop_visible : bool
        Whether to crop it to what is not transparent.
    resize_to : tuple of (int, int)
        Width and height in pixels to bring it to.
    metadata : mapping
        What to keep with it, in place of what is inside the file.
    """

    image_category: str
    is_intermediate: bool
    session_id: str | None
    crop_visible: bool
    resize_to: tuple[int, int] | None
    metadata: Mapping[str, Any] | None
