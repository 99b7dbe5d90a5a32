# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Finding, creating, changing and deleting boards."""

from __future__ import annotations

import builtins
from typing import Unpack

from ivk_boards.boards import calls
from ivk_boards.boards.handle import BoardHandle
from ivk_boards.boards.schemas import Board, BoardChanges, DeletedBoard
from ivk_boards.images.schemas import SortDirection
from ivk_core.repository import Repository

__all__ = ["BoardRepository"]


class BoardRepository(Repository):
    """Finds and creates boards.

    Parameters
    ----------
    client : Client
        The client to ask with.

    Examples
    --------
    >>> boards = client.repository(BoardRepository)
    >>> board = boards.create("Holiday")
    >>> (board.upload("beach.jpg")).width
    640
    """

    def list(
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
            Whether the images on no board come first in the list, counted.
        include_archived : bool
            Whether boards that the GUI hides are listed too.
        order_by : {"created_at", "board_name"}
            What to order by.
        direction : {"DESC", "ASC"}
            Which way.

        Returns
        -------
        list of Board
        """
        return self._client.run(
            calls.list_boards(
                include_uncategorized=include_uncategorized,
                include_archived=include_archived,
                order_by=order_by,
                direction=direction,
            )
        )

    def get(self, board: str) -> BoardHandle:
        """Return a board by its id, or else by its exact name (operation ``list_boards``).

        Parameters
        ----------
        board : str
            An id or a name; ``"none"`` for the images on no board.

        Returns
        -------
        BoardHandle

        Raises
        ------
        BoardNotFoundError
            If there is no such board.
        AmbiguousBoardError
            If several boards have that name; it lists them.
        """
        return BoardHandle(self._client, self._client.run(calls.resolve_board(board)))

    def find(self, board: str) -> BoardHandle | None:
        """Return a board as `get` does, or None if there is no such board (operation ``list_boards``).

        Raises
        ------
        AmbiguousBoardError
            If several boards have that name; it lists them.
        """
        found = self._client.run(calls.find_board(board))
        return None if found is None else BoardHandle(self._client, found)

    def create(self, name: str) -> BoardHandle:
        """Create a board (operation ``create_board``).

        Parameters
        ----------
        name : str
            At most 300 characters. It need not be unique.

        Returns
        -------
        BoardHandle
        """
        return BoardHandle(self._client, self._client.run(calls.create_board(name)))

    def update(self, board_id: str, **changes: Unpack[BoardChanges]) -> Board:
        """Change a board (operation ``update_board``); what is not named stays as it is.

        Parameters
        ----------
        board_id : str
            Which board; not its name.
        **changes
            What to change: see `BoardChanges`.

        Returns
        -------
        Board

        Raises
        ------
        BoardNotFoundError
            If there is no board with that id.
        BoardError
            If it is ``"none"``.
        """
        return self._client.run(calls.update_board(board_id, **changes))

    def delete(self, board_id: str, *, include_images: bool = False) -> DeletedBoard:
        """Delete a board (operation ``delete_board``).

        Parameters
        ----------
        board_id : str
            Which board; not its name.
        include_images : bool
            Whether to delete the images on it, too; by default they stay, on no board.

        Returns
        -------
        DeletedBoard

        Raises
        ------
        BoardNotFoundError
            If there is no board with that id.
        BoardError
            If it is ``"none"``.
        """
        return self._client.run(calls.delete_board(board_id, include_images=include_images))

    def list_boards(
        self, *, include_uncategorized: bool = False, include_archived: bool = False
    ) -> builtins.list[Board]:
        """List all boards: `list` by its longer name."""
        return self.list(include_uncategorized=include_uncategorized, include_archived=include_archived)

    def create_board(self, name: str) -> BoardHandle:
        """Create a board: `create` by its longer name."""
        return self.create(name)

    def update_board(self, board_id: str, **changes: Unpack[BoardChanges]) -> Board:
        """Change a board: `update` by its longer name."""
        return self.update(board_id, **changes)

    def delete_board(self, board_id: str, *, include_images: bool = False) -> DeletedBoard:
        """Delete a board: `delete` by its longer name."""
        return self.delete(board_id, include_images=include_images)

    def get_board_handle(self, board: str) -> BoardHandle:
        """Return a board by its id or name: `get` by its longer name."""
        return self.get(board)

    def get_uncategorized_handle(self) -> BoardHandle:
        """Return the handle of the images on no board; no request is sent."""
        return BoardHandle(self._client, Board.uncategorized())
