"""Local files and images in memory, to be uploaded when the workflow is submitted.

Assigning one to an input does not upload it and does not read it. The source is kept as it is. A file is read
and an image in memory is encoded as PNG only for the upload.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from ivk_fields.values.png import encode_png

__all__ = ["LocalFile", "LocalImage", "LocalVideo"]


@dataclass(frozen=True)
class LocalFile:
    """A file to upload before the workflow runs.

    Parameters
    ----------
    source : Path, bytes, or an image in memory
        Source of the content.
    filename : str
        File name for the upload.
    """

    source: Any
    filename: str = "upload"

    @property
    def needs_resolving(self) -> bool:
        """Always True, because the server names a file when it is uploaded."""
        return True

    def to_upload(self) -> Path | bytes:
        """Return what a transport sends: the path of a file, or the content of a source in memory."""
        return self.source if isinstance(self.source, Path) else self.content()

    def open(self) -> BinaryIO:
        """Open the content for reading, in binary mode. The caller closes it.

        Raises
        ------
        OSError
            If the file cannot be read.
        """
        if isinstance(self.source, Path):
            return self.source.open("rb")
        return io.BytesIO(self.content())

    def content(self) -> bytes:
        """Return the whole content."""
        return self.source.read_bytes() if isinstance(self.source, Path) else bytes(self.source)


@dataclass(frozen=True)
class LocalImage(LocalFile):
    """A local image: a path, the bytes of an image file, a PIL image, or an array.

    An array has the shape (height, width), (height, width, 1), (height, width, 3) or (height, width, 4).
    Integers range from 0 to 255, floats from 0 to 1.
    """

    filename: str = "image.png"

    def content(self) -> bytes:
        """Return the bytes of an image file."""
        if isinstance(self.source, Path | bytes | bytearray):
            return super().content()
        return _encode_pillow_image(self.source) if hasattr(self.source, "save") else encode_png(self.source)


@dataclass(frozen=True)
class LocalVideo(LocalFile):
    """A local video: a path or the bytes of a video file."""

    filename: str = "video.mp4"


def _encode_pillow_image(image: object) -> bytes:
    buffer = io.BytesIO()
    cast("Any", image).save(buffer, format="PNG")
    return buffer.getvalue()
