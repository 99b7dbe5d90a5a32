"""What became of several images."""

from pydantic import BaseModel

__all__ = ["DeleteImagesResult", "ImageNamesResult", "StarredImagesResult", "UnstarredImagesResult"]


class DeleteImagesResult(BaseModel):
    """Which images were removed, and which boards changed."""

    affected_boards: list[str]
    deleted_images: list[str]
    failed_images: list[str] = []


class StarredImagesResult(BaseModel):
    """Which images were starred, and which boards changed."""

    affected_boards: list[str]
    starred_images: list[str]
    failed_images: list[str] = []


class UnstarredImagesResult(BaseModel):
    """Which images lost their star, and which boards changed."""

    affected_boards: list[str]
    unstarred_images: list[str]
    failed_images: list[str] = []


class ImageNamesResult(BaseModel):
    """Names in order; the first ``starred_count`` are starred."""

    image_names: list[str]
    starred_count: int
    total_count: int
