"""Files that a job made, fetched only when they are wanted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ivk_core.errors import MissingPartError
from ivk_workflows.outputs.calls import read_image, read_video, save_image, save_video

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

    from ivk_core.client_async import AsyncClient
    from ivk_core.client import Client

__all__ = ["AsyncImageFile", "AsyncVideoFile", "FileRef", "ImageFile", "VideoFile"]


@dataclass(frozen=True)
class FileRef:
    """The name of a file on the server, whichever way it is fetched.

    Parameters
    ----------
    name : str
        The server's name for it.
    """

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ImageFile(FileRef):
    """An image on the server.

    Parameters
    ----------
    name : str
        The server's name for it.
    client : Client
        What to fetch it with.
    """

    client: Client = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Fetch the file (operation ``get_image_full``).

        Raises
        ------
        NotFoundError
            If the image was deleted.
        """
        return self.client.run(read_image(self.name))

    def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Fetch the file into another one; a path holds the whole image or is left as it was.

        Parameters
        ----------
        target : path or binary file
            Where to. The folder must exist.

        Raises
        ------
        NotFoundError
            If the image was deleted.
        """
        self.client.run(save_image(self.name, _opened(target)))

    def pil(self) -> Image:
        """Fetch it as a Pillow image.

        Raises
        ------
        MissingPartError
            If Pillow is not installed.
        """
        return _as_pil(self.read())

    def numpy(self) -> numpy.ndarray[Any, Any]:
        """Fetch it as an array of uint8 with the shape (height, width, channels) or (height, width).

        Raises
        ------
        MissingPartError
            If NumPy or Pillow is not installed.
        """
        return _as_array(self.read())


@dataclass(frozen=True)
class VideoFile(FileRef):
    """A video on the server; parameters as for `ImageFile`."""

    client: Client = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Fetch the file (operation ``get_video_full``); raises what `ImageFile.read` raises."""
        return self.client.run(read_video(self.name))

    def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Fetch the file into another one, as `ImageFile.save` does."""
        self.client.run(save_video(self.name, _opened(target)))


@dataclass(frozen=True)
class AsyncImageFile(FileRef):
    """An image on the server, to be awaited; the twin of `ImageFile`."""

    client: AsyncClient = field(repr=False, compare=False)

    async def read(self) -> bytes:
        """Fetch the file; the twin of `ImageFile.read`."""
        return await self.client.run(read_image(self.name))

    async def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Fetch the file into another one; the twin of `ImageFile.save`."""
        await self.client.run(save_image(self.name, _opened(target)))

    async def pil(self) -> Image:
        """Fetch it as a Pillow image; the twin of `ImageFile.pil`."""
        return _as_pil(await self.read())

    async def numpy(self) -> numpy.ndarray[Any, Any]:
        """Fetch it as an array; the twin of `ImageFile.numpy`."""
        return _as_array(await self.read())


@dataclass(frozen=True)
class AsyncVideoFile(FileRef):
    """A video on the server, to be awaited; the twin of `VideoFile`."""

    client: AsyncClient = field(repr=False, compare=False)

    async def read(self) -> bytes:
        """Fetch the file; the twin of `VideoFile.read`."""
        return await self.client.run(read_video(self.name))

    async def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Fetch the file into another one; the twin of `VideoFile.save`."""
        await self.client.run(save_video(self.name, _opened(target)))


def _opened(target: str | os.PathLike[str] | BinaryIO) -> Path | BinaryIO:
    return Path(target) if isinstance(target, str | os.PathLike) else target


def _as_pil(content: bytes) -> Image:
    try:
        from PIL import Image
    except ImportError as error:
        raise _missing("Pillow") from error
    return Image.open(BytesIO(content))


def _as_array(content: bytes) -> numpy.ndarray[Any, Any]:
    try:
        import numpy
    except ImportError as error:
        raise _missing("numpy") from error
    return numpy.asarray(_as_pil(content))


def _missing(package: str) -> MissingPartError:
    return MissingPartError(
        f"Looking at an image needs {package}, which is not installed.", hint=f"pip install {package}"
    )
