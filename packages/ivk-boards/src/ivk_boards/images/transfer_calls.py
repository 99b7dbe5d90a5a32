"""What is said to bring a picture to the server, and to fetch one from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_boards.errors import BoardNotFoundError, UnreadableImageError
from ivk_boards.images.calls import ask_of_image
from ivk_boards.images.pictures import Target
from ivk_boards.images.schemas import UNCATEGORIZED, ImageCategory, IvkImage
from ivk_core.errors import APIError, NotFoundError
from ivk_core.files import FilePart
from ivk_core.flow import Flow, Request
from ivk_core.messages import IDENTITY_ENCODING

__all__ = ["download_image", "save_image", "upload_image"]


def upload_image(
    file: FilePart,
    *,
    board_id: str | None = None,
    image_category: str = ImageCategory.USER,
    is_intermediate: bool = False,
    session_id: str | None = None,
    crop_visible: bool | None = None,
    resize_to: tuple[int, int] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Flow[IvkImage]:
    """Bring a picture to the server (operation ``upload_image``).

    Parameters
    ----------
    file : FilePart
        The encoded picture.
    board_id : str, optional
        The board to put it on; None or ``"none"`` for no board.
    image_category, is_intermediate, session_id, crop_visible, resize_to, metadata
        As `UploadOptions` describes them.

    Returns
    -------
    Flow of IvkImage

    Raises
    ------
    BoardNotFoundError
        If there is no such board.
    UnreadableImageError
        If the server cannot read the picture.
    """
    board_id = None if board_id == UNCATEGORIZED else board_id
    request = Request(
        "POST",
        "/images/upload",
        query={
            "image_category": image_category,
            "is_intermediate": is_intermediate,
            "board_id": board_id,
            "session_id": session_id,
            "crop_visible": crop_visible,
        },
        form={"resize_to": _size(resize_to), "metadata": None if metadata is None else dict(metadata)},
        files={"file": file},
        operation="upload_image",
    )
    try:
        response = yield request
    except NotFoundError as error:
        if board_id is None:
            raise
        raise BoardNotFoundError(board_id) from error
    except APIError as error:
        if error.status_code != 415:
            raise
        raise UnreadableImageError(file.name, _detail(error)) from error
    return IvkImage.model_validate(response.json)


def download_image(image_name: str, *, full_resolution: bool = True) -> Flow[bytes]:
    """Fetch the bytes of an image (operation ``get_image_full`` or ``get_image_thumbnail``).

    Parameters
    ----------
    image_name : str
        Which image.
    full_resolution : bool
        Whether to fetch the PNG itself, or its WebP thumbnail of at most 256 x 256 pixels.

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    """
    response = yield from ask_of_image(image_name, _bytes_of(image_name, full_resolution))
    return response.content


def save_image(image_name: str, target: Target, *, full_resolution: bool = True) -> Flow[None]:
    """Stream the bytes of an image to a file (operations as in `download_image`).

    Raises
    ------
    ImageNotFoundError
        If there is no such image.
    TransferError
        If it arrives incomplete; a path is then left as it was.
    """
    yield from ask_of_image(image_name, _bytes_of(image_name, full_resolution, save_to=target))


def _bytes_of(image_name: str, full_resolution: bool, save_to: Target | None = None) -> Request:
    what = "full" if full_resolution else "thumbnail"
    return Request(
        "GET",
        f"/images/i/{{image_name}}/{what}",
        path={"image_name": image_name},
        headers=IDENTITY_ENCODING,
        operation=f"get_image_{what}",
        save_to=save_to,
    )


def _size(size: tuple[int, int] | None) -> dict[str, int] | None:
    return None if size is None else {"width": size[0], "height": size[1]}


def _detail(error: APIError) -> str:
    return str(error.body.get("detail", error.body)) if isinstance(error.body, dict) else str(error.body)
