"""Shapes that several routers answer with."""

from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel

__all__ = ["Direction", "ImageCategory", "ImageDTO", "OffsetPaginatedResults", "ResourceOrigin"]

T = TypeVar("T")


class Direction(StrEnum):
    """The order of a listing."""

    ASCENDING = "ASC"
    DESCENDING = "DESC"


class ImageCategory(StrEnum):
    """What an image is for."""

    GENERAL = "general"
    MASK = "mask"
    CONTROL = "control"
    USER = "user"
    OTHER = "other"


class ResourceOrigin(StrEnum):
    """Where an image came from."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class ImageDTO(BaseModel):
    """An image's record, with addresses relative to the server's root."""

    image_name: str
    image_url: str
    thumbnail_url: str
    image_origin: ResourceOrigin
    image_category: ImageCategory
    width: int
    height: int
    created_at: str
    updated_at: str
    deleted_at: str | None = None
    is_intermediate: bool
    session_id: str | None = None
    node_id: str | None = None
    starred: bool
    has_workflow: bool
    image_subfolder: str = ""
    board_id: str | None = None


class OffsetPaginatedResults(BaseModel, Generic[T]):
    """One page of a listing."""

    limit: int
    offset: int
    total: int
    items: list[T]
