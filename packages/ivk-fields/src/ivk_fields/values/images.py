"""Images and videos: by name on the server, or local."""

import re
from pathlib import Path
from typing import ClassVar, TypeGuard

from ivk_fields.values.local import LocalImage, LocalVideo
from ivk_fields.values.png import is_image_array
from ivk_fields.values.record import Name, NamedRecord

__all__ = ["ImageRef", "VideoRef", "is_server_name", "parse_image", "parse_video"]

# The server names images and videos by a UUID. Such a name is never a path, even if such a file exists.
_SERVER_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\w+", re.IGNORECASE)


class ImageRef(NamedRecord):
    """An image on the server."""

    name_key: ClassVar[str] = "image_name"
    image_name: Name


class VideoRef(NamedRecord):
    """A video on the server."""

    name_key: ClassVar[str] = "video_name"
    video_name: Name


def is_server_name(text: str) -> bool:
    """Return whether a string has the form of the server's names, and so is never a path."""
    return _SERVER_NAME.fullmatch(text) is not None


def parse_image(value: object) -> ImageRef | LocalImage:
    """Convert a value to an image on the server, or to a local one to upload later.

    Parameters
    ----------
    value : object
        A name on the server, a path, the bytes of an image file, a PIL image, an array of pixels, a record
        with an ``image_name``, or the JSON form. A string is a path if it has a folder or if such a file
        exists, unless it has the form of the server's names. Otherwise it is a name on the server.

    Raises
    ------
    TypeError, ValueError
        If it is none of these, or the file does not exist.
    """
    if isinstance(value, LocalImage):
        return value
    if _is_pillow_image(value) or is_image_array(value):
        return LocalImage(value)
    source = _local_source(value)
    return ImageRef.parse(value) if source is None else LocalImage(source, _filename(source, "image.png"))


def parse_video(value: object) -> VideoRef | LocalVideo:
    """Convert a value to a video on the server, or to a local one to upload later; see `parse_image`."""
    if isinstance(value, LocalVideo):
        return value
    source = _local_source(value)
    return VideoRef.parse(value) if source is None else LocalVideo(source, _filename(source, "video.mp4"))


def _local_source(value: object) -> Path | bytes | None:
    if _is_buffer(value):
        return _nonempty(bytes(value))
    if isinstance(value, Path):
        return _existing_file(value)
    if isinstance(value, str) and not is_server_name(value):
        return _existing_file(Path(value)) if _has_folder(value) or _is_file(Path(value)) else None
    return None


def _is_buffer(value: object) -> TypeGuard[bytes | bytearray | memoryview]:
    return isinstance(value, bytes | bytearray | memoryview)


def _nonempty(data: bytes) -> bytes:
    if not data:
        raise ValueError("it has no bytes")
    return data


def _existing_file(path: Path) -> Path:
    try:
        path = path.expanduser()
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    if not _is_file(path):
        reason = f"the file {str(path.absolute())!r} does not exist"
        raise ValueError(f"{reason}, and names on the server have no folder")
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _has_folder(text: str) -> bool:
    return "/" in text or "\\" in text or text.startswith("~")


def _filename(source: Path | bytes, default: str) -> str:
    return source.name if isinstance(source, Path) else default


def _is_pillow_image(value: object) -> bool:
    return all(hasattr(value, name) for name in ("save", "size", "mode", "getbands"))
