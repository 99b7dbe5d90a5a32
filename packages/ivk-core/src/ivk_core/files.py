"""Files that travel: what may be uploaded, and how a download lands whole or not at all."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, TypeAlias

from ivk_core.errors import TransferError

__all__ = ["FilePart", "FileSource", "written_whole"]

FileSource: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a binary file opened for reading."""

_BEGINNINGS = {
    b"\x89PNG\r\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


@dataclass(frozen=True)
class FilePart:
    """One file of a multipart form.

    Parameters
    ----------
    source : path, bytes or binary file
        Where its bytes come from. Paths are streamed, never read whole.
    filename : str
        The name that the server is told. By default, that of the path.
    content_type : str
        The media type. By default, guessed from the name, or from how the bytes begin.
    """

    source: FileSource = field(repr=False)
    filename: str = ""
    content_type: str = ""

    @property
    def name(self) -> str:
        """The name that the server is told."""
        if self.filename:
            return self.filename
        place = (
            self.source if isinstance(self.source, str | os.PathLike) else getattr(self.source, "name", None)
        )
        return Path(place).name if isinstance(place, str | os.PathLike) else "file"

    @property
    def media_type(self) -> str:
        """The media type that the server is told."""
        return self.content_type or mimetypes.guess_type(self.name)[0] or self._kind_of_bytes()

    def _kind_of_bytes(self) -> str:
        head = self.source[:16] if isinstance(self.source, bytes) else b""
        found = (kind for start, kind in _BEGINNINGS.items() if head.startswith(start))
        return next(found, "application/octet-stream")

    @property
    def can_be_sent_again(self) -> bool:
        """Whether a second sending would send the same bytes."""
        return isinstance(self.source, str | os.PathLike | bytes) or self.source.seekable()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the source for reading, and close it after if it was opened here.

        An open file is read from where it stands, and is brought back there.

        Raises
        ------
        FileNotFoundError
            If the path does not exist.
        """
        if isinstance(self.source, bytes):
            yield BytesIO(self.source)
        elif isinstance(self.source, str | os.PathLike):
            with Path(self.source).open("rb") as file:
                yield file
        elif self.source.seekable():
            start = self.source.tell()
            try:
                yield self.source
            finally:
                self.source.seek(start)
        else:
            yield self.source


@contextmanager
def written_whole(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Open a target for a download, so that a path holds the whole file or is left as it was.

    Parameters
    ----------
    target : path or binary file
        A path is written beside and moved into place; an open file is brought back to where it stood.

    Raises
    ------
    TransferError
        If the download broke, and an open file cannot be brought back.
    """
    if isinstance(target, Path):
        with _beside(target) as file:
            yield file
    else:
        with _rewound(target):
            yield target


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    partial = target.with_name(f".{target.name}.{token_hex(8)}.part")
    try:
        with partial.open("xb") as file:
            yield file
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


@contextmanager
def _rewound(file: BinaryIO) -> Iterator[None]:
    start = file.tell() if file.seekable() else None
    try:
        yield
    except BaseException:
        if start is None:
            raise TransferError(
                f"A download broke off in the middle of {getattr(file, 'name', 'a stream')}.",
                hint="Throw away what was written there and download again, to a path if possible.",
            ) from None
        file.seek(start)
        file.truncate()
        raise
