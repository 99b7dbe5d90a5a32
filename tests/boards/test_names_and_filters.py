"""Boards by name, images by name, record or list, unknown values of filters, and formats of saved files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ivk_boards import AmbiguousBoardError, BoardHandle, BoardNotFoundError, BoardRepository, ImageRepository
from ivk_core import Client
from ivk_core.errors import ArgumentError, MissingPartError, UnknownChoiceError

pillow = pytest.importorskip("PIL.Image")

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def images(client: Client) -> ImageRepository:
    return client.repository(ImageRepository)


@pytest.fixture
def picture() -> Any:
    return pillow.new("RGBA", (12, 8), (255, 0, 0, 0))


@pytest.fixture
def uploaded(board: BoardHandle, picture: Any) -> Any:
    """Yield an image on the board, and delete it."""
    image = board.upload(picture)
    yield image
    if board._images.find(image.image_name):
        board._images.delete(image)


def test_a_board_is_taken_by_name_everywhere(
    boards: BoardRepository, images: ImageRepository, board: BoardHandle, picture: Any
) -> None:
    name = board.board_name
    image = images.upload(picture, board_id=name)
    assert image.board_id == board.board_id
    query: Any = {"board_id": name}
    assert [each.image_name for each in images.list(**query)] == [image.image_name]
    assert images.list_page(**query).total == images.count(**query) == 1
    assert images.list_names(**query) == [image.image_name]
    assert [each.image_name for each in images.iter_images(**query)] == [image.image_name]
    uncategorized = boards.get_uncategorized_handle()
    uncategorized.move(image, to="none")
    assert images.count(**query) == 0
    uncategorized.move_image_to(image.image_name, name)
    assert images.count(**query) == 1
    assert boards.update(name, archived=True).archived
    assert images.count(**query) == 1
    assert image.image_name in boards.delete(name, include_images=True).deleted_images


def test_an_unknown_board_is_an_error_everywhere_and_suggests_names(
    boards: BoardRepository, images: ImageRepository, board: BoardHandle, uploaded: Any, picture: Any
) -> None:
    wrong = f"{board.board_name}x"
    for attempt in (
        lambda: images.upload(picture, board_id=wrong),
        lambda: images.list(board_id=wrong),
        lambda: images.list_page(board_id=wrong),
        lambda: images.list_names(board_id=wrong),
        lambda: images.count(board_id=wrong),
        lambda: list(images.iter_images(board_id=wrong)),
        lambda: board.move(uploaded.image_name, to=wrong),
        lambda: boards.update(wrong, archived=True),
        lambda: boards.delete(wrong),
        lambda: images.count(board_id="0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"),
    ):
        with pytest.raises(BoardNotFoundError):
            attempt()
    with pytest.raises(BoardNotFoundError, match=f"Did you mean .*{board.board_name}"):
        images.list(board_id=wrong)


def test_a_name_of_several_boards_is_ambiguous(
    boards: BoardRepository, images: ImageRepository, board: BoardHandle
) -> None:
    twin = boards.create(board.board_name)
    try:
        with pytest.raises(AmbiguousBoardError, match=twin.board_id):
            images.count(board_id=board.board_name)
    finally:
        twin.delete()


def test_unknown_values_of_filters_are_refused_with_suggestions(
    boards: BoardRepository, images: ImageRepository, uploaded: Any, picture: Any
) -> None:
    for attempt, message in (
        (lambda: images.list(categories=["generel"]), "no category 'generel'.*Did you mean 'general'"),
        (lambda: images.count(categories="users"), "no category 'users'.*Did you mean 'user'"),
        (lambda: images.list_names(image_origin="extern"), "no image_origin 'extern'.*'external'"),
        (lambda: images.list(order_dir="DSC"), "no order_dir 'DSC'.*'DESC'"),
        (lambda: boards.list(order_by="name"), "no order_by 'name'.*'board_name'"),
        (lambda: boards.list(direction="desc"), "no direction 'desc'"),
        (lambda: images.upload(picture, image_category="assets"), "no category 'assets'"),
        (lambda: images.update(uploaded, image_category="masks"), "no category 'masks'.*'mask'"),
    ):
        with pytest.raises(UnknownChoiceError, match=f"(?s){message}"):
            attempt()
    assert images.count(categories="user") >= 1


def test_images_are_deleted_and_starred_by_name_record_or_list(
    images: ImageRepository, board: BoardHandle, picture: Any
) -> None:
    made = [board.upload(picture) for _ in range(5)]
    images.star([made[0].image_name, made[1]], made[2])
    assert images.get(made[1]).starred
    images.unstar(made)
    assert not images.find(made[0]).starred  # type: ignore[union-attr]
    images.delete([each.image_name for each in made[:2]])
    images.delete(made[2], made[3].image_name)
    images.delete(each for each in made[4:])
    assert board.count() == 0


@pytest.mark.parametrize("wrong", [[["a"]], [5], [None], [b"a"]])
def test_what_is_no_image_is_refused(images: ImageRepository, wrong: Any) -> None:
    with pytest.raises(ArgumentError, match="is not the name of one image"):
        images.delete(wrong)
    with pytest.raises(ArgumentError, match="is not the name of one image"):
        images.get(wrong)


def test_a_path_that_ends_with_a_slash_is_a_folder(
    images: ImageRepository, uploaded: Any, tmp_path: Path
) -> None:
    saved = images.download_to(uploaded, f"{tmp_path}/new/folder/")
    assert saved == tmp_path / "new" / "folder" / uploaded.image_name
    assert saved.read_bytes() == images.download(uploaded)


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".jpg", "JPEG"), (".JPEG", "JPEG"), (".webp", "WEBP"), (".png", "PNG"), (".dat", "PNG")],
)
def test_the_suffix_states_the_format(
    images: ImageRepository, uploaded: Any, tmp_path: Path, suffix: str, kind: str
) -> None:
    with pillow.open(images.download_to(uploaded, tmp_path / f"picture{suffix}")) as saved:
        assert (saved.format, saved.size) == (kind, (12, 8))
        if kind == "JPEG":
            assert saved.getpixel((3, 3)) == (255, 255, 255)


def test_converting_without_pillow_says_what_to_install(
    images: ImageRepository, uploaded: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    with pytest.raises(MissingPartError, match=r"Saving an image as \.jpg needs Pillow") as raised:
        images.download_to(uploaded, tmp_path / "picture.jpg")
    assert "picture.png" in raised.value.hint
    assert list(tmp_path.iterdir()) == []
    assert images.download_to(uploaded, tmp_path / "picture.png").exists()


def test_lists_print_as_short_tables(boards: BoardRepository, images: ImageRepository, uploaded: Any) -> None:
    listed = images.list(board_id=uploaded.board_id)
    assert repr(listed).splitlines()[1].split()[:3] == [uploaded.image_name, "12x8", "user"]
    table = repr(boards.list())
    assert table.splitlines()[0].split() == ["name", "images", "assets", "board_id"]
    assert uploaded.board_id in table
    assert max(map(len, table.splitlines())) < 120
    assert "<table>" in boards.list()._repr_html_()
