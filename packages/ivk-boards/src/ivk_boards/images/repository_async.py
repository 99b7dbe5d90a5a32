"""The images of a server, on any board and on none."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from os import PathLike
from pathlib import Path
from typing import Any, Unpack

from ivk_boards.images import calls, listing_calls, transfer_calls
from ivk_boards.images.pictures import Picture, download_path, picture_part
from ivk_boards.images.schemas import ImagePage, ImageQuery, ImageWorkflow, IvkImage, UploadOptions
from ivk_core.repository_async import AsyncRepository

__all__ = ["AsyncImageRepository"]


class AsyncImageRepository(AsyncRepository):
    """Finds, uploads and downloads images.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> images = client.repository(AsyncImageRepository)
    >>> image = await images.upload("photo.jpg")
    >>> await images.download_to(image.image_name, "copy.png")
    PosixPath('copy.png')
    """

    async def upload(
        self,
        picture: Picture,
        *,
        filename: str = "",
        board_id: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> IvkImage:
        """Upload a picture (operation ``upload_image``).

        Parameters
        ----------
        picture : path, bytes, binary file or picture object
            Paths are streamed; objects such as Pillow's are sent as PNG.
        filename : str
            The name that is sent with it; the server does not keep it.
        board_id : str, optional
            The board to put it on; none by default.
        **options
            See `UploadOptions`.

        Returns
        -------
        IvkImage

        Raises
        ------
        FileNotFoundError
            If the path does not exist.
        BoardNotFoundError
            If there is no such board.
        UnreadableImageError
            If the server cannot read the picture.
        """
        part = picture_part(picture, filename)
        return await self._client.run(transfer_calls.upload_image(part, board_id=board_id, **options))

    async def get(self, image_name: str) -> IvkImage:
        """Return what the server knows of one image (operation ``get_image_dto``).

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        """
        return await self._client.run(calls.get_image(image_name))

    async def find(self, image_name: str) -> IvkImage | None:
        """Return what the server knows of one image, or None if there is none (``get_image_dto``)."""
        return await self._client.run(calls.find_image(image_name))

    async def list(
        self, *, offset: int = 0, limit: int | None = None, **query: Unpack[ImageQuery]
    ) -> builtins.list[IvkImage]:
        """List images (operation ``list_image_dtos``).

        Parameters
        ----------
        offset : int
            How many to skip.
        limit : int, optional
            How many to list; all by default.
        **query
            Which, and in which order: see `ImageQuery`. What the GUI hides is left out by default.

        Returns
        -------
        list of IvkImage
        """
        return await self._client.run(listing_calls.list_images(offset=offset, limit=limit, **query))

    async def list_page(self, *, offset: int = 0, limit: int = 100, **query: Unpack[ImageQuery]) -> ImagePage:
        """List one page of images, with the number of all (operation ``list_image_dtos``).

        Parameters
        ----------
        offset : int
            How many to skip.
        limit : int
            How many to list, at most 1000.
        **query
            As in `list`.

        Returns
        -------
        ImagePage
        """
        return await self._client.run(listing_calls.get_image_page(offset=offset, limit=limit, **query))

    async def list_names(self, **query: Unpack[ImageQuery]) -> builtins.list[str]:
        """List the names of images, which is cheap for very many (operation ``get_image_names``).

        Parameters
        ----------
        **query
            As in `list`.

        Returns
        -------
        list of str
        """
        listing = await self._client.run(listing_calls.list_image_names(**query))
        return listing.image_names

    async def iter_images(
        self, *, batch_size: int = 100, **query: Unpack[ImageQuery]
    ) -> AsyncIterator[IvkImage]:
        """Iterate over images, asking for a few at a time (operation ``get_images_by_names``).

        The names are listed at the start, so images that are added or deleted meanwhile shift nothing.

        Parameters
        ----------
        batch_size : int
            How many to ask for at a time.
        **query
            As in `list`.

        Yields
        ------
        IvkImage
        """
        for names in listing_calls.batches(await self.list_names(**query), batch_size):
            for image in await self._client.run(calls.get_images_by_names(names)):
                yield image

    async def count(self, **query: Unpack[ImageQuery]) -> int:
        """Count images without listing them (operation ``list_image_dtos``)."""
        return await self._client.run(listing_calls.count_images(**query))

    async def download(self, image_name: str, *, full_resolution: bool = True) -> bytes:
        """Download an image (operation ``get_image_full``).

        Parameters
        ----------
        image_name : str
            Which image.
        full_resolution : bool
            Whether to fetch the PNG itself, or its thumbnail.

        Returns
        -------
        bytes

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        """
        return await self._client.run(
            transfer_calls.download_image(image_name, full_resolution=full_resolution)
        )

    async def download_to(
        self, image_name: str, path: str | PathLike[str], *, full_resolution: bool = True
    ) -> Path:
        """Download an image to a file, which then holds the whole image or is left as it was.

        Parameters
        ----------
        image_name : str
            Which image.
        path : path
            A file, or a folder that exists: there, the file is named like the image.
        full_resolution : bool
            Whether to fetch the PNG itself, or its thumbnail.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        TransferError
            If it arrives incomplete.
        """
        target = download_path(path, image_name, full_resolution=full_resolution)
        await self._client.run(transfer_calls.save_image(image_name, target, full_resolution=full_resolution))
        return target

    async def download_thumbnail(self, image_name: str) -> bytes:
        """Download the WebP thumbnail of an image (operation ``get_image_thumbnail``).

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        """
        return await self.download(image_name, full_resolution=False)

    async def get_metadata(self, image_name: str) -> dict[str, Any] | None:
        """Return the metadata that were kept when an image was made (operation ``get_image_metadata``).

        Returns
        -------
        dict or None
            None if there are none.

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        """
        return await self._client.run(calls.get_image_metadata(image_name))

    async def get_workflow(self, image_name: str) -> ImageWorkflow:
        """Return the workflow and the graph that made an image (operation ``get_image_workflow``).

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        """
        return await self._client.run(calls.get_image_workflow(image_name))

    async def update(
        self, image_name: str, *, image_category: str | None = None, is_intermediate: bool | None = None
    ) -> IvkImage:
        """Change what an image is for, or whether the GUI hides it (operation ``update_image``).

        Raises
        ------
        ImageNotFoundError
            If there is no such image.
        """
        return await self._client.run(
            calls.update_image(image_name, image_category=image_category, is_intermediate=is_intermediate)
        )

    async def star(self, *image_names: str) -> None:
        """Star images (operation ``star_images_in_list``).

        Raises
        ------
        ImagesLeftOutError
            If some of them do not exist; the others are starred.
        """
        await self._client.run(calls.star_images(image_names))

    async def unstar(self, *image_names: str) -> None:
        """Unstar images (operation ``unstar_images_in_list``).

        Raises
        ------
        ImagesLeftOutError
            If some of them do not exist; the others are unstarred.
        """
        await self._client.run(calls.star_images(image_names, starred=False))

    async def delete(self, *image_names: str) -> None:
        """Delete images (operation ``delete_images_from_list``).

        Raises
        ------
        ImagesLeftOutError
            If some of them do not exist; the others are deleted.
        """
        await self._client.run(calls.delete_images(image_names))
