"""Boards of a server: the same behaviour on the embedded one and on a real one."""

from __future__ import annotations

from uuid import uuid4

import pytest

from ivk_boards import AmbiguousBoardError, BoardError, BoardHandle, BoardNotFoundError, BoardRepository
from ivk_core.errors import UnknownChoiceError

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


def test_a_new_board_is_listed(boards: BoardRepository, board: BoardHandle) -> None:
    listed = {each.board_id: each for each in boards.list_boards()}

    assert listed[board.board_id].board_name == board.board_name
    assert listed[board.board_id].image_count == 0


def test_boards_are_listed_in_the_requested_order(boards: BoardRepository, board: BoardHandle) -> None:
    other = boards.create(f"{board.board_name} too")
    created = {board.board_id, other.board_id}

    up = [each.board_id for each in boards.list(order_by="board_name", direction="ASC")]
    down = [each.board_id for each in boards.list(order_by="board_name", direction="DESC")]
    other.delete()

    assert [board_id for board_id in up if board_id in created] == [board.board_id, other.board_id]
    assert [board_id for board_id in down if board_id in created] == [other.board_id, board.board_id]


def test_uncategorized_is_listed_first_if_it_is_included(boards: BoardRepository, board: BoardHandle) -> None:
    uncategorized, *others = boards.list_boards(include_uncategorized=True)

    assert uncategorized.is_uncategorized
    assert uncategorized.image_count is not None
    assert board.board_id in {each.board_id for each in others}


def test_get_finds_a_board_by_id_and_by_name(boards: BoardRepository, board: BoardHandle) -> None:
    assert boards.get_board_handle(board.board_id).board_name == board.board_name
    assert boards.get_board_handle(board.board_name).board_id == board.board_id


def test_a_name_with_special_characters_is_stored_unchanged(boards: BoardRepository) -> None:
    name = f"50 % off / süß & «günstig»? #{uuid4()}"
    board = boards.create_board(name)

    found = boards.get(name)
    board.delete()

    assert found.board_id == board.board_id


def test_the_id_none_represents_the_images_on_no_board(boards: BoardRepository) -> None:
    handle = boards.get_board_handle("none")

    assert handle.is_uncategorized
    assert handle.board_id == boards.get_uncategorized_handle().board_id == "none"
    assert handle.refresh().image_count == handle.count(categories=["general"])


def test_get_raises_and_find_returns_none_for_an_unknown_board(boards: BoardRepository) -> None:
    with pytest.raises(BoardNotFoundError):
        boards.get("no such board")

    assert boards.find("no such board") is None


def test_the_error_for_an_ambiguous_name_lists_the_boards(
    boards: BoardRepository, board: BoardHandle
) -> None:
    namesake = boards.create(board.board_name)

    with pytest.raises(AmbiguousBoardError) as caught:
        boards.get(board.board_name)
    namesake.delete()

    assert {each.board_id for each in caught.value.candidates} == {board.board_id, namesake.board_id}


def test_update_changes_a_board(boards: BoardRepository, board: BoardHandle) -> None:
    renamed = board.update(name=f"{board.board_name} renamed")

    assert board.board_name == renamed.board_name
    assert boards.get(board.board_id).board_name == renamed.board_name


def test_an_archived_board_is_listed_only_if_archived_boards_are_included(
    boards: BoardRepository, board: BoardHandle
) -> None:
    board.update(archived=True)

    assert board.board_id not in {each.board_id for each in boards.list()}
    assert board.board_id in {each.board_id for each in boards.list(include_archived=True)}
    assert boards.get(board.board_name).board.archived


def test_a_change_that_the_server_rejects_raises(board: BoardHandle) -> None:
    with pytest.raises(UnknownChoiceError, match="no visibility 'to the moon'"):
        board.update(visibility="to the moon")


@pytest.mark.parametrize("change", [{"name": "x"}, {"archived": True}])
def test_a_deleted_board_cannot_be_changed(
    boards: BoardRepository, board: BoardHandle, change: dict[str, object]
) -> None:
    board.delete()

    with pytest.raises(BoardNotFoundError):
        boards.update_board(board.board_id, **change)  # type: ignore[arg-type]
    with pytest.raises(BoardNotFoundError):
        boards.delete_board(board.board_id)
    with pytest.raises(BoardNotFoundError):
        board.refresh()


def test_uncategorized_cannot_be_deleted(boards: BoardRepository) -> None:
    with pytest.raises(BoardError, match="on no board"):
        boards.get_uncategorized_handle().delete()


def test_images_of_a_deleted_board_are_kept_unless_include_images_is_set(
    boards: BoardRepository, board: BoardHandle, png: bytes
) -> None:
    image = board.upload(png)

    deleted = boards.delete(board.board_id)

    assert deleted.deleted_board_images == [image.image_name]
    uncategorized = boards.get_uncategorized_handle()
    assert image.image_name in uncategorized.list_images()
    other = boards.create("test")
    other.move(image.image_name, to=other.board_id)
    assert other.delete(include_images=True).deleted_images == [image.image_name]
    assert image.image_name not in uncategorized.list_images()
