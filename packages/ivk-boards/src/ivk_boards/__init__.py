"""Boards, images and videos of an InvokeAI server."""

from ivk_boards.boards.handle import BoardHandle
from ivk_boards.boards.handle_async import AsyncBoardHandle
from ivk_boards.boards.listing import BoardList
from ivk_boards.boards.repository import BoardRepository
from ivk_boards.boards.repository_async import AsyncBoardRepository
from ivk_boards.boards.schemas import Board, BoardChanges, BoardVisibility, DeletedBoard, IvkBoard
from ivk_boards.errors import (
    AmbiguousBoardError,
    BoardError,
    BoardNotFoundError,
    ImageNotFoundError,
    ImagesLeftOutError,
    UnreadableImageError,
    VideoNotFoundError,
)
from ivk_boards.images.listing import ImageList
from ivk_boards.images.names import ImageName, ImageSelection
from ivk_boards.images.pictures import Picture
from ivk_boards.images.repository import ImageRepository
from ivk_boards.images.repository_async import AsyncImageRepository
from ivk_boards.images.schemas import (
    UNCATEGORIZED,
    CategoryName,
    ImageCategory,
    ImageFilter,
    ImageNames,
    ImagePage,
    ImageQuery,
    ImageWorkflow,
    IvkImage,
    OriginName,
    ResourceOrigin,
    UploadOptions,
)
from ivk_boards.videos.schemas import IvkVideo

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
    "BoardList",
    "BoardNotFoundError",
    "BoardRepository",
    "BoardVisibility",
    "CategoryName",
    "DeletedBoard",
    "ImageCategory",
    "ImageFilter",
    "ImageList",
    "ImageName",
    "ImageNames",
    "ImageNotFoundError",
    "ImagePage",
    "ImageQuery",
    "ImageRepository",
    "ImageSelection",
    "ImageWorkflow",
    "ImagesLeftOutError",
    "IvkBoard",
    "IvkImage",
    "IvkVideo",
    "OriginName",
    "Picture",
    "ResourceOrigin",
    "UnreadableImageError",
    "UploadOptions",
    "VideoNotFoundError",
    "__version__",
]
