"""The other names of methods of asynchronous boards and images do what the methods do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

pytest.importorskip("aiohttp")

from ivk_boards import AsyncBoardHandle, AsyncBoardRepository, AsyncImageRepository, BoardNotFoundError
from ivk_core import AsyncClient

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
async def boards(server_url: str) -> AsyncIterator[AsyncBoardRepository]:
    async with AsyncClient(server_url) as client:
        yield client.repository(AsyncBoardRepository)


@pytest.fixture
async def images(server_url: str) -> AsyncIterator[AsyncImageRepository]:
    async with AsyncClient(server_url) as client:
        yield client.repository(AsyncImageRepository)


@pytest.fixture
async def board(boards: AsyncBoardRepository) -> AsyncIterator[AsyncBoardHandle]:
    board = await boards.create_board(f"test {uuid4()}")
    yield board
    await boards.delete_board(board.board_id, include_images=True)


async def test_a_board_is_renamed_and_deleted_by_its_id(boards: AsyncBoardRepository) -> None:
    board = await boards.create_board(f"test {uuid4()}")
    changed = await boards.update_board(board.board_id, name=f"{board.board_name} renamed")
    assert (await boards.get_board_handle(changed.board_name)).board_id == board.board_id

    assert (await boards.delete_board(board.board_id)).board_id == board.board_id
    with pytest.raises(BoardNotFoundError):
        await boards.get_board_handle(board.board_id)


async def test_the_uncategorized_images_need_no_request(boards: AsyncBoardRepository) -> None:
    nothing = boards.get_uncategorized_handle()
    assert (nothing.is_uncategorized, nothing.board_id) == (True, "none")
    assert "none" in repr(nothing)


async def test_files_and_content_are_uploaded_and_downloaded(
    board: AsyncBoardHandle, png: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "sea.png"
    file.write_bytes(png)
    from_file = await board.upload_image_file(file)
    from_content = (await board.upload_image(png)).image_name

    assert set(await board.list_images()) == {from_file, from_content}
    assert await board.download_image(from_file) == await board.download(from_file)


async def test_an_image_is_moved_to_another_board(
    boards: AsyncBoardRepository, board: AsyncBoardHandle, png: bytes
) -> None:
    other = await boards.create_board(f"test {uuid4()}")
    name = (await board.upload(png)).image_name
    await board.move_image_to(name, other.board_id)
    assert (await board.count(), await other.count()) == (0, 1)
    await other.delete(include_images=True)


async def test_an_image_is_found_starred_and_shown_small(
    images: AsyncImageRepository, board: AsyncBoardHandle, png: bytes
) -> None:
    name = (await board.upload(png)).image_name

    assert (await images.get(name)).board_id == board.board_id
    assert await images.list_names(board_id=board.board_id) == [name]
    await images.star(name)
    await images.unstar(name)
    assert not (await images.get(name)).starred
    assert (await images.download_thumbnail(name))[:4] == b"RIFF"  # a WebP image
    assert (await images.get_workflow(name)).workflow is None
