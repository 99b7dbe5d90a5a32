"""Pictures and videos: by name on the server, or still on this machine."""

import re
from pathlib import Path
from typing import ClassVar

from ivk_fields.values.local import LocalImage, LocalVideo
from ivk_fields.values.png import is_picture_array
from ivk_fields.values.record import Name, NamedRecord

__all__ = ["ImageRef", "VideoRef", "image_of", "video_of"]

_SERVER_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\w+", re.IGNORECASE)


class ImageRef(NamedRecord):
    """A picture on the server."""

    name_key: ClassVar[str] = "image_name"
    image_name: Name


class VideoRef(NamedRecord):
    """A video on the server."""

    name_key: ClassVar[str] = "video_name"
    video_name: Name


def image_of(value: object) -> ImageRef | LocalImage:
    """Refer to a picture on the server, or keep a local one for later.

    Parameters
    ----------
    value : object
        A name on the server, a path, the bytes of an image file, a PIL image, an array of pixels, a record
        with an ``image_name``, or the wire's form. A text is a path if it has a folder in it or if such a
        file exists; otherwise it is a name on the server.

    Raises
    ------
    TypeError, ValueError
        If it is none of these, or the file does not exist.
    """
    if isinstance(value, LocalImage):
        return value
    if _is_pillow_image(value) or is_picture_array(value):
        return LocalImage(value)
    source = _local_source(value)
    return ImageRef.parse(value) if source is None else LocalImage(source, _filename(source, "image.png"))


def video_of(value: object) -> VideoRef | LocalVideo:
    """Refer to a video on the server, or keep a local one for later; see `image_of`."""
    if isinstance(value, LocalVideo):
        return value
    source = _local_source(value)
    return VideoRef.parse(value) if source is None else LocalVideo(source, _filename(source, "video.mp4"))


def _local_source(value: object) -> Path | bytes | None:
    if isinstance(value, bytes | bytearray | memoryview):
        return _content(bytes(value))
    if isinstance(value, Path):
        return _existing(value)
    if isinstance(value, str) and not _SERVER_NAME.fullmatch(value):
        return _existing(Path(value)) if _has_folder(value) or _is_file(Path(value)) else None
    return None


def _content(data: bytes) -> bytes:
    if not data:
        raise ValueError("there are no bytes in it")
    return data


def _existing(path: Path) -> Path:
    try:
        path = path.expanduser()
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    if not _is_file(path):
        raise ValueError("there is no such file")
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _has_folder(text: str) -> bool:
    return "/" in text or "\\" in text or text.startswith("~")


def _filename(source: Path | bytes, otherwise: str) -> str:
    return source.name if isinstance(source, Path) else otherwise


def _is_pillow_image(value: object) -> bool:
    return all(hasattr(value, trait) for trait in ("save", "size", "mode", "getbands"))
