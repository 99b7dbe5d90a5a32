"""Uploads and downloads over a connection that breaks, and with a server that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("ivk_devserver", reason="the server must run in this process to inject faults")

from PIL import Image

from ivk_boards import BoardHandle, BoardRepository, ImageRepository
from ivk_core import Client
from ivk_core.errors import ConnectionError, InvokeAIError, NotAnInvokeAIError, OutcomeUnknownError


@pytest.fixture
def server(invokeai_server_factory: Callable[..., Any]) -> Any:
    return invokeai_server_factory()


@pytest.fixture
def board(server: Any) -> Iterator[BoardHandle]:
    with Client(server.url, max_retries=2) as client:
        yield client.repository(BoardRepository).create("Holiday")


@pytest.fixture
def noise() -> bytes:
    """Make a PNG file that does not compress, so that a download can break off in the middle."""
    image = Image.frombytes("RGB", (300, 300), Random(7).randbytes(300 * 300 * 3))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_an_incomplete_download_leaves_the_file_unchanged(
    server: Any, board: BoardHandle, noise: bytes, tmp_path: Path
) -> None:
    name = board.upload(noise).image_name
    kept = tmp_path / "kept.png"
    kept.write_bytes(b"earlier content")
    server.faults.truncate("GET", "*/full", keep=1000, times=None)

    with pytest.raises((OSError, ConnectionError)) as caught:
        board.download_to(name, kept)

    assert isinstance(caught.value, InvokeAIError)
    assert kept.read_bytes() == b"earlier content"
    assert list(tmp_path.iterdir()) == [kept]


def test_an_incomplete_download_into_memory_raises(server: Any, board: BoardHandle, noise: bytes) -> None:
    name = board.upload(noise).image_name
    server.faults.truncate("GET", "*/full", keep=1000, times=None)

    with pytest.raises(InvokeAIError):
        board.download(name)


def test_a_download_is_retried_if_the_server_is_busy(
    server: Any, board: BoardHandle, noise: bytes, tmp_path: Path
) -> None:
    name = board.upload(noise).image_name
    server.faults.answer("GET", "*/full", status=503)

    saved = board.download_to(name, tmp_path)

    assert Image.open(saved).size == (300, 300)


def test_an_upload_whose_response_is_lost_is_not_sent_again(
    server: Any, board: BoardHandle, noise: bytes
) -> None:
    server.faults.drop_response("POST", "*/images/upload")

    with pytest.raises((OutcomeUnknownError, ConnectionError)):
        board.upload(noise)

    assert board.count() == 1


def test_an_html_page_instead_of_a_list_raises(server: Any, board: BoardHandle) -> None:
    server.faults.html("GET", "*", times=None)

    with pytest.raises(NotAnInvokeAIError):
        board.list_images()


def test_iter_images_returns_the_images_of_all_batches(board: BoardHandle, server: Any) -> None:
    tiny = Image.new("RGB", (1, 1))
    names = [board.upload(tiny).image_name for _ in range(25)]

    with Client(server.url) as client:
        images = client.repository(ImageRepository)
        iterated = [image.image_name for image in board.iter_images(batch_size=4)]
        assert iterated == names[::-1] == images.list_names(board_id=board.board_id)
