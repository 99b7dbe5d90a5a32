"""Arrays to PNG with nothing but the standard library.

An array is known by what it can do (``shape``, ``dtype``, ``astype``, ``tobytes``), so numpy is needed by
those who have an array to give, and by nobody else.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

__all__ = ["is_picture_array", "png_of_array"]

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}


def is_picture_array(value: object) -> bool:
    """Tell whether a value is an array with the shape of a picture."""
    shape = getattr(value, "shape", None)
    if not isinstance(shape, tuple) or not hasattr(value, "astype"):
        return False
    return len(shape) in (2, 3) and _channels(shape) in _COLOUR_TYPES and 0 not in shape


def png_of_array(array: Any) -> bytes:
    """Encode an array of pixels.

    Parameters
    ----------
    array : array
        Shape (height, width), (height, width, 1), (height, width, 3) or (height, width, 4); whole numbers
        from 0 to 255, or floats from 0 to 1, clipped to that range.

    Returns
    -------
    bytes
        A PNG file with 8 bits a channel.
    """
    height, width = array.shape[:2]
    channels = _channels(array.shape)
    pixels, stride = _bytes_of(array), width * channels
    rows = b"".join(b"\0" + pixels[at : at + stride] for at in range(0, height * stride, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    chunks = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 6)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _channels(shape: tuple[int, ...]) -> int:
    return 1 if len(shape) == 2 else shape[2]


def _bytes_of(array: Any) -> bytes:
    if array.dtype.kind == "b":
        array = array.astype("uint8") * 255
    if array.dtype.kind == "f":
        array = (array * 255).round()
    pixels: bytes = array.clip(0, 255).astype("uint8").tobytes()
    return pixels


def _chunk(tag: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(tag + body)
    return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", checksum)
