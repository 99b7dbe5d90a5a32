"""Finding, creating, changing and deleting boards."""

from __future__ import annotations

import builtins
from typing import Unpack

from ivk_boards.boards import calls
from ivk_boards.boards.handle_async import AsyncBoardHandle
from ivk_boards.boards.schemas import Board, BoardChanges, DeletedBoard
from ivk_boards.images.schemas import SortDirection
from ivk_core.repository_async import AsyncRepository

__all__ = ["AsyncBoardRepository"]


class AsyncBoardRepository(AsyncRepository):
    """Finds, creates, changes and deletes boards.

    Parameters
    ----------
    client : AsyncClient
        The client to send requests with.

    Examples
    --------
    >>> boards = client.repository(AsyncBoardRepository)
    >>> board = await boards.create("Holiday")
    >>> (await board.upload("beach.jpg")).width
    640
    """

    async def list(
        self,
        *,
        include_uncategorized: bool = False,
        include_archived: bool = False,
        order_by: calls.BoardOrder = "created_at",
        direction: SortDirection = "DESC",
    ) -> builtins.list[Board]:
        """List all boards (operation ``list_boards``).

        Parameters
        ----------
        include_uncategorized : bool
            Whether the list begins with the board ``"none"``, which represents the images on no board, with
            their counts. This sends two more requests.
        include_archived : bool
            Whether to include archived boards, which the GUI hides.
        order_by : {"created_at", "board_name"}
            The key to order by.
        direction : {"DESC", "ASC"}
            Descending or ascending.

        Returns
        -------
        list of Board
            A `BoardList`, which prints as a table.

        Raises
        ------
        UnknownChoiceError
            If the server does not know the key or the direction to order by.
        """
        return await self._client.run(
            calls.list_boards(
                include_uncategorized=include_uncategorized,
                include_archived=include_archived,
                order_by=order_by,
                direction=direction,
            )
        )

    async def get(self, board: str) -> AsyncBoardHandle:
        """Return the board with an id or an exact name (operation ``list_boards``).

        Parameters
        ----------
        board : str
            An id or a name; ids take precedence. ``"none"`` for the images on no board. Archived boards are
            found too.

        Returns
        -------
        AsyncBoardHandle

        Raises
        ------
        BoardNotFoundError
            If no board has that id or name.
        AmbiguousBoardError
            If several boards have that name; the error lists them.
        """
        return AsyncBoardHandle(self._client, await self._client.run(calls.resolve_board(board)))

    async def find(self, board: str) -> AsyncBoardHandle | None:
        """Return the board with an id or an exact name, or None if there is none (operation ``list_boards``).

        Parameters
        ----------
        board : str
            An id or a name, see `get`.

        Returns
        -------
        AsyncBoardHandle or None

        Raises
        ------
        AmbiguousBoardError
            If several boards have that name; the error lists them.
        """
        found = await self._client.run(calls.find_board(board))
        return None if found is None else AsyncBoardHandle(self._client, found)

    async def create(self, name: str) -> AsyncBoardHandle:
        """Create a board (operation ``create_board``).

        Parameters
        ----------
        name : str
            The name, with at most 300 characters. It need not be unique.

        Returns
        -------
        AsyncBoardHandle
        """
        return AsyncBoardHandle(self._client, await self._client.run(calls.create_board(name)))

    async def update(self, board_id: str, **changes: Unpack[BoardChanges]) -> Board:
        """Change a board (operation ``update_board``).

        Parameters
        ----------
        board_id : str
            The id or the exact name of the board; ids take precedence.
        **changes
            The attributes to change, see `BoardChanges`.

        Returns
        -------
        Board
            The changed board.

        Raises
        ------
        BoardNotFoundError
            If no board has that id or name.
        AmbiguousBoardError
            If several boards have that name; the error lists them.
        BoardError
            If the id is ``"none"``.
        """
        found = await self._client.run(calls.resolve_board_id(board_id))
        return await self._client.run(calls.update_board(found, **changes))

    async def delete(self, board_id: str, *, include_images: bool = False) -> DeletedBoard:
        """Delete a board (operation ``delete_board``).

        Parameters
        ----------
        board_id : str
            The id or the exact name of the board; ids take precedence.
        include_images : bool
            Whether to delete the images on the board too. By default they are kept, on no board.

        Returns
        -------
        DeletedBoard

        Raises
        ------
        BoardNotFoundError
            If no board has that id or name.
        AmbiguousBoardError
            If several boards have that name; the error lists them.
        BoardError
            If the id is ``"none"``.
        """
        found = await self._client.run(calls.resolve_board_id(board_id))
        return await self._client.run(calls.delete_board(found, include_images=include_images))

    async def list_boards(
        self, *, include_uncategorized: bool = False, include_archived: bool = False
    ) -> builtins.list[Board]:
        """List all boards: an alias of `list` with its default order."""
        return await self.list(include_uncategorized=include_uncategorized, include_archived=include_archived)

    async def create_board(self, name: str) -> AsyncBoardHandle:
        """Create a board: an alias of `create`."""
        return await self.create(name)

    async def update_board(self, board_id: str, **changes: Unpack[BoardChanges]) -> Board:
        """Change a board: an alias of `update`."""
        return await self.update(board_id, **changes)

    async def delete_board(self, board_id: str, *, include_images: bool = False) -> DeletedBoard:
        """Delete a board: an alias of `delete`."""
        return await self.delete(board_id, include_images=include_images)

    async def get_board_handle(self, board: str) -> AsyncBoardHandle:
        """Return the board with an id or a name: an alias of `get`."""
        return await self.get(board)

    def get_uncategorized_handle(self) -> AsyncBoardHandle:
        """Return the handle of the images on no board; no request is sent."""
        return AsyncBoardHandle(self._client, Board.uncategorized())
