# Made from files_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The files of a job, which are downloaded only when they are read or saved."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from ivk_boards.images.pictures import download_path
from ivk_boards.images.repository import ImageRepository
from ivk_boards.images.transfer_calls import download_image, save_image
from ivk_boards.videos.calls import download_video, save_video
from ivk_workflows.outputs.decoding import as_array, as_pillow_image
from ivk_workflows.outputs.file_ref import FileRef

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

    from ivk_core.client import Client

__all__ = ["ImageFile", "VideoFile"]


@dataclass(frozen=True)
class ImageFile(FileRef):
    """An image on the server.

    Parameters
    ----------
    name : str
        The server's name for it.
    client : Client
        The client to download it with.
    """

    client: Client = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Download the image file (operation ``get_image_full``).

        Raises
        ------
        ImageNotFoundError
            If the image was deleted.
        """
        return self.client.run(download_image(self.name))

    def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Download the image into a file, in portions (operation ``get_image_full``).

        A path that states another format (``.jpg``, ``.webp`` …) gets a file of that format, without the
        metadata of the original; that needs Pillow.

        Parameters
        ----------
        target : path or binary file
            The file, or a folder: a path that ends with a slash, which is created, or an existing folder. The
            folder of a file must exist. If the download fails, a file at the path is not changed.

        Raises
        ------
        ImageNotFoundError
            If the image was deleted.
        TransferError
            If it arrives incomplete.
        MissingPartError
            If the image has to be converted, and Pillow is not installed.
        """
        if isinstance(target, str | os.PathLike):
            self.client.repository(ImageRepository).download_to(self.name, target)
        else:
            self.client.run(save_image(self.name, target))

    def pil(self) -> Image:
        """Download the image as a Pillow image (operation ``get_image_full``).

        Raises
        ------
        ImageNotFoundError
            If the image was deleted.
        MissingPartError
            If Pillow is not installed.
        """
        return as_pillow_image(self.read())

    def numpy(self) -> numpy.ndarray[Any, Any]:
        """Download the image as an array (operation ``get_image_full``).

        Returns
        -------
        numpy.ndarray
            Of uint8, with the shape (height, width, channels) or (height, width).

        Raises
        ------
        ImageNotFoundError
            If the image was deleted.
        MissingPartError
            If NumPy or Pillow is not installed.
        """
        return as_array(self.read())


@dataclass(frozen=True)
class VideoFile(FileRef):
    """A video on the server.

    Parameters
    ----------
    name : str
        The server's name for it.
    client : Client
        The client to download it with.
    """

    client: Client = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Download the video file (operation ``get_video_full``).

        Raises
        ------
        VideoNotFoundError
            If the video was deleted.
        """
        return self.client.run(download_video(self.name))

    def save(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Download the video into a file, in portions (operation ``get_video_full``).

        Parameters
        ----------
        target : path or binary file
            The file, or a folder: a path that ends with a slash, which is created, or an existing folder. The
            folder of a file must exist. If the download fails, a file at the path is not changed.

        Raises
        ------
        VideoNotFoundError
            If the video was deleted.
        TransferError
            If it arrives incomplete.
        """
        place = download_path(target, self.name) if isinstance(target, str | os.PathLike) else target
        self.client.run(save_video(self.name, place))
