"""Files to upload, and downloads that are written completely or not at all."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO, TextIOBase
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, TypeAlias

from ivk_core.errors import ArgumentError, TransferError

__all__ = ["FilePart", "FileSource", "atomic_write"]

FileSource: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a binary file that is open for reading."""

# Media types by the first bytes of a file.
_SIGNATURES = {
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
        The content of the file. Files are streamed and never read into memory as a whole.
    filename : str
        The file name to send; by default the name of the path.
    content_type : str
        The media type; by default guessed from the name, else from the first bytes.

    Raises
    ------
    ArgumentError
        If the source is neither a path, bytes nor a binary file.
    """

    source: FileSource = field(repr=False)
    filename: str = ""
    content_type: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.source, str | os.PathLike | bytes) and not hasattr(self.source, "read"):
            kind = type(self.source).__name__
            raise ArgumentError(f"A file is a path, bytes or an open file, and not of type {kind}.")
        if isinstance(self.source, TextIOBase):
            raise ArgumentError("The file is open for text.", hint='Open it for bytes: open(path, "rb").')

    @property
    def name(self) -> str:
        """The file name to send."""
        if self.filename:
            return self.filename
        place = (
            self.source if isinstance(self.source, str | os.PathLike) else getattr(self.source, "name", None)
        )
        return Path(place).name if isinstance(place, str | os.PathLike) else "file"

    @property
    def media_type(self) -> str:
        """The media type to send."""
        return self.content_type or mimetypes.guess_type(self.name)[0] or self._type_of_bytes()

    def _type_of_bytes(self) -> str:
        head = self.source[:16] if isinstance(self.source, bytes) else b""  # longer than all signatures
        found = (kind for start, kind in _SIGNATURES.items() if head.startswith(start))
        return next(found, "application/octet-stream")

    @property
    def can_be_sent_again(self) -> bool:
        """Whether the same bytes can be sent a second time."""
        return isinstance(self.source, str | os.PathLike | bytes) or self.source.seekable()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the source for reading.

        A path is opened, and closed in the end. A file that is already open is read from its current
        position, which is restored in the end.

        Yields
        ------
        binary file

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
def atomic_write(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Open the target of a download, and leave it unchanged if the download fails.

    Parameters
    ----------
    target : path or binary file
        For a path, a temporary file is written in the same folder and renamed in the end. An open file is
        truncated to its former position if the download fails.

    Yields
    ------
    binary file

    Raises
    ------
    TransferError
        If the download fails and `target` is an open file that is not seekable.
    """
    if isinstance(target, Path):
        with _renamed_in_the_end(target) as file:
            yield file
    else:
        with _truncated_on_error(target):
            yield target


@contextmanager
def _renamed_in_the_end(target: Path) -> Iterator[BinaryIO]:
    # The random part of the name keeps apart several downloads to the same path.
    partial = target.with_name(f".{target.name}.{token_hex(8)}.part")
    try:
        with partial.open("xb") as file:
            yield file
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


@contextmanager
def _truncated_on_error(file: BinaryIO) -> Iterator[None]:
    start = file.tell() if file.seekable() else None
    try:
        yield
    except BaseException:
        if start is None:
            raise TransferError(
                f"A download failed after a part of it was written to {getattr(file, 'name', 'a stream')}.",
                hint="Discard what was written and download again, to a path if possible.",
            ) from None
        file.seek(start)
        file.truncate()
        raise
