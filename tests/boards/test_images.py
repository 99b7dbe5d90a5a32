"""Images of a server: the same behaviour on the embedded one and on a real one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivk_boards import (
    BoardHandle,
    BoardNotFoundError,
    BoardRepository,
    ImageCategory,
    ImageNotFoundError,
    ImageRepository,
    ImagesLeftOutError,
    Picture,
    UnreadableImageError,
)


def size_of(png: bytes) -> tuple[int, int]:
    """Read width and height in pixels from the header of a PNG file."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture(params=["path", "text path", "bytes", "file"])
def source(request: pytest.FixtureRequest, png: bytes, tmp_path: Path) -> Iterator[Picture]:
    """Return the same image in each form that an upload takes."""
    path = tmp_path / "picture.png"
    path.write_bytes(png)
    with path.open("rb") as file:
        yield {"path": path, "text path": str(path), "bytes": png, "file": file}[request.param]


def test_an_image_is_uploaded_and_downloaded(board: BoardHandle, source: Picture) -> None:
    image = board.upload_image(source)

    assert (image.width, image.height) == (24, 16)
    assert image.board_id == board.board_id
    assert image.image_category is ImageCategory.USER
    assert size_of(board.download_image(image.image_name)) == (24, 16)


def test_a_file_without_a_suffix_is_uploaded(board: BoardHandle, png: bytes, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(png)

    assert board.upload(tmp_path / "picture").width == 24


def test_upload_image_file_returns_the_name_of_the_image(
    board: BoardHandle, png: bytes, tmp_path: Path
) -> None:
    (tmp_path / "picture.png").write_bytes(png)

    name = board.upload_image_file(tmp_path / "picture.png")

    assert board.list_images() == [name]


def test_the_options_of_an_upload_are_stored(board: BoardHandle, images: ImageRepository, png: bytes) -> None:
    image = board.upload(png, image_category="mask", is_intermediate=True, metadata={"seed": 7})

    assert image.image_category is ImageCategory.MASK
    assert image.is_intermediate
    assert images.get_metadata(image.image_name) == {"seed": 7}


def test_an_upload_is_resized(board: BoardHandle, png: bytes) -> None:
    image = board.upload(png, resize_to=(64, 96))

    assert (image.width, image.height) == (64, 96)


def test_metadata_workflow_and_graph_of_an_image_without_them_are_none(
    board: BoardHandle, images: ImageRepository, png: bytes
) -> None:
    name = board.upload(png).image_name

    assert images.get_metadata(name) is None
    assert images.get_workflow(name).workflow is None
    assert images.get_workflow(name).graph is None


def test_an_upload_of_bytes_that_are_no_image_raises(board: BoardHandle) -> None:
    with pytest.raises(UnreadableImageError, match=r"'image\.png'"):
        board.upload(b"junk")

    assert board.list_images() == []


def test_an_upload_of_a_missing_file_raises(board: BoardHandle, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        board.upload(tmp_path / "gone.png")


def test_an_upload_to_an_unknown_board_raises(images: ImageRepository, png: bytes) -> None:
    with pytest.raises(BoardNotFoundError, match="'gone'"):
        images.upload(png, board_id="gone")


def test_an_upload_to_uncategorized_is_on_no_board(
    boards: BoardRepository, images: ImageRepository, png: bytes
) -> None:
    uncategorized = boards.get_board_handle("none")

    image = uncategorized.upload(png)
    listed = uncategorized.list_images()
    images.delete(image.image_name)

    assert image.board_id is None
    assert image.image_name in listed


def test_a_download_is_written_to_a_file(board: BoardHandle, png: bytes, tmp_path: Path) -> None:
    name = board.upload(png).image_name

    saved = board.download_to(name, tmp_path / "copy.png")

    assert saved == tmp_path / "copy.png"
    assert saved.read_bytes() == board.download(name)
    assert list(tmp_path.iterdir()) == [saved]


def test_a_download_to_a_folder_has_the_name_of_the_image(
    board: BoardHandle, png: bytes, tmp_path: Path
) -> None:
    name = board.upload(png).image_name

    whole = board.download_to(name, tmp_path)
    small = board.download_to(name, tmp_path, full_resolution=False)

    assert whole == tmp_path / name
    assert small == whole.with_suffix(".webp")
    assert small.read_bytes()[8:12] == b"WEBP"


def test_a_failed_download_leaves_the_file_unchanged(images: ImageRepository, tmp_path: Path) -> None:
    kept = tmp_path / "kept.png"
    kept.write_bytes(b"earlier content")

    with pytest.raises(ImageNotFoundError, match=r"'gone\.png'"):
        images.download_to("gone.png", kept)

    assert kept.read_bytes() == b"earlier content"
    assert list(tmp_path.iterdir()) == [kept]


def test_an_unknown_image_raises_and_find_returns_none(images: ImageRepository) -> None:
    for method in [images.get, images.download, images.download_thumbnail, images.get_metadata]:
        with pytest.raises(ImageNotFoundError, match=r"'gone\.png'"):
            method("gone.png")
    with pytest.raises(ImageNotFoundError):
        images.get_workflow("gone.png")
    with pytest.raises(ImageNotFoundError):
        images.update("gone.png", is_intermediate=True)

    assert images.find("gone.png") is None


def test_names_and_images_are_listed_newest_first(
    board: BoardHandle, images: ImageRepository, png: bytes
) -> None:
    first, second, third = (board.upload(png).image_name for _ in range(3))

    assert board.list_images() == [third, second, first]
    assert board.list_images(order_dir="ASC", limit=2) == [first, second]
    assert board.list_images(offset=1) == [second, first]
    assert [image.image_name for image in board.iter_images(batch_size=2)] == [third, second, first]
    assert [image.image_name for image in images.list(board_id=board.board_id)] == [third, second, first]
    assert board.count() == images.count(board_id=board.board_id) == 3


def test_a_page_has_the_total_number_of_images(
    board: BoardHandle, images: ImageRepository, png: bytes
) -> None:
    names = [board.upload(png).image_name for _ in range(3)]

    page = images.list_page(offset=1, limit=1, board_id=board.board_id)

    assert [image.image_name for image in page.items] == [names[1]]
    assert (page.offset, page.limit, page.total) == (1, 1, 3)


def test_filters_select_the_listed_images(board: BoardHandle, png: bytes) -> None:
    mask = board.upload(png, image_category="mask").image_name
    plain = board.upload(png, metadata={"prompt": "a heron at dawn"}).image_name
    hidden = board.upload(png, is_intermediate=True).image_name

    assert board.list_images(categories=["mask", "control"]) == [mask]
    assert board.list_images(search_term="heron") == [plain]
    assert board.list_images(is_intermediate=True) == [hidden]
    assert set(board.list_images(is_intermediate=None)) == {mask, plain, hidden}
    assert set(board.list_images()) == {mask, plain}
    assert board.list_images(image_origin="internal") == []


def test_starred_images_come_first(board: BoardHandle, images: ImageRepository, png: bytes) -> None:
    old, new = (board.upload(png).image_name for _ in range(2))

    images.star(old)
    assert board.list_images() == [old, new]
    assert board.list_images(starred_first=False) == [new, old]
    assert images.get(old).starred

    images.unstar(old)
    assert board.list_images() == [new, old]


def test_update_changes_an_image(board: BoardHandle, images: ImageRepository, png: bytes) -> None:
    name = board.upload(png).image_name

    changed = images.update(name, image_category="control", is_intermediate=True)

    assert changed == images.get(name)
    assert changed.image_category is ImageCategory.CONTROL
    assert changed.is_intermediate


def test_images_move_between_boards(
    boards: BoardRepository, board: BoardHandle, images: ImageRepository, png: bytes
) -> None:
    other = boards.create(f"{board.board_name} too")
    name = board.upload(png).image_name

    board.move_image_to(name, other.board_id)
    assert (board.list_images(), other.list_images()) == ([], [name])

    other.remove(name)
    assert images.get(name).board_id is None

    boards.get_uncategorized_handle().move_image_to(name, board.board_id)
    other.delete()
    assert board.list_images() == [name]


def test_unknown_images_are_listed_in_the_error_and_the_others_are_changed(
    board: BoardHandle, images: ImageRepository, png: bytes
) -> None:
    name = board.upload(png).image_name

    for change in [images.star, images.unstar, board.remove, images.delete]:
        with pytest.raises(ImagesLeftOutError) as caught:
            change(name, "gone.png")
        assert caught.value.left_out == ["gone.png"]
        assert caught.value.done == [name]

    assert images.find(name) is None
