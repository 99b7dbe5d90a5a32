"""Multipart forms, encoded in chunks, so that a large file is never in memory as a whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import BinaryIO, TypeAlias
from urllib.parse import quote

from ivk_core.flow import Request
from ivk_core.transport.encoding import form_fields

__all__ = ["Multipart"]

_CHUNK_BYTES = 256 * 1024  # the chunk size of the transports, where the reason is

_Piece: TypeAlias = bytes | BinaryIO


class Multipart:
    """The body of a multipart form; iterating it yields the bytes.

    Parameters
    ----------
    request : Request
        The request with the form fields and files.
    opened : ExitStack
        Closes the files after the request.
    """

    def __init__(self, request: Request, opened: ExitStack) -> None:
        self._boundary = secrets.token_hex(16)  # 128 random bits, which do not occur in a file by chance
        self._pieces = self._written(request, opened)
        self.size = _size_of(self._pieces)

    @property
    def headers(self) -> dict[str, str]:
        """The header with the media type and the boundary."""
        return {"Content-Type": f"multipart/form-data; boundary={self._boundary}"}

    def __len__(self) -> int:
        return self.size or 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from iter(lambda file=piece: file.read(_CHUNK_BYTES), b"")  # type: ignore[misc]

    def _written(self, request: Request, opened: ExitStack) -> Sequence[_Piece]:
        pieces: list[_Piece] = []
        for name, value in form_fields(request.form).items():
            pieces += [self._head(name), value.encode(), b"\r\n"]
        for name, part in request.files.items():
            head = self._head(name, f'; filename="{_quoted(part.name)}"', part.media_type)
            pieces += [head, opened.enter_context(part.opened()), b"\r\n"]
        return [*pieces, f"--{self._boundary}--\r\n".encode()]

    def _head(self, name: str, more: str = "", media_type: str = "") -> bytes:
        kind = f"Content-Type: {media_type}\r\n" if media_type else ""
        disposition = f'Content-Disposition: form-data; name="{_quoted(name)}"{more}'
        return f"--{self._boundary}\r\n{disposition}\r\n{kind}\r\n".encode()


def _quoted(text: str) -> str:
    """Escape quotes and line breaks in a quoted header value, as browsers do."""
    return "".join(quote(letter) if letter in '"\r\n' else letter for letter in text)


def _size_of(pieces: Sequence[_Piece]) -> int | None:
    sizes = [len(piece) if isinstance(piece, bytes) else _remaining_size(piece) for piece in pieces]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _remaining_size(file: BinaryIO) -> int | None:
    if not file.seekable():
        return None
    position = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(position)
    return end - position
