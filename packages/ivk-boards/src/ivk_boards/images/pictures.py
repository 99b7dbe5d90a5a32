"""Conversion of what a program uploads (paths, bytes, files, Pillow images) to the file part of a form."""

from __future__ import annotations

import os
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, TypeAlias, runtime_checkable

from ivk_core.files import FilePart, FileSource

__all__ = ["Picture", "SavablePicture", "Target", "download_path", "picture_part"]


@runtime_checkable
class SavablePicture(Protocol):
    """An image object with a ``save`` method, such as a Pillow image."""

    def save(self, fp: IO[bytes], format: str, /) -> Any:  # noqa: A002
        """Write the image to a binary file."""
        ...


Picture: TypeAlias = FileSource | SavablePicture
"""The image of an upload: a path, encoded bytes, a binary file, or an image object such as Pillow's."""

# Path() drops a slash at the end, which says that a folder is meant.
_SEPARATORS = tuple(separator for separator in (os.sep, os.altsep) if separator)

Target: TypeAlias = Path | BinaryIO
"""Where a download is written to. A path is replaced by the complete file, or left unchanged on failure."""


def picture_part(picture: Picture, filename: str = "") -> FilePart:
    """Make the file part of an upload.

    Parameters
    ----------
    picture : Picture
        The image. A path is streamed when the request is sent; an image object is encoded as PNG here.
    filename : str
        The file name to send. By default the name of the path, else ``image.png``.

    Returns
    -------
    FilePart
        A part whose media type is ``image/...``.
    """
    part = FilePart(_encoded(picture), filename)
    name = part.name if "." in part.name else "image.png"
    # The server answers 415 to any other media type. It reads the real format from the content, so that
    # "image/png" is a safe choice for a file without a suffix.
    media_type = part.media_type if part.media_type.startswith("image/") else "image/png"
    return FilePart(part.source, filename or name, media_type)


def download_path(path: str | PathLike[str], image_name: str, *, full_resolution: bool = True) -> Path:
    """Return the path of the file that a download is written to.

    Parameters
    ----------
    path : path
        A file, or a folder: a path that ends with a slash, which is created, or an existing folder. In a
        folder, the file has the name of the image.
    image_name : str
        The server's name for the image.
    full_resolution : bool
        True for the image itself, False for its WebP thumbnail, whose file name ends in ``.webp``.

    Returns
    -------
    Path
    """
    target = Path(path)
    if os.fspath(path).endswith(_SEPARATORS):
        target.mkdir(parents=True, exist_ok=True)
    elif not target.is_dir():
        return target
    # Only the last part: a name from the server must not lead out of the folder.
    file = target / Path(image_name).name
    return file if full_resolution else file.with_suffix(".webp")


def _encoded(picture: Picture) -> FileSource:
    if not isinstance(picture, SavablePicture):
        return picture
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
