"""Encode arrays as PNG with the standard library.

Arrays are recognised by their attributes (``shape``, ``dtype``, ``astype``, ``tobytes``), so this package
does not need numpy.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

from ivk_fields.type_guards import is_tuple

__all__ = ["encode_png", "is_image_array"]

# Colour type in the PNG header by number of channels: greyscale, RGB, RGBA.
_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}


def is_image_array(value: object) -> bool:
    """Return whether a value is an array with the shape of an image."""
    shape = getattr(value, "shape", None)
    if not is_tuple(shape) or not hasattr(value, "astype"):
        return False
    return len(shape) in (2, 3) and _channels(shape) in _COLOUR_TYPES and 0 not in shape


def encode_png(array: Any) -> bytes:
    """Encode an array of pixels as PNG.

    Parameters
    ----------
    array : array
        Shape (height, width), (height, width, 1), (height, width, 3) or (height, width, 4).
        Integers from 0 to 255, or floats from 0 to 1; other values are clipped to that range.

    Returns
    -------
    bytes
        A PNG file with 8 bits per channel.
    """
    height, width = array.shape[:2]
    channels = _channels(array.shape)
    pixels, stride = _bytes_of(array), width * channels
    # Each row starts with its filter type; 0 is no filter.
    rows = b"".join(b"\0" + pixels[at : at + stride] for at in range(0, height * stride, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    # 6 is the default of zlib: higher levels take much longer for a few per cent.
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
