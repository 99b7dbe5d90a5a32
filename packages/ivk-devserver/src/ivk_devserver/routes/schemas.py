"""The enums and models that the operations of several resources have in common."""

from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel

__all__ = ["ImageCategory", "OffsetPaginatedResults", "ResourceOrigin", "SQLiteDirection"]

T = TypeVar("T")


class SQLiteDirection(StrEnum):
    """The order of a listing."""

    ASCENDING = "ASC"
    DESCENDING = "DESC"


class ImageCategory(StrEnum):
    """The purpose of an image."""

    GENERAL = "general"
    MASK = "mask"
    CONTROL = "control"
    USER = "user"
    OTHER = "other"


class ResourceOrigin(StrEnum):
    """Whether the server made an image, or a user uploaded it."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class OffsetPaginatedResults(BaseModel, Generic[T]):
    """One page of a listing."""

    limit: int
    offset: int
    total: int
    items: list[T]
