"""The server's operations that upload and download images, as flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_boards.errors import BoardNotFoundError, UnreadableImageError
from ivk_boards.images.calls import send_for_image
from ivk_boards.images.pictures import Target
from ivk_boards.images.schemas import UNCATEGORIZED, ImageCategory, IvkImage
from ivk_core.choices import check_choice
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
    """Upload an image (operation ``upload_image``).

    Parameters
    ----------
    file : FilePart
        The encoded image.
    board_id : str, optional
        The id of the board to add the image to; None or ``"none"`` for no board.
    image_category, is_intermediate, session_id, crop_visible, resize_to, metadata
        See `UploadOptions`.

    Returns
    -------
    Flow of IvkImage

    Raises
    ------
    BoardNotFoundError
        If no board has that id.
    UnreadableImageError
        If the server cannot read the image.
    """
    yield from check_choice("category", image_category, ImageCategory, schema="ImageCategory")
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
    """Download an image into memory (operation ``get_image_full`` or ``get_image_thumbnail``).

    Parameters
    ----------
    image_name : str
        The server's name for the image.
    full_resolution : bool
        True for the PNG file, False for its WebP thumbnail of at most 256 x 256 pixels.

    Raises
    ------
    ImageNotFoundError
        If no image has that name.
    """
    response = yield from send_for_image(image_name, _file_request(image_name, full_resolution))
    return response.content


def save_image(image_name: str, target: Target, *, full_resolution: bool = True) -> Flow[None]:
    """Stream an image to a file (operation ``get_image_full`` or ``get_image_thumbnail``).

    Parameters
    ----------
    image_name : str
        The server's name for the image.
    target : Path or binary file
        Where to write the image.
    full_resolution : bool
        See `download_image`.

    Raises
    ------
    ImageNotFoundError
        If no image has that name.
    TransferError
        If the download is incomplete. A path is then left unchanged.
    """
    request = _file_request(image_name, full_resolution, save_to=target)
    yield from send_for_image(image_name, request)


def _file_request(image_name: str, full_resolution: bool, save_to: Target | None = None) -> Request:
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
