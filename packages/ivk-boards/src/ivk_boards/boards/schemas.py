"""The data of boards."""

from __future__ import annotations

from typing import TypeAlias, TypedDict

from pydantic import Field

from ivk_boards.images.schemas import UNCATEGORIZED
from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData, ServerTime

__all__ = ["Board", "BoardChanges", "BoardVisibility", "DeletedBoard", "IvkBoard"]


class BoardVisibility(OpenEnum):
    """Which users see a board, on a server with several users."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


class Board(ServerData):
    """The server's record of one board.

    Parameters
    ----------
    board_id : str
        The server's id for the board; ``"none"`` for the images that are on no board.
    board_name : str
        The name of the board. It need not be unique.
    image_count, asset_count, video_count : int, optional
        The number of images of category ``general``, of images of other categories, and of videos; None if
        they were not counted.
    cover_image_name : str, optional
        The image that the GUI shows for the board.
    archived : bool
        Whether the board is archived, so that the GUI hides it.
    board_visibility : BoardVisibility, optional
        Which users see the board.
    user_id, owner_username : str, optional
        The owner of the board.
    created_at, updated_at : datetime, optional
        Times of creation and last change, in UTC.
    """

    board_id: str
    board_name: str
    image_count: int | None = None
    asset_count: int | None = None
    video_count: int | None = None
    cover_image_name: str | None = None
    archived: bool = False
    board_visibility: BoardVisibility | None = None
    user_id: str | None = None
    owner_username: str | None = None
    created_at: ServerTime | None = None
    updated_at: ServerTime | None = None

    @classmethod
    def uncategorized(cls, *, image_count: int | None = None, asset_count: int | None = None) -> Board:
        """Make the record that represents the images on no board; no request is sent.

        Parameters
        ----------
        image_count, asset_count : int, optional
            The number of images of category ``general``, and of other categories.

        Returns
        -------
        Board
        """
        return cls(
            board_id=UNCATEGORIZED,
            board_name="Uncategorized",
            image_count=image_count,
            asset_count=asset_count,
        )

    @property
    def is_uncategorized(self) -> bool:
        """Whether this represents the images on no board."""
        return self.board_id == UNCATEGORIZED


IvkBoard: TypeAlias = Board
"""An alias of `Board`, by the naming of `IvkImage` and `IvkVideo`."""


class BoardChanges(TypedDict, total=False):
    """Changes to a board. Keys that are missing or None leave the board unchanged.

    Parameters
    ----------
    name : str
        The new name.
    archived : bool
        Whether to archive the board, so that the GUI hides it.
    visibility : str
        Which users see the board: a value of `BoardVisibility`.
    cover_image_name : str
        The image that the GUI shows for the board.
    """

    name: str | None
    archived: bool | None
    visibility: str | None
    cover_image_name: str | None


class DeletedBoard(ServerData):
    """The result of deleting a board.

    Parameters
    ----------
    board_id : str
        The id of the deleted board.
    deleted_board_images : list of str
        The names of the images that were on the board and are on no board now.
    deleted_images : list of str
        The names of the images that were deleted with the board.
    failed_images : list of str
        The names of the images that could not be deleted.
    """

    board_id: str
    deleted_board_images: list[str] = Field(default_factory=list)
    deleted_images: list[str] = Field(default_factory=list)
    failed_images: list[str] = Field(default_factory=list)
