"""What boards and images add to a client through the plugin door."""

from __future__ import annotations

from ivk_boards.images.pictures import picture_part
from ivk_boards.images.transfer_calls import upload_image
from ivk_core.files import FileSource
from ivk_core.flow import Flow
from ivk_core.plugins import hookimpl

__all__ = ["ivk_upload_image"]


@hookimpl
def ivk_upload_image(source: FileSource, filename: str) -> Flow[str]:
    """Give the flow that uploads a picture and returns the name that the server gave it."""
    return _uploaded(source, filename)


def _uploaded(source: FileSource, filename: str) -> Flow[str]:
    image = yield from upload_image(picture_part(source, filename))
    return image.image_name
