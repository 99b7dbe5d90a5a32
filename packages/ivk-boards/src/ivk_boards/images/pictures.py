"""Pictures as a program has them, brought into the form that travels."""

from __future__ import annotations

from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, TypeAlias, runtime_checkable

from ivk_core.files import FilePart, FileSource

__all__ = ["Picture", "SavablePicture", "Target", "download_path", "picture_part"]


@runtime_checkable
class SavablePicture(Protocol):
    """A picture that can write itself in a format, as those of Pillow can."""

    def save(self, fp: IO[bytes], format: str, /) -> Any:  # noqa: A002
        """Write the picture to a binary file."""
        ...


Picture: TypeAlias = FileSource | SavablePicture
"""A path, encoded bytes, a binary file, or a picture object such as Pillow's."""

Target: TypeAlias = Path | BinaryIO
"""Where a download goes: a path holds the whole picture or is left as it was."""


def picture_part(picture: Picture, filename: str = "") -> FilePart:
    """Give the part of a form that carries a picture.

    Parameters
    ----------
    picture : Picture
        A path is streamed when it is sent; a picture object is encoded as PNG here.
    filename : str
        The name to send it under. By default that of the path, else ``image.png``.

    Returns
    -------
    FilePart
        Its media type is always that of a picture: the server looks at nothing else.
    """
    part = FilePart(_encoded(picture), filename)
    name = part.name if "." in part.name else "image.png"
    media_type = part.media_type if part.media_type.startswith("image/") else "image/png"
    return FilePart(part.source, filename or name, media_type)


def download_path(path: str | PathLike[str], image_name: str, *, full_resolution: bool = True) -> Path:
    """Give the file that a download goes to.

    Parameters
    ----------
    path : path
        A file, or a folder that exists: there, the file is named like the image.
    image_name : str
        The server's name for the image.
    full_resolution : bool
        Whether it is the image itself, or its thumbnail, which is WebP.

    Returns
    -------
    Path
    """
    target = Path(path)
    if not target.is_dir():
        return target
    own = Path(image_name).name
    return target / own if full_resolution else (target / own).with_suffix(".webp")


def _encoded(picture: Picture) -> FileSource:
    if not isinstance(picture, SavablePicture):
        return picture
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
