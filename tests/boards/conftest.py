"""A board to play on, and pictures to play with."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

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
    """Make a board for one test; it goes with all images on it."""
    board = boards.create(f"test {uuid4()}")
    yield board
    if boards.find(board.board_id):
        board.delete(include_images=True)


@pytest.fixture
def picture() -> Image.Image:
    """Give a picture of which every corner is different."""
    picture = Image.new("RGB", (24, 16), "white")
    picture.paste((200, 30, 60), (0, 0, 12, 8))
    picture.paste((30, 60, 200), (12, 8, 24, 16))
    return picture


@pytest.fixture
def png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
