"""The boards of a server, for an event loop: the same methods, to be awaited."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from ivk_boards.boards import calls, membership_calls
from ivk_boards.boards.schemas import Board, BoardChanges, DeletedBoard
from ivk_boards.data import SortDirection
from ivk_boards.images.aio import AsyncImageRepository
from ivk_boards.images.pictures import Picture
from ivk_boards.images.schemas import ImageFilter, IvkImage, UploadOptions
from ivk_core.repository import AsyncRepository

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient

__all__ = ["AsyncBoardHandle", "AsyncBoardRepository"]


class AsyncBoardHandle:
    """One board on a server; the twin of `BoardHandle`.

    Each method takes, returns and raises what its twin does.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    board : Board
        What is known of it.
    """

    def __init__(self, client: AsyncClient, board: Board) -> None:
        self._client = client
        self._images = client.repository(AsyncImageRepository)
        self.board = board

    @property
    def board_id(self) -> str:
        """The server's id for it; ``"none"`` for the place of the images on no board."""
        return self.board.board_id

    @property
    def board_name(self) -> str:
        """The name that people gave it, as last seen."""
        return self.board.board_name

    @property
    def is_uncategorized(self) -> bool:
        """Whether it is the place of the images on no board."""
        return self.board.is_uncategorized

    async def refresh(self) -> Board:
        """Ask again what is known of it, its counts among that (operation ``get_board``)."""
        self.board = await self._client.run(calls.get_board(self.board_id))
        return self.board

    async def update(self, **changes: Unpack[BoardChanges]) -> Board:
        """Change it (operation ``update_board``)."""
        self.board = await self._client.run(calls.update_board(self.board_id, **changes))
        return self.board

    async def delete(self, *, include_images: bool = False) -> DeletedBoard:
        """Delete it (operation ``delete_board``)."""
        return await self._client.run(calls.delete_board(self.board_id, include_images=include_images))

    async def upload(
        self, picture: Picture, *, filename: str = "", **options: Unpack[UploadOptions]
    ) -> IvkImage:
        """Bring a picture to this board (operation ``upload_image``)."""
        return await self._images.upload(picture, filename=filename, board_id=self.board_id, **options)

    async def upload_image(
        self, picture: Picture, *, filename: str = "", **options: Unpack[UploadOptions]
    ) -> IvkImage:
        """Bring a picture to this board: `upload` by its longer name."""
        return await self.upload(picture, filename=filename, **options)

    async def upload_image_file(self, path: str | PathLike[str], **options: Unpack[UploadOptions]) -> str:
        """Bring a picture file to this board."""
        return (await self.upload(path, **options)).image_name

    async def upload_image_data(
        self, data: bytes, *, filename: str = "", **options: Unpack[UploadOptions]
    ) -> IvkImage:
        """Bring an encoded picture to this board: `upload` of bytes."""
        return await self.upload(data, filename=filename, **options)

    async def download(self, image_name: str, *, full_resolution: bool = True) -> bytes:
        """Fetch the bytes of an image."""
        return await self._images.download(image_name, full_resolution=full_resolution)

    async def download_image(self, image_name: str, *, full_resolution: bool = True) -> bytes:
        """Fetch the bytes of an image: `download` by its longer name."""
        return await self.download(image_name, full_resolution=full_resolution)

    async def download_to(
        self, image_name: str, path: str | PathLike[str], *, full_resolution: bool = True
    ) -> Path:
        """Stream an image to a file or into a folder."""
        return await self._images.download_to(image_name, path, full_resolution=full_resolution)

    async def list_images(
        self, *, offset: int = 0, limit: int | None = None, **filters: Unpack[ImageFilter]
    ) -> list[str]:
        """List the names of the images on this board (operation ``get_image_names``)."""
        names = await self._images.list_names(board_id=self.board_id, **filters)
        return names[offset:] if limit is None else names[offset : offset + limit]

    async def iter_images(
        self, *, batch_size: int = 100, **filters: Unpack[ImageFilter]
    ) -> AsyncIterator[IvkImage]:
        """Go through the images on this board."""
        async for image in self._images.iter_images(batch_size=batch_size, board_id=self.board_id, **filters):
            yield image

    async def count(self, **filters: Unpack[ImageFilter]) -> int:
        """Count the images on this board without listing them."""
        return await self._images.count(board_id=self.board_id, **filters)

    async def move_image_to(self, image_name: str, board_id: str) -> None:
        """Move an image to another board: `move` of one."""
        await self.move(image_name, to=board_id)

    async def move(self, *image_names: str, to: str) -> None:
        """Move images to another board (operation ``add_images_to_board``)."""
        await self._client.run(membership_calls.move_images(image_names, to))

    async def remove(self, *image_names: str) -> None:
        """Take images off their board (operation ``remove_images_from_board``); they stay on the server."""
        await self._client.run(membership_calls.remove_images_from_boards(image_names))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.board_name!r}, board_id={self.board_id!r})"


class AsyncBoardRepository(AsyncRepository):
    """Finds and makes boards; the twin of `BoardRepository`.

    Each method takes, returns and raises what its twin does.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> board = await client.repository(AsyncBoardRepository).create("Holiday")
    >>> image = await board.upload("beach.jpg")
    """

    async def list(
        self,
        *,
        include_uncategorized: bool = False,
        include_archived: bool = False,
        order_by: calls.BoardOrder = "created_at",
        direction: SortDirection = "DESC",
    ) -> builtins.list[Board]:
        """List all boards (operation ``list_boards``)."""
        return await self._client.run(
            calls.list_boards(
                include_uncategorized=include_uncategorized,
                include_archived=include_archived,
                order_by=order_by,
                direction=direction,
            )
        )

    async def get(self, board: str) -> AsyncBoardHandle:
        """Give a board by its id, or else by its exact name (operation ``list_boards``)."""
        return AsyncBoardHandle(self._client, await self._client.run(calls.resolve_board(board)))

    async def find(self, board: str) -> AsyncBoardHandle | None:
        """Give a board as `get` does, or None if there is no such board (operation ``list_boards``)."""
        found = await self._client.run(calls.find_board(board))
        return None if found is None else AsyncBoardHandle(self._client, found)

    async def create(self, name: str) -> AsyncBoardHandle:
        """Make a board (operation ``create_board``)."""
        return AsyncBoardHandle(self._client, await self._client.run(calls.create_board(name)))

    async def update(self, board_id: str, **changes: Unpack[BoardChanges]) -> Board:
        """Change a board (operation ``update_board``); what is not named stays as it is."""
        return await self._client.run(calls.update_board(board_id, **changes))

    async def delete(self, board_id: str, *, include_images: bool = False) -> DeletedBoard:
        """Delete a board (operation ``delete_board``)."""
        return await self._client.run(calls.delete_board(board_id, include_images=include_images))

    async def list_boards(
        self, *, include_uncategorized: bool = False, include_archived: bool = False
    ) -> builtins.list[Board]:
        """List all boards: `list` by its longer name."""
        return await self.list(include_uncategorized=include_uncategorized, include_archived=include_archived)

    async def create_board(self, name: str) -> AsyncBoardHandle:
        """Make a board: `create` by its longer name."""
        return await self.create(name)

    async def update_board(self, board_id: str, **changes: Unpack[BoardChanges]) -> Board:
        """Change a board: `update` by its longer name."""
        return await self.update(board_id, **changes)

    async def delete_board(self, board_id: str, *, include_images: bool = False) -> DeletedBoard:
        """Delete a board: `delete` by its longer name."""
        return await self.delete(board_id, include_images=include_images)

    async def get_board_handle(self, board: str) -> AsyncBoardHandle:
        """Give a board by its id or name: `get` by its longer name."""
        return await self.get(board)

    def get_uncategorized_handle(self) -> AsyncBoardHandle:
        """Give the place of the images on no board; nothing is asked of the server."""
        return AsyncBoardHandle(self._client, Board.uncategorized())
