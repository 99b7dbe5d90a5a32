"""Files that live on this machine and stand in for what will be on the server.

Giving a picture to an input does not upload it: the source is kept as it is, and goes up when the workflow
is submitted. Paths are read only then; pictures in memory become PNG only then.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from ivk_fields.values.png import png_of_array

__all__ = ["LocalFile", "LocalImage", "LocalVideo"]


@dataclass(frozen=True)
class LocalFile:
    """Something to upload before the workflow runs.

    Parameters
    ----------
    source : Path, bytes, or a picture in memory
        Where the content comes from; kept as given.
    filename : str
        Name to upload it under.
    """

    source: Any
    filename: str = "upload"

    @property
    def needs_resolving(self) -> bool:
        """Always true: only the server gives an uploaded file its name."""
        return True

    def to_upload(self) -> Path | bytes:
        """Give what a transport can send: the path, or the content of what is in memory."""
        return self.source if isinstance(self.source, Path) else self.content()

    def open(self) -> BinaryIO:
        """Open the content for reading; the caller closes it.

        Raises
        ------
        OSError
            If the file cannot be read any more.
        """
        if isinstance(self.source, Path):
            return self.source.open("rb")
        return io.BytesIO(self.content())

    def content(self) -> bytes:
        """Read the whole content."""
        return self.source.read_bytes() if isinstance(self.source, Path) else bytes(self.source)


@dataclass(frozen=True)
class LocalImage(LocalFile):
    """A picture on this machine: a path, encoded bytes, a PIL image, or an array.

    Arrays have the shape (height, width), (height, width, 3) or (height, width, 4); whole numbers count from
    0 to 255, floats from 0 to 1.
    """

    filename: str = "image.png"

    def content(self) -> bytes:
        """Give the picture as the bytes of an image file."""
        if isinstance(self.source, Path | bytes | bytearray):
            return super().content()
        return _png_of_picture(self.source) if hasattr(self.source, "save") else png_of_array(self.source)


@dataclass(frozen=True)
class LocalVideo(LocalFile):
    """A video on this machine: a path or encoded bytes."""

    filename: str = "video.mp4"


def _png_of_picture(picture: object) -> bytes:
    buffer = io.BytesIO()
    cast("Any", picture).save(buffer, format="PNG")
    return buffer.getvalue()
