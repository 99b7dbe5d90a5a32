"""The data of images, and the filters and options of requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, TypedDict

from pydantic import Json

from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData, ServerTime

__all__ = [
    "DIRECTIONS",
    "UNCATEGORIZED",
    "CategoryName",
    "ImageCategory",
    "ImageFilter",
    "ImageNames",
    "ImagePage",
    "ImageQuery",
    "ImageWorkflow",
    "IvkImage",
    "OriginName",
    "ResourceOrigin",
    "SortDirection",
    "UploadOptions",
]

UNCATEGORIZED: Final = "none"
"""The board id that selects the images on no board in listings. No board has it, so it cannot be changed."""

DIRECTIONS: Final = ("ASC", "DESC")
"""The orders of `SortDirection`."""

SortDirection: TypeAlias = Literal["ASC", "DESC"]
"""The order of a listing: ascending (oldest or smallest first) or descending."""


CategoryName: TypeAlias = Literal["general", "mask", "control", "user", "other"] | str
"""One of the values of `ImageCategory`, or any other that the server knows."""

OriginName: TypeAlias = Literal["internal", "external"] | str
"""One of the values of `ResourceOrigin`, or any other that the server knows."""


class ImageCategory(OpenEnum):
    """The purpose of an image. The GUI shows ``GENERAL`` as images, and all others as assets."""

    GENERAL = "general"
    MASK = "mask"
    CONTROL = "control"
    USER = "user"
    OTHER = "other"


class ResourceOrigin(OpenEnum):
    """The origin of an image: ``INTERNAL`` if the server made it, ``EXTERNAL`` if it was uploaded."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class IvkImage(ServerData):
    """The server's record of one image.

    Parameters
    ----------
    image_name : str
        The server's name for the image, which the operations on images take.
    image_category : ImageCategory
        The purpose of the image.
    image_origin : ResourceOrigin
        Whether the server made the image, or it was uploaded.
    width, height : int
        Size in pixels.
    board_id : str, optional
        The id of the board that the image is on; None if it is on no board.
    is_intermediate : bool
        Whether the image is an intermediate result, which the GUI hides.
    starred : bool
        Whether the image is starred.
    has_workflow : bool
        Whether the server has the workflow that made the image.
    session_id, node_id : str, optional
        The session and the node that made the image.
    created_at, updated_at : datetime, optional
        Times of creation and last change, in UTC.
    image_url, thumbnail_url : str, optional
        Where to download the image and its thumbnail, relative to the root of the server.
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
    """One page of a listing.

    Parameters
    ----------
    items : list of IvkImage
        The images of this page.
    offset : int
        The number of images before this page.
    limit : int
        The requested size of the page.
    total : int
        The number of images in the whole listing.
    """

    items: list[IvkImage]
    offset: int
    limit: int
    total: int


class ImageNames(ServerData):
    """The names of all images of a listing; small even for a hundred thousand images.

    Parameters
    ----------
    image_names : list of str
        The names, in the requested order.
    total_count : int
        The number of names.
    starred_count : int
        The number of starred images at the start of the list, if starred images come first.
    """

    image_names: list[str]
    total_count: int
    starred_count: int = 0


class ImageWorkflow(ServerData):
    """The workflow and the graph that made an image; each is None if the server does not have it.

    Parameters
    ----------
    workflow : dict, optional
        The workflow, in the format that the GUI exports.
    graph : dict, optional
        The executed graph.
    """

    workflow: Json[dict[str, Any]] | None = None
    graph: Json[dict[str, Any]] | None = None


class ImageFilter(TypedDict, total=False):
    """Filters and order of a listing. All keys are optional.

    Parameters
    ----------
    categories : CategoryName or sequence of CategoryName
        List only images of these categories, see `ImageCategory`.
    image_origin : OriginName
        List only images of this origin, see `ResourceOrigin`.
    is_intermediate : bool or None
        False (default) leaves out intermediate images, True lists only these, None lists both.
    search_term : str
        List only images whose metadata contains this text.
    order_dir : {"DESC", "ASC"}
        Newest first (the server's default) or oldest first.
    starred_first : bool
        Whether starred images come before all others; the server's default is True.
    """

    categories: CategoryName | Sequence[CategoryName]
    image_origin: OriginName
    is_intermediate: bool | None
    search_term: str
    order_dir: SortDirection
    starred_first: bool


class ImageQuery(ImageFilter, total=False):
    """An `ImageFilter` with a board.

    Parameters
    ----------
    board_id : str
        List only images on the board with this id or exact name; ``"none"`` lists those on no board. By
        default, images on all boards and on none are listed.
    """

    board_id: str


class UploadOptions(TypedDict, total=False):
    """Options of an upload. All keys are optional.

    Parameters
    ----------
    image_category : str
        The purpose of the image, see `ImageCategory`; ``"user"`` by default.
    is_intermediate : bool
        Whether the GUI hides the image; False by default.
    session_id : str
        The session that the image belongs to.
    crop_visible : bool
        Whether to crop the image to its pixels that are not transparent.
    resize_to : tuple of (int, int)
        Width and height in pixels to resize the image to.
    metadata : mapping
        Metadata to store with the image, instead of the metadata in the file.
    """

    image_category: CategoryName
    is_intermediate: bool
    session_id: str | None
    crop_visible: bool
    resize_to: tuple[int, int] | None
    metadata: Mapping[str, Any] | None
