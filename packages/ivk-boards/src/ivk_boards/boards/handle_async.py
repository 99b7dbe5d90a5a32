"""One board, and the images on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from ivk_boards.boards import calls, membership_calls
from ivk_boards.boards.schemas import Board, BoardChanges, DeletedBoard
from ivk_boards.images.names import ImageName, ImageSelection, names_of
from ivk_boards.images.pictures import Picture
from ivk_boards.images.repository_async import AsyncImageRepository
from ivk_boards.images.schemas import ImageFilter, IvkImage, UploadOptions
from ivk_core.arguments import setting_names
from ivk_core.attributes import StrictAttributes

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncBoardHandle"]

_CHANGES = setting_names(BoardChanges)


class AsyncBoardHandle(StrictAttributes):
    """One board of a server, or the images that are on no board.

    `AsyncBoardRepository` makes handles.

    Parameters
    ----------
    client : AsyncClient
        The client to send requests with.
    board : Board
        The record of the board.

    Examples
    --------
    >>> board = await client.repository(AsyncBoardRepository).create("Holiday")
    >>> image = await board.upload("beach.jpg")
    >>> await board.list_images() == [image.image_name]
    True
    """

    def __init__(self, client: AsyncClient, board: Board) -> None:
        self._client = client
        self._images = client.repository(AsyncImageRepository)
        self._board = board

    @property
    def board(self) -> Board:
        """The record of the board, as last read from the server; `refresh` and `update` replace it."""
        return self._board

    @property
    def board_id(self) -> str:
        """The id of the board; ``"none"`` for the images on no board."""
        return self.board.board_id

    @property
    def board_name(self) -> str:
        """The name of the board, as last read from the server."""
        return self.board.board_name

    @property
    def is_uncategorized(self) -> bool:
        """Whether this is the handle of the images on no board."""
        return self.board.is_uncategorized

    async def refresh(self) -> Board:
        """Read the record of the board again, with its counts (operation ``get_board``).

        Returns
        -------
        Board

        Raises
        ------
        BoardNotFoundError
            If the board was deleted.
        """
        self._board = await self._client.run(calls.get_board(self.board_id))
        return self._board

    async def update(self, **changes: Unpack[BoardChanges]) -> Board:
        """Change the board (operation ``update_board``); see `AsyncBoardRepository.update`."""
        self._board = await self._client.run(calls.update_board(self.board_id, **changes))
        return self._board

    def _attribute_hint(self, name: str, value: object) -> str:
        del value
        return f"handle.update({name}=…) changes it on the server." if name in _CHANGES else ""

    async def delete(self, *, include_images: bool = False) -> DeletedBoard:
        """Delete the board (operation ``delete_board``); see `AsyncBoardRepository.delete`."""
        return await self._client.run(calls.delete_board(self.board_id, include_images=include_images))

    async def upload(
        self, picture: Picture, *, filename: str = "", **options: Unpack[UploadOptions]
    ) -> IvkImage:
        """Upload an image to this board (operation ``upload_image``); see `AsyncImageRepository.upload`."""
        return await self._images.upload(picture, filename=filename, board_id=self.board_id, **options)

    async def upload_image(
        self, picture: Picture, *, filename: str = "", **options: Unpack[UploadOptions]
    ) -> IvkImage:
        """Upload an image to this board: an alias of `upload`."""
        return await self.upload(picture, filename=filename, **options)

    async def upload_image_file(self, path: str | PathLike[str], **options: Unpack[UploadOptions]) -> str:
        """Upload an image file to this board (operation ``upload_image``).

        Parameters
        ----------
        path : path
            The file.
        **options
            See `UploadOptions`.

        Returns
        -------
        str
            The server's name for the image.
        """
        return (await self.upload(path, **options)).image_name

    async def upload_image_data(
        self, data: bytes, *, filename: str = "", **options: Unpack[UploadOptions]
    ) -> IvkImage:
        """Upload an encoded image to this board: an alias of `upload` that takes only bytes."""
        return await self.upload(data, filename=filename, **options)

    async def download(self, image_name: ImageName, *, full_resolution: bool = True) -> bytes:
        """Download an image into memory; see `AsyncImageRepository.download`."""
        return await self._images.download(image_name, full_resolution=full_resolution)

    async def download_image(self, image_name: ImageName, *, full_resolution: bool = True) -> bytes:
        """Download an image into memory: an alias of `download`."""
        return await self.download(image_name, full_resolution=full_resolution)

    async def download_to(
        self, image_name: ImageName, path: str | PathLike[str], *, full_resolution: bool = True
    ) -> Path:
        """Download an image to a file or into a folder; see `AsyncImageRepository.download_to`."""
        return await self._images.download_to(image_name, path, full_resolution=full_resolution)

    async def list_images(
        self, *, offset: int = 0, limit: int | None = None, **filters: Unpack[ImageFilter]
    ) -> list[str]:
        """List the names of the images on this board (operation ``get_image_names``).

        Parameters
        ----------
        offset : int
            The number of names to skip.
        limit : int, optional
            The maximum number of names to return; all by default.
        **filters
            Filters and order, see `ImageFilter`. Intermediate images are left out by default.

        Returns
        -------
        list of str
        """
        names = await self._images.list_names(board_id=self.board_id, **filters)
        return names[offset:] if limit is None else names[offset : offset + limit]

    async def iter_images(
        self, *, batch_size: int = 100, **filters: Unpack[ImageFilter]
    ) -> AsyncIterator[IvkImage]:
        """Iterate over the images on this board; see `AsyncImageRepository.iter_images`."""
        async for image in self._images.iter_images(batch_size=batch_size, board_id=self.board_id, **filters):
            yield image

    async def count(self, **filters: Unpack[ImageFilter]) -> int:
        """Count the images on this board; see `AsyncImageRepository.count`."""
        return await self._images.count(board_id=self.board_id, **filters)

    async def move_image_to(self, image_name: ImageName, board_id: str) -> None:
        """Move one image to another board; see `move`."""
        await self.move(image_name, to=board_id)

    async def move(self, *image_names: ImageSelection, to: str) -> None:
        """Move images to another board (operation ``add_images_to_board``).

        Parameters
        ----------
        *image_names : str, IvkImage, or iterable of these
            The images by name or record, one by one or in lists.
        to : str
            The id or the exact name of the other board; ``"none"`` for no board.

        Raises
        ------
        BoardNotFoundError
            If no board has that id or name.
        AmbiguousBoardError
            If several boards have that name.
        ImagesLeftOutError
            If some of the images do not exist. The others are moved.
        """
        board_id = await self._client.run(calls.resolve_board_id(to))
        await self._client.run(membership_calls.move_images(names_of(image_names), board_id))

    async def remove(self, *image_names: ImageSelection) -> None:
        """Take images off their board (operation ``remove_images_from_board``); they are not deleted.

        Parameters
        ----------
        *image_names : str, IvkImage, or iterable of these
            The images by name or record, one by one or in lists.

        Raises
        ------
        ImagesLeftOutError
            If some of the images do not exist. The others are taken off.
        """
        await self._client.run(membership_calls.remove_images_from_boards(names_of(image_names)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.board_name!r}, board_id={self.board_id!r})"
