"""The files of images: the picture itself, and a small WebP of it."""

from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

__all__ = ["ImageFiles"]

THUMBNAIL_EDGE = 256
"""Longest edge of a thumbnail, in pixels."""


class ImageFiles:
    """Pictures and thumbnails in one folder, named by the image's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thumbnails = folder / "thumbnails"
        self._thumbnails.mkdir(parents=True, exist_ok=True)

    def save(self, name: str, image: Image.Image, texts: dict[str, str]) -> None:
        """Write a picture as PNG with texts inside it, and its thumbnail."""
        chunks = PngInfo()
        for key, text in texts.items():
            chunks.add_text(key, text)
        image.save(self.path(name), "PNG", compress_level=1, pnginfo=chunks)
        small = image.convert("RGBA" if "A" in image.getbands() else "RGB")
        small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
        small.save(self.thumbnail_path(name), "WEBP")

    def open(self, name: str) -> Image.Image:
        """Read a picture into memory."""
        with Image.open(self.path(name)) as image:
            image.load()
            return image

    def path(self, name: str) -> Path:
        """Say where a picture lies."""
        return self._folder / Path(name).name

    def thumbnail_path(self, name: str) -> Path:
        """Say where a picture's thumbnail lies."""
        return self._thumbnails / f"{Path(name).stem}.webp"

    def delete(self, name: str) -> None:
        """Remove a picture and its thumbnail."""
        self.path(name).unlink(missing_ok=True)
        self.thumbnail_path(name).unlink(missing_ok=True)
