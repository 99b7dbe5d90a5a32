"""From an image's record to its DTO."""

from ivk_devserver.routes.schemas import ImageDTO
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["image_dto", "image_urls"]


def image_urls(name: str) -> dict[str, str]:
    """Give the addresses of an image and its thumbnail, relative to the server's root."""
    base = f"api/v1/images/i/{name}"
    return {"image_name": name, "image_url": f"{base}/full", "thumbnail_url": f"{base}/thumbnail"}


def image_dto(record: Row) -> ImageDTO:
    """Give the DTO of a record."""
    return ImageDTO.model_validate({**record, **image_urls(record["image_name"])})
