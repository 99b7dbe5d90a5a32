"""The files of images: the image as PNG, and its thumbnail as WebP."""

from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

__all__ = ["THUMBNAIL_SIZE", "DiskImageFileStorage"]

THUMBNAIL_SIZE = 256
"""Length of the longer side of a thumbnail in pixels, the same as on a real server."""

FASTEST_COMPRESSION = 1
"""The PNG compression level, the default of a real server (``pil_compress_level``)."""


class DiskImageFileStorage:
    """Images and thumbnails in one folder; a file has the name of its image."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thumbnails = folder / "thumbnails"
        self._thumbnails.mkdir(parents=True, exist_ok=True)

    def save(self, name: str, image: Image.Image, texts: dict[str, str]) -> None:
        """Write an image with text chunks, and its thumbnail."""
        chunks = PngInfo()
        for key, text in texts.items():
            chunks.add_text(key, text)
        image.save(self.path(name), "PNG", compress_level=FASTEST_COMPRESSION, pnginfo=chunks)
        small = image.convert("RGBA" if "A" in image.getbands() else "RGB")
        small.thumbnail((THUMBNAIL_SIZE, THUMBNAIL_SIZE))
        small.save(self.thumbnail_path(name), "WEBP")

    def open(self, name: str) -> Image.Image:
        """Read an image into memory."""
        with Image.open(self.path(name)) as image:
            image.load()
            return image

    def path(self, name: str) -> Path:
        """Return the path of an image."""
        return self._folder / Path(name).name

    def thumbnail_path(self, name: str) -> Path:
        """Return the path of a thumbnail."""
        return self._thumbnails / f"{Path(name).stem}.webp"

    def delete(self, name: str) -> None:
        """Delete an image and its thumbnail."""
        self.path(name).unlink(missing_ok=True)
        self.thumbnail_path(name).unlink(missing_ok=True)
