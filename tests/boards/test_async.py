"""The asynchronous repositories and handles of boards and images."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

pytest.importorskip("aiohttp")

from ivk_boards import (
    AsyncBoardHandle,
    AsyncBoardRepository,
    AsyncImageRepository,
    BoardNotFoundError,
    ImageNotFoundError,
)
from ivk_core import AsyncClient

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
async def async_client(server_url: str) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(server_url) as client:
        yield client


@pytest.fixture
async def async_board(async_client: AsyncClient) -> AsyncIterator[AsyncBoardHandle]:
    board = await async_client.repository(AsyncBoardRepository).create(f"test {uuid4()}")
    yield board
    await board.delete(include_images=True)


async def test_a_board_is_created_changed_and_found(
    async_client: AsyncClient, async_board: AsyncBoardHandle
) -> None:
    boards = async_client.repository(AsyncBoardRepository)

    await async_board.update(name=f"{async_board.board_name} renamed")

    found = await boards.get(async_board.board_name)
    assert found.board_id == async_board.board_id
    assert await boards.find("no such board") is None
    assert async_board.board_id in {board.board_id for board in await boards.list_boards()}


async def test_images_are_uploaded_and_downloaded_concurrently(
    async_board: AsyncBoardHandle, png: bytes, tmp_path: Path
) -> None:
    images = await asyncio.gather(*(async_board.upload(png) for _ in range(4)))
    names = [image.image_name for image in images]

    saved = await asyncio.gather(*(async_board.download_to(name, tmp_path) for name in names))

    assert {path.name for path in saved} == set(names) == set(await async_board.list_images())
    assert saved[0].read_bytes() == await async_board.download(names[0])
    assert {image.image_name async for image in async_board.iter_images(batch_size=3)} == set(names)


async def test_images_are_changed_moved_and_deleted(
    async_client: AsyncClient, async_board: AsyncBoardHandle, png: bytes
) -> None:
    images = async_client.repository(AsyncImageRepository)
    name = (await async_board.upload_image_data(png, metadata={"seed": 7})).image_name

    await images.star(name)
    assert (await images.update(name, image_category="mask")).starred
    assert await images.get_metadata(name) == {"seed": 7}

    await async_board.remove(name)
    assert (await async_board.refresh()).asset_count == await async_board.count() == 0

    await images.delete(name)
    assert await images.find(name) is None


async def test_unknown_names_raise_the_same_errors_as_in_blocking_code(async_client: AsyncClient) -> None:
    with pytest.raises(ImageNotFoundError):
        await async_client.repository(AsyncImageRepository).download("gone.png")
    with pytest.raises(BoardNotFoundError):
        await async_client.repository(AsyncBoardRepository).get("no such board")
