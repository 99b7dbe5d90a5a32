"""The errors of boards, images and videos.

::

    InvokeAIError
    └── BoardError
        ├── BoardNotFoundError      (NameNotFoundError)     no board has that id or name
        ├── AmbiguousBoardError     (AmbiguousNameError)    several boards have that name
        ├── ImageNotFoundError      (NameNotFoundError)     no image has that name
        ├── VideoNotFoundError      (NameNotFoundError)     no video has that name
        ├── ImagesLeftOutError      (LookupError)           the server changed only some of the images
        └── UnreadableImageError    (ValueError)            the server cannot read the uploaded image
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


# Image names are UUIDs of some 40 characters: five show what is affected and still fit on a few lines.
_MAX_NAMES_SHOWN = 5


class BoardError(InvokeAIError):
    """An operation on a board, or on an image or video, failed."""


class BoardNotFoundError(BoardError, NameNotFoundError):
    """No board has that id or name.

    Parameters
    ----------
    board : str
        The requested id or name.
    names : iterable of str
        The names of the existing boards; the hint suggests similar ones.
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
        The requested name.
    candidates : sequence of Board
        The boards with that name.
    """

    def __init__(self, name: str, candidates: Sequence[Board]) -> None:
        ids = ", ".join(board.board_id for board in candidates)
        super().__init__(
            f"{len(candidates)} boards are named {name!r}: {ids}.",
            wanted=name,
            candidates=candidates,
            hint="Pass the id of the board.",
        )
        self.name = name


class ImageNotFoundError(BoardError, NameNotFoundError):
    """No image has that name.

    Parameters
    ----------
    image_name : str
        The requested name.
    """

    def __init__(self, image_name: str) -> None:
        super().__init__(
            f"There is no image named {image_name!r} on this server.",
            wanted=image_name,
            hint="The server names images: use the image_name that it returned.",
        )
        self.image_name = image_name


class VideoNotFoundError(BoardError, NameNotFoundError):
    """No video has that name.

    Parameters
    ----------
    video_name : str
        The requested name.
    """

    def __init__(self, video_name: str) -> None:
        super().__init__(
            f"There is no video named {video_name!r} on this server.",
            wanted=video_name,
            hint="The server names videos: use the video_name that it returned.",
        )
        self.video_name = video_name


class ImagesLeftOutError(BoardError, LookupError):
    """The server changed only some of the images of a request.

    Parameters
    ----------
    doing : str
        The operation as a verb, such as ``"delete"``.
    left_out : sequence of str
        The names of the images that were not changed, most likely because they do not exist.
    done : sequence of str
        The names of the images that were changed.
    """

    def __init__(self, doing: str, *, left_out: Sequence[str], done: Sequence[str]) -> None:
        total = len(left_out) + len(done)
        super().__init__(
            f"The server did not {doing} {len(left_out)} of {total} images: {_some(left_out)}.",
            hint="Check that these images exist and that you may change them.",
        )
        self.left_out = list(left_out)
        self.done = list(done)


class UnreadableImageError(BoardError, ValueError):
    """The server cannot read an uploaded file as an image.

    Parameters
    ----------
    filename : str
        The file name in the upload.
    reason : str
        The server's error message.
    """

    def __init__(self, filename: str, reason: str) -> None:
        super().__init__(
            f"The server cannot read {filename!r} as an image: {reason}",
            hint="Upload a PNG, JPEG or WebP file.",
        )
        self.filename = filename


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(map(repr, names[:_MAX_NAMES_SHOWN]))
    more = len(names) - _MAX_NAMES_SHOWN
    return shown if more <= 0 else f"{shown} and {more} more"
