"""Decode image files as Pillow images and as arrays; Pillow and NumPy are optional dependencies."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from ivk_core.errors import MissingPartError

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

__all__ = ["as_array", "as_pillow_image"]


def as_pillow_image(content: bytes) -> Image:
    """Decode an image file with Pillow.

    Raises
    ------
    MissingPartError
        If Pillow is not installed.
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise _missing("Pillow") from error
    return Image.open(BytesIO(content))


def as_array(content: bytes) -> numpy.ndarray[Any, Any]:
    """Decode an image file as an array of uint8 with the shape (height, width, channels) or (height, width).

    Raises
    ------
    MissingPartError
        If NumPy or Pillow is not installed.
    """
    try:
        import numpy
    except ImportError as error:
        raise _missing("numpy") from error
    return numpy.asarray(as_pillow_image(content))


def _missing(package: str) -> MissingPartError:
    return MissingPartError(
        f"Decoding an image needs {package}, which is not installed.", hint=f"pip install {package}"
    )
