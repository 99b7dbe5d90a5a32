"""What the server tells about boards."""

from __future__ import annotations

from typing import TypeAlias, TypedDict

from pydantic import Field

from ivk_boards.images.schemas import UNCATEGORIZED
from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData, ServerTime

__all__ = ["Board", "BoardChanges", "BoardVisibility", "DeletedBoard", "IvkBoard"]


class BoardVisibility(OpenEnum):
    """Who sees a board on a server with several users."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


class Board(ServerData):
    """What the server knows of one board.

    Parameters
    ----------
    board_id : str
        The server's id for it; ``"none"`` stands for what lies on no board.
    board_name : str
        The name that people gave it. Several boards may have the same.
    image_count, asset_count, video_count : int, optional
        How many images of category ``general``, of other categories, and videos lie on it;
        None when they were not counted.
    cover_image_name : str, optional
        The image that stands for it.
    archived : bool
        Whether the GUI hides it.
    board_visibility : BoardVisibility, optional
        Who sees it.
    user_id, owner_username : str, optional
        Whose it is.
    created_at, updated_at : datetime, optional
        When, in UTC.
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
        """Give what stands for the images on no board.

        Parameters
        ----------
        image_count, asset_count : int, optional
            As for any board, where they were counted.
        """
        return cls(
            board_id=UNCATEGORIZED,
            board_name="Uncategorized",
            image_count=image_count,
            asset_count=asset_count,
        )

    @property
    def is_uncategorized(self) -> bool:
        """Whether it stands for the images on no board."""
        return self.board_id == UNCATEGORIZED


IvkBoard: TypeAlias = Board
"""The same, under the name that goes with `IvkImage`."""


class BoardChanges(TypedDict, total=False):
    """What may be changed about a board; what is left out or None stays as it is.

    Parameters
    ----------
    name : str
        Its new name.
    archived : bool
        Whether the GUI hides it.
    visibility : str
        Who sees it: see `BoardVisibility`.
    cover_image_name : str
        The image that stands for it.
    """

    name: str | None
    archived: bool | None
    visibility: str | None
    cover_image_name: str | None


class DeletedBoard(ServerData):
    """What went with a board, and what stayed.

    Parameters
    ----------
    board_id : str
        The board that is gone.
    deleted_board_images : list of str
        The images that lay on it and are on no board now.
    deleted_images : list of str
        The images that were deleted with it.
    failed_images : list of str
        The images that should have been deleted and were not.
    """

    board_id: str
    deleted_board_images: list[str] = Field(default_factory=list)
    deleted_images: list[str] = Field(default_factory=list)
    failed_images: list[str] = Field(default_factory=list)
