"""The images of a server, for an event loop: the same methods, to be awaited."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from os import PathLike
from pathlib import Path
from typing import Any, Unpack

from ivk_boards.images import calls, listing_calls, transfer_calls
from ivk_boards.images.pictures import Picture, download_path, picture_part
from ivk_boards.images.schemas import ImagePage, ImageQuery, ImageWorkflow, IvkImage, UploadOptions
from ivk_core.repository import AsyncRepository

__all__ = ["AsyncImageRepository"]


class AsyncImageRepository(AsyncRepository):
    """Finds, brings and fetches images; the twin of `ImageRepository`.

    Each method takes, returns and raises what its twin does.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> images = client.repository(AsyncImageRepository)
    >>> image = await images.upload("photo.jpg")
    """

    async def upload(
        self,
        picture: Picture,
        *,
        filename: str = "",
        board_id: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> IvkImage:
        """Bring a picture to the server (operation ``upload_image``)."""
        part = picture_part(picture, filename)
        return await self._client.run(transfer_calls.upload_image(part, board_id=board_id, **options))

    async def get(self, image_name: str) -> IvkImage:
        """Ask about one image (operation ``get_image_dto``)."""
        return await self._client.run(calls.get_image(image_name))

    async def find(self, image_name: str) -> IvkImage | None:
        """Ask about one image; None if there is no such image (operation ``get_image_dto``)."""
        return await self._client.run(calls.find_image(image_name))

    async def list(
        self, *, offset: int = 0, limit: int | None = None, **query: Unpack[ImageQuery]
    ) -> builtins.list[IvkImage]:
        """List images (operation ``list_image_dtos``)."""
        return await self._client.run(listing_calls.list_images(offset=offset, limit=limit, **query))

    async def list_page(self, *, offset: int = 0, limit: int = 100, **query: Unpack[ImageQuery]) -> ImagePage:
        """List one page of images and say how many there are in all (operation ``list_image_dtos``)."""
        return await self._client.run(listing_calls.get_image_page(offset=offset, limit=limit, **query))

    async def list_names(self, **query: Unpack[ImageQuery]) -> builtins.list[str]:
        """List the names of images, which is cheap for very many (operation ``get_image_names``)."""
        listing = await self._client.run(listing_calls.list_image_names(**query))
        return listing.image_names

    async def iter_images(
        self, *, batch_size: int = 100, **query: Unpack[ImageQuery]
    ) -> AsyncIterator[IvkImage]:
        """Go through images, asking for a few at a time (operation ``get_images_by_names``)."""
        for names in listing_calls.batches(await self.list_names(**query), batch_size):
            for image in await self._client.run(calls.get_images_by_names(names)):
                yield image

    async def count(self, **query: Unpack[ImageQuery]) -> int:
        """Count images without listing them (operation ``list_image_dtos``)."""
        return await self._client.run(listing_calls.count_images(**query))

    async def download(self, image_name: str, *, full_resolution: bool = True) -> bytes:
        """Fetch the bytes of an image (operation ``get_image_full``)."""
        return await self._client.run(
            transfer_calls.download_image(image_name, full_resolution=full_resolution)
        )

    async def download_to(
        self, image_name: str, path: str | PathLike[str], *, full_resolution: bool = True
    ) -> Path:
        """Stream an image to a file, which holds the whole image or is left as it was."""
        target = download_path(path, image_name, full_resolution=full_resolution)
        await self._client.run(transfer_calls.save_image(image_name, target, full_resolution=full_resolution))
        return target

    async def download_thumbnail(self, image_name: str) -> bytes:
        """Fetch the WebP thumbnail of an image (operation ``get_image_thumbnail``)."""
        return await self.download(image_name, full_resolution=False)

    async def get_metadata(self, image_name: str) -> dict[str, Any] | None:
        """Fetch what was noted when an image was made (operation ``get_image_metadata``)."""
        return await self._client.run(calls.get_image_metadata(image_name))

    async def get_workflow(self, image_name: str) -> ImageWorkflow:
        """Fetch the workflow and the graph that made an image (operation ``get_image_workflow``)."""
        return await self._client.run(calls.get_image_workflow(image_name))

    async def update(
        self, image_name: str, *, image_category: str | None = None, is_intermediate: bool | None = None
    ) -> IvkImage:
        """Change what an image is for, or whether the GUI hides it (operation ``update_image``)."""
        return await self._client.run(
            calls.update_image(image_name, image_category=image_category, is_intermediate=is_intermediate)
        )

    async def star(self, *image_names: str) -> None:
        """Give images a star (operation ``star_images_in_list``)."""
        await self._client.run(calls.star_images(image_names))

    async def unstar(self, *image_names: str) -> None:
        """Take the star from images (operation ``unstar_images_in_list``)."""
        await self._client.run(calls.star_images(image_names, starred=False))

    async def delete(self, *image_names: str) -> None:
        """Delete images (operation ``delete_images_from_list``)."""
        await self._client.run(calls.delete_images(image_names))
