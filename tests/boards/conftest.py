"""Fixtures for boards and images: repositories, an empty board, and an image to upload."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from uuid import uuid4

import pytest

from ivk_boards import BoardHandle, BoardRepository, ImageRepository
from ivk_core import Client


@pytest.fixture
def boards(client: Client) -> BoardRepository:
    return client.repository(BoardRepository)


@pytest.fixture
def images(client: Client) -> ImageRepository:
    return client.repository(ImageRepository)


@pytest.fixture
def board(boards: BoardRepository) -> Iterator[BoardHandle]:
    """Create a board for one test, and delete it afterwards with all images on it."""
    board = boards.create(f"test {uuid4()}")
    yield board
    if boards.find(board.board_id):
        board.delete(include_images=True)


@pytest.fixture
def png() -> bytes:
    """Make a PNG file of 24 x 16 pixels, red above and blue below. Pillow may not be installed."""
    rows = [b"\0" + b"\xc8\x1e\x3c" * 24] * 8 + [b"\0" + b"\x1e\x3c\xc8" * 24] * 8
    header = struct.pack(">IIBBBBB", 24, 16, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
