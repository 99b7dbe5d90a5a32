"""Pictures on their way through a bad connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("ivk_devserver", reason="its switches are thrown in this process")

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
    """Give a picture that is large enough to break off in the middle."""
    picture = Image.frombytes("RGB", (300, 300), Random(7).randbytes(300 * 300 * 3))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_download_that_breaks_off_leaves_the_file_as_it_was(
    server: Any, board: BoardHandle, noise: bytes, tmp_path: Path
) -> None:
    name = board.upload(noise).image_name
    kept = tmp_path / "kept.png"
    kept.write_bytes(b"what was there")
    server.faults.truncate("GET", "*/full", keep=1000, times=None)

    with pytest.raises((OSError, ConnectionError)) as caught:
        board.download_to(name, kept)

    assert isinstance(caught.value, InvokeAIError)
    assert kept.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_picture_that_breaks_off_is_never_taken_for_whole(
    server: Any, board: BoardHandle, noise: bytes
) -> None:
    name = board.upload(noise).image_name
    server.faults.truncate("GET", "*/full", keep=1000, times=None)

    with pytest.raises(InvokeAIError):
        board.download(name)


def test_a_download_that_a_busy_server_refuses_once_is_fetched_again(
    server: Any, board: BoardHandle, noise: bytes, tmp_path: Path
) -> None:
    name = board.upload(noise).image_name
    server.faults.answer("GET", "*/full", status=503)

    saved = board.download_to(name, tmp_path)

    assert Image.open(saved).size == (300, 300)


def test_an_upload_is_sent_once_whatever_becomes_of_the_answer(
    server: Any, board: BoardHandle, noise: bytes
) -> None:
    server.faults.drop_response("POST", "*/images/upload")

    with pytest.raises((OutcomeUnknownError, ConnectionError)):
        board.upload(noise)

    assert board.count() == 1


def test_a_web_page_in_place_of_a_list_is_not_an_empty_list(server: Any, board: BoardHandle) -> None:
    server.faults.html("GET", "*", times=None)

    with pytest.raises(NotAnInvokeAIError):
        board.list_images()


def test_images_are_gone_through_over_many_batches(board: BoardHandle, server: Any) -> None:
    tiny = Image.new("RGB", (1, 1))
    names = [board.upload(tiny).image_name for _ in range(25)]

    with Client(server.url) as client:
        images = client.repository(ImageRepository)
        gone_through = [image.image_name for image in board.iter_images(batch_size=4)]
        assert gone_through == names[::-1] == images.list_names(board_id=board.board_id)
