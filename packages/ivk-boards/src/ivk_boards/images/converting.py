"""Convert downloaded images to the format that a file name states; Pillow is an optional dependency."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from ivk_core.errors import MissingPartError
from ivk_core.files import atomic_write

__all__ = ["needs_conversion", "write_converted"]

# Formats by suffix, by Pillow's names. A file with any other suffix gets the bytes of the server.
_FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".bmp": "BMP",
    ".gif": "GIF",
    ".tif": "TIFF",
    ".tiff": "TIFF",
}
# Differences from the original are not visible at this quality, and Pillow advises against more for JPEG.
_QUALITY = 95


def needs_conversion(target: Path, suffix: str) -> bool:
    """Return whether a file name states another image format than the one that the server sends.

    Parameters
    ----------
    target : Path
        The file to write.
    suffix : str
        The suffix of the format that the server sends, such as ``".png"``.
    """
    wanted = _FORMATS.get(target.suffix.lower())
    return wanted is not None and wanted != _FORMATS.get(suffix.lower())


def write_converted(content: bytes, target: Path) -> None:
    """Write an image in the format that the suffix of a file states.

    Metadata of the original is not kept. Transparent pixels become white in formats without transparency.

    Parameters
    ----------
    content : bytes
        The image file that the server sent.
    target : Path
        The file to write. If it fails, the file is unchanged.

    Raises
    ------
    MissingPartError
        If Pillow is not installed.
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingPartError(
            f"Saving an image as {target.suffix} needs Pillow, which is not installed.",
            hint=f"pip install Pillow, or save it as {target.with_suffix('.png').name!r}.",
        ) from error
    kind = _FORMATS[target.suffix.lower()]
    with Image.open(BytesIO(content)) as image, atomic_write(target) as file:
        _fitting(image, kind).save(file, format=kind, quality=_QUALITY)


def _fitting(image: Any, kind: str) -> Any:
    if kind not in ("JPEG", "BMP"):
        return image
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    from PIL import Image

    with_alpha = image.convert("RGBA")
    background = Image.new("RGBA", with_alpha.size, "white")
    return Image.alpha_composite(background, with_alpha).convert("RGB")
