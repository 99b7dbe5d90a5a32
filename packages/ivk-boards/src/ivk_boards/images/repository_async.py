"""Finding, uploading, downloading, changing and deleting images."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from os import PathLike
from pathlib import Path
from typing import Any, Unpack

from ivk_boards.boards.calls import resolve_board_id
from ivk_boards.images import calls, listing_calls, transfer_calls
from ivk_boards.images.converting import needs_conversion, write_converted
from ivk_boards.images.names import ImageName, ImageSelection, name_of, names_of
from ivk_boards.images.pictures import Picture, download_path, picture_part
from ivk_boards.images.schemas import (
    CategoryName,
    ImagePage,
    ImageQuery,
    ImageWorkflow,
    IvkImage,
    UploadOptions,
)
from ivk_core.repository_async import AsyncRepository

__all__ = ["AsyncImageRepository"]


class AsyncImageRepository(AsyncRepository):
    """Finds, uploads, downloads, changes and deletes images, on any board and on none.

    Parameters
    ----------
    client : AsyncClient
        The client to send requests with.

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
        """Upload an image (operation ``upload_image``).

        Parameters
        ----------
        picture : path, bytes, binary file or image object
            A path is streamed. An image object, such as Pillow's, is sent as PNG.
        filename : str
            The file name to send. The server does not keep it.
        board_id : str, optional
            The id or the exact name of the board to add the image to; no board by default.
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
            If no board has that id or name.
        AmbiguousBoardError
            If several boards have that name.
        UnreadableImageError
            If the server cannot read the image.
        """
        part = picture_part(picture, filename)
        if board_id is not None:
            board_id = await self._client.run(resolve_board_id(board_id))
        return await self._client.run(transfer_calls.upload_image(part, board_id=board_id, **options))

    async def get(self, image_name: ImageName) -> IvkImage:
        """Return the record of an image (operation ``get_image_dto``).

        Parameters
        ----------
        image_name : str
            The server's name for the image.

        Returns
        -------
        IvkImage

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        """
        return await self._client.run(calls.get_image(name_of(image_name)))

    async def find(self, image_name: ImageName) -> IvkImage | None:
        """Return the record of an image, or None if no image has that name (operation ``get_image_dto``)."""
        return await self._client.run(calls.find_image(name_of(image_name)))

    async def list(
        self, *, offset: int = 0, limit: int | None = None, **query: Unpack[ImageQuery]
    ) -> builtins.list[IvkImage]:
        """List images (operation ``list_image_dtos``).

        Parameters
        ----------
        offset : int
            The number of images to skip.
        limit : int, optional
            The maximum number of images to return; all by default.
        **query
            Filters and order, see `ImageQuery`. Intermediate images are left out by default.

        Returns
        -------
        list of IvkImage
            A `ImageList`, which prints as a table.

        Raises
        ------
        BoardNotFoundError, AmbiguousBoardError
            If no board has that id or name, or several boards have that name.
        UnknownChoiceError
            If the server does not know a category, an origin or an order.
        """
        found = await self._with_board_id(query)
        return await self._client.run(listing_calls.list_images(offset=offset, limit=limit, **found))

    async def list_page(self, *, offset: int = 0, limit: int = 100, **query: Unpack[ImageQuery]) -> ImagePage:
        """Return one page of images, with the total number (operation ``list_image_dtos``).

        Parameters
        ----------
        offset : int
            The number of images to skip.
        limit : int
            The size of the page: at most 1000 images.
        **query
            Filters and order, as in `list`.

        Returns
        -------
        ImagePage
        """
        found = await self._with_board_id(query)
        return await self._client.run(listing_calls.get_image_page(offset=offset, limit=limit, **found))

    async def list_names(self, **query: Unpack[ImageQuery]) -> builtins.list[str]:
        """List the names of images in one small response (operation ``get_image_names``).

        Parameters
        ----------
        **query
            Filters and order, as in `list`.

        Returns
        -------
        list of str
        """
        found = await self._with_board_id(query)
        listing = await self._client.run(listing_calls.list_image_names(**found))
        return listing.image_names

    async def iter_images(
        self, *, batch_size: int = 100, **query: Unpack[ImageQuery]
    ) -> AsyncIterator[IvkImage]:
        """Iterate over images in batches (operations ``get_image_names`` and ``get_images_by_names``).

        The names are listed once, at the start: images that are added later are not returned, and images that
        are deleted meanwhile are skipped.

        Parameters
        ----------
        batch_size : int
            The number of images to fetch with one request. The default keeps responses small, and so the wait
            for the first image short.
        **query
            Filters and order, as in `list`.

        Yields
        ------
        IvkImage
        """
        for names in listing_calls.batches(await self.list_names(**query), batch_size):
            for image in await self._client.run(calls.get_images_by_names(names)):
                yield image

    async def count(self, **query: Unpack[ImageQuery]) -> int:
        """Count images without listing them (operation ``list_image_dtos``).

        Parameters
        ----------
        **query
            Filters, as in `list`.

        Returns
        -------
        int
        """
        found = await self._with_board_id(query)
        return await self._client.run(listing_calls.count_images(**found))

    async def download(self, image_name: ImageName, *, full_resolution: bool = True) -> bytes:
        """Download an image into memory (operation ``get_image_full`` or ``get_image_thumbnail``).

        Parameters
        ----------
        image_name : str
            The server's name for the image.
        full_resolution : bool
            True for the PNG file, False for its WebP thumbnail of at most 256 x 256 pixels.

        Returns
        -------
        bytes

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        """
        return await self._client.run(
            transfer_calls.download_image(name_of(image_name), full_resolution=full_resolution)
        )

    async def download_to(
        self, image_name: ImageName, path: str | PathLike[str], *, full_resolution: bool = True
    ) -> Path:
        """Stream an image to a file (operation ``get_image_full`` or ``get_image_thumbnail``).

        The file is replaced when the download is complete. If it fails, the file is unchanged. A file name
        that states another format (``.jpg``, ``.webp`` …) gets a file of that format, without the metadata of
        the original; that needs Pillow.

        Parameters
        ----------
        image_name : str
            The server's name for the image.
        path : path
            A file, or a folder: a path that ends with a slash, which is created, or an existing folder. In a
            folder, the file has the name of the image.
        full_resolution : bool
            True for the PNG file, False for its WebP thumbnail.

        Returns
        -------
        Path
            The file that was written.

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        TransferError
            If the download is incomplete.
        MissingPartError
            If the image has to be converted, and Pillow is not installed.
        """
        name = name_of(image_name)
        target = download_path(path, name, full_resolution=full_resolution)
        if needs_conversion(target, ".png" if full_resolution else ".webp"):
            write_converted(await self.download(name, full_resolution=full_resolution), target)
        else:
            await self._client.run(transfer_calls.save_image(name, target, full_resolution=full_resolution))
        return target

    async def download_thumbnail(self, image_name: ImageName) -> bytes:
        """Download the WebP thumbnail of an image into memory (operation ``get_image_thumbnail``).

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        """
        return await self.download(image_name, full_resolution=False)

    async def get_metadata(self, image_name: ImageName) -> dict[str, Any] | None:
        """Return the metadata of an image (operation ``get_image_metadata``).

        Returns
        -------
        dict or None
            None if the image has no metadata.

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        """
        return await self._client.run(calls.get_image_metadata(name_of(image_name)))

    async def get_workflow(self, image_name: ImageName) -> ImageWorkflow:
        """Return the workflow and the graph that made an image (operation ``get_image_workflow``).

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        """
        return await self._client.run(calls.get_image_workflow(name_of(image_name)))

    async def update(
        self,
        image_name: ImageName,
        *,
        image_category: CategoryName | None = None,
        is_intermediate: bool | None = None,
    ) -> IvkImage:
        """Change the category of an image, or whether the GUI hides it (operation ``update_image``).

        Parameters
        ----------
        image_name : str
            The server's name for the image.
        image_category : str, optional
            The new category, see `ImageCategory`; unchanged by default.
        is_intermediate : bool, optional
            Whether the GUI hides the image; unchanged by default.

        Returns
        -------
        IvkImage
            The changed record.

        Raises
        ------
        ImageNotFoundError
            If no image has that name.
        """
        return await self._client.run(
            calls.update_image(
                name_of(image_name), image_category=image_category, is_intermediate=is_intermediate
            )
        )

    async def star(self, *image_names: ImageSelection) -> None:
        """Star images (operation ``star_images_in_list``).

        Parameters
        ----------
        *image_names : str, IvkImage, or iterable of these
            The images by name or record, one by one or in lists.

        Raises
        ------
        ImagesLeftOutError
            If some of the images do not exist. The others are starred.
        """
        await self._client.run(calls.star_images(names_of(image_names)))

    async def unstar(self, *image_names: ImageSelection) -> None:
        """Unstar images (operation ``unstar_images_in_list``).

        Parameters
        ----------
        *image_names : str, IvkImage, or iterable of these
            The images by name or record, one by one or in lists.

        Raises
        ------
        ImagesLeftOutError
            If some of the images do not exist. The others are unstarred.
        """
        await self._client.run(calls.star_images(names_of(image_names), starred=False))

    async def delete(self, *image_names: ImageSelection) -> None:
        """Delete images (operation ``delete_images_from_list``).

        Parameters
        ----------
        *image_names : str, IvkImage, or iterable of these
            The images by name or record, one by one or in lists.

        Raises
        ------
        ImagesLeftOutError
            If some of the images do not exist. The others are deleted.
        """
        await self._client.run(calls.delete_images(names_of(image_names)))

    async def _with_board_id(self, query: ImageQuery) -> ImageQuery:
        """Look up the board of a query: the server answers an unknown one with an empty listing."""
        board = query.get("board_id")
        if board is None:
            return query
        return {**query, "board_id": await self._client.run(resolve_board_id(board))}
