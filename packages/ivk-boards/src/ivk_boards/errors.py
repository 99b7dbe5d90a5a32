"""What can go wrong with boards and images.

::

    InvokeAIError
    └── BoardError
        ├── BoardNotFoundError      (NameNotFoundError)     no board of that id or name
        ├── AmbiguousBoardError     (AmbiguousNameError)    several boards of that name
        ├── ImageNotFoundError      (NameNotFoundError)     no image of that name
        ├── VideoNotFoundError      (NameNotFoundError)     no video of that name
        ├── ImagesLeftOutError      (LookupError)           the server did only a part of what was asked
        └── UnreadableImageError    (ValueError)            the server cannot read the picture
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ivk_core.errors import InvokeAIError
from ivk_core.lookup import AmbiguousNameError, NameNotFoundError
from ivk_core.suggestions import did_you_mean

if TYPE_CHECKING:
    from ivk_boards.boards.schemas import Board

__all__ = [
    "AmbiguousBoardError",
    "BoardError",
    "BoardNotFoundError",
    "ImageNotFoundError",
    "ImagesLeftOutError",
    "UnreadableImageError",
    "VideoNotFoundError",
]


class BoardError(InvokeAIError):
    """Something went wrong with a board or with the images on it."""


class BoardNotFoundError(BoardError, NameNotFoundError):
    """The server has no board of that id or name.

    Parameters
    ----------
    board : str
        The id or name that was asked for.
    names : iterable of str
        The names of the boards that there are; those alike are suggested.
    """

    def __init__(self, board: str, *, names: Iterable[str] = ()) -> None:
        message = f"There is no board with the id or name {board!r} on this server."
        super().__init__(message, wanted=board, hint=did_you_mean(board, names))
        self.board = board


class AmbiguousBoardError(BoardError, AmbiguousNameError):
    """Several boards have that name.

    Parameters
    ----------
    name : str
        The name that was asked for.
    candidates : sequence of Board
        The boards that have it.
    """

    def __init__(self, name: str, candidates: Sequence[Board]) -> None:
        ids = ", ".join(board.board_id for board in candidates)
        super().__init__(
            f"{len(candidates)} boards are named {name!r}: {ids}.",
            wanted=name,
            candidates=candidates,
            hint="Ask for one of them by its id.",
        )
        self.name = name


class ImageNotFoundError(BoardError, NameNotFoundError):
    """The server has no image of that name.

    Parameters
    ----------
    image_name : str
        The name that was asked for.
    """

    def __init__(self, image_name: str) -> None:
        super().__init__(
            f"There is no image named {image_name!r} on this server.",
            wanted=image_name,
            hint="Images are named by the server: use the image_name that it gave.",
        )
        self.image_name = image_name


class VideoNotFoundError(BoardError, NameNotFoundError):
    """The server has no video of that name.

    Parameters
    ----------
    video_name : str
        The name that was asked for.
    """

    def __init__(self, video_name: str) -> None:
        super().__init__(
            f"There is no video named {video_name!r} on this server.",
            wanted=video_name,
            hint="Videos are named by the server: use the video_name that it gave.",
        )
        self.video_name = video_name


class ImagesLeftOutError(BoardError, LookupError):
    """The server did what was asked to some of the images only.

    Parameters
    ----------
    doing : str
        What was being done, such as ``"delete"``.
    left_out : sequence of str
        The names of the images that it was not done to; most likely they do not exist.
    done : sequence of str
        The names of the images that it was done to.
    """

    def __init__(self, doing: str, *, left_out: Sequence[str], done: Sequence[str]) -> None:
        total = len(left_out) + len(done)
        super().__init__(
            f"The server did not {doing} {len(left_out)} of {total} images: {_some(left_out)}.",
            hint="Check that they exist and that you may change them.",
        )
        self.left_out = list(left_out)
        self.done = list(done)


class UnreadableImageError(BoardError, ValueError):
    """The server cannot read what was uploaded as a picture.

    Parameters
    ----------
    filename : str
        The name that it was sent under.
    reason : str
        What the server says about it.
    """

    def __init__(self, filename: str, reason: str) -> None:
        super().__init__(
            f"The server cannot read {filename!r} as a picture: {reason}",
            hint="Upload a PNG, JPEG or WebP file.",
        )
        self.filename = filename


def _some(names: Sequence[str], limit: int = 5) -> str:
    shown = ", ".join(map(repr, names[:limit]))
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"
