"""The types of boards and images. mypy and pyright read this file; it is never run."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, assert_type

from PIL.Image import Image

from ivk_boards import (
    AsyncBoardHandle,
    AsyncBoardRepository,
    AsyncImageRepository,
    Board,
    BoardHandle,
    BoardRepository,
    BoardVisibility,
    DeletedBoard,
    ImageCategory,
    ImagePage,
    ImageRepository,
    ImageWorkflow,
    IvkBoard,
    IvkImage,
)
from ivk_core import AsyncClient, Client


def board_repository(client: Client) -> None:
    boards = client.repository(BoardRepository)
    assert_type(boards, BoardRepository)
    assert_type(boards.list(include_uncategorized=True), list[Board])
    assert_type(boards.list_boards(), list[IvkBoard])
    assert_type(boards.get("Holiday"), BoardHandle)
    assert_type(boards.find("Holiday"), BoardHandle | None)
    assert_type(boards.create("Holiday"), BoardHandle)
    assert_type(boards.update("b1", name="Sea", visibility=BoardVisibility.SHARED), Board)
    assert_type(boards.delete("b1", include_images=True), DeletedBoard)


def board_handle(board: BoardHandle, picture: Image) -> None:
    assert_type(board.board_id, str)
    assert_type(board.board.image_count, int | None)
    assert_type(board.board.created_at, datetime | None)
    assert_type(board.upload(picture, image_category="mask", resize_to=(64, 64)), IvkImage)
    assert_type(board.upload_image(b"png", metadata={"seed": 7}), IvkImage)
    assert_type(board.upload_image_file(Path("a.png")), str)
    assert_type(board.upload_image_data(b"png", filename="a.png"), IvkImage)
    assert_type(board.download_image("a.png", full_resolution=True), bytes)
    assert_type(board.download_to("a.png", "folder"), Path)
    assert_type(board.list_images(limit=5, starred_first=False, order_dir="ASC"), list[str])
    assert_type(board.iter_images(is_intermediate=None), Iterator[IvkImage])


def image_repository(images: ImageRepository) -> None:
    image = images.get("a.png")
    assert_type(image, IvkImage)
    assert_type(image.image_category, ImageCategory)
    assert_type(image.board_id, str | None)
    assert_type(images.find("a.png"), IvkImage | None)
    assert_type(images.list(board_id="none", categories=[ImageCategory.USER]), list[IvkImage])
    assert_type(images.list_page(offset=10), ImagePage)
    assert_type(images.list_names(search_term="heron"), list[str])
    assert_type(images.get_metadata("a.png"), dict[str, Any] | None)
    assert_type(images.get_workflow("a.png"), ImageWorkflow)
    assert_type(images.get_workflow("a.png").workflow, dict[str, Any] | None)


def rejected(board: BoardHandle, images: ImageRepository) -> None:
    board.upload(7)  # type: ignore[arg-type]
    board.upload(b"png", colour="red")  # type: ignore[call-arg]
    board.upload(b"png", resize_to=64)  # type: ignore[arg-type]
    board.list_images(board_id="another")  # type: ignore[call-arg]
    images.list(order_dir="up")  # type: ignore[arg-type]


async def asynchronous_repositories(client: AsyncClient) -> None:
    boards = client.repository(AsyncBoardRepository)
    assert_type(boards, AsyncBoardRepository)
    board = await boards.get("Holiday")
    assert_type(board, AsyncBoardHandle)
    assert_type(await board.upload(b"png"), IvkImage)
    assert_type(board.iter_images(), AsyncIterator[IvkImage])
    assert_type(await client.repository(AsyncImageRepository).list(), list[IvkImage])
