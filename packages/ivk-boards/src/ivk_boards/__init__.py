"""Boards and images of an InvokeAI server."""

from ivk_boards.boards.aio import AsyncBoardHandle, AsyncBoardRepository
from ivk_boards.boards.handle import BoardHandle
from ivk_boards.boards.repository import BoardRepository
from ivk_boards.boards.schemas import Board, BoardChanges, BoardVisibility, DeletedBoard, IvkBoard
from ivk_boards.data import UNCATEGORIZED
from ivk_boards.errors import (
    AmbiguousBoardError,
    BoardError,
    BoardNotFoundError,
    ImageNotFoundError,
    ImagesLeftOutError,
    UnreadableImageError,
)
from ivk_boards.images.aio import AsyncImageRepository
from ivk_boards.images.pictures import Picture
from ivk_boards.images.repository import ImageRepository
from ivk_boards.images.schemas import (
    ImageCategory,
    ImageFilter,
    ImageNames,
    ImagePage,
    ImageQuery,
    ImageWorkflow,
    IvkImage,
    ResourceOrigin,
    UploadOptions,
)

__version__ = "2.0.0a1"

__all__ = [
    "UNCATEGORIZED",
    "AmbiguousBoardError",
    "AsyncBoardHandle",
    "AsyncBoardRepository",
    "AsyncImageRepository",
    "Board",
    "BoardChanges",
    "BoardError",
    "BoardHandle",
    "BoardNotFoundError",
    "BoardRepository",
    "BoardVisibility",
    "DeletedBoard",
    "ImageCategory",
    "ImageFilter",
    "ImageNames",
    "ImageNotFoundError",
    "ImagePage",
    "ImageQuery",
    "ImageRepository",
    "ImageWorkflow",
    "ImagesLeftOutError",
    "IvkBoard",
    "IvkImage",
    "Picture",
    "ResourceOrigin",
    "UnreadableImageError",
    "UploadOptions",
    "__version__",
]
