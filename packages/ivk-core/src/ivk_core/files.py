"""Files that travel: what may be uploaded, and how a download lands whole or not at all."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, TypeAlias

__all__ = ["FilePart", "FileSource", "written_whole"]

FileSource: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a binary file opened for reading."""


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
        The media type. By default, guessed from the name.
    """

    source: FileSource = field(repr=False)
    filename: str = ""
    content_type: str = ""

    @property
    def name(self) -> str:
        """The name that the server is told."""
        if self.filename:
            return self.filename
        return Path(self.source).name if isinstance(self.source, str | os.PathLike) else "file"

    @property
    def media_type(self) -> str:
        """The media type that the server is told."""
        return self.content_type or mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the source for reading, and close it after if it was opened here.

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
        else:
            yield self.source


@contextmanager
def written_whole(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Open a target for a download, so that a path holds the whole file or is left as it was.

    Parameters
    ----------
    target : path or binary file
        A path is written beside and moved into place; an open file is written to as it comes.
    """
    if not isinstance(target, Path):
        yield target
        return
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        partial = Path(file.name)
        try:
            yield file  # type: ignore[misc]
            file.close()
            partial.replace(target)
        except BaseException:
            file.close()
            partial.unlink(missing_ok=True)
            raise
