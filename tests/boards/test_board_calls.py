"""The flows of boards: their requests, and what they return for a response. No server is needed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ivk_boards.boards import calls, membership_calls
from ivk_boards.boards.schemas import Board
from ivk_boards.errors import AmbiguousBoardError, BoardError, BoardNotFoundError, ImagesLeftOutError
from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.checking import error_for

BOARDS = [
    {"board_id": "b1", "board_name": "Holiday", "image_count": 3, "asset_count": 0},
    {"board_id": "b2", "board_name": "Work"},
    {"board_id": "b3", "board_name": "Work"},
    {"board_id": "b4", "board_name": "b2"},
]


def answer(flow: Flow[Any], body: object) -> Any:
    """Send a response to the request of a flow, and return the result of the flow."""
    next(flow)
    with pytest.raises(StopIteration) as end:
        flow.send(_response(body))
    return end.value.value


def _response(body: object, status: int = 200) -> Response:
    return Response(status, json.dumps(body).encode())


def test_the_name_of_a_new_board_is_sent_in_the_query() -> None:
    assert next(calls.create_board("Sun & sea")) == Request(
        "POST", "/boards/", query={"board_name": "Sun & sea"}, operation="create_board"
    )


def test_a_board_is_found_by_its_name() -> None:
    assert answer(calls.resolve_board("Holiday"), BOARDS).board_id == "b1"


def test_an_id_takes_precedence_over_a_name() -> None:
    assert answer(calls.resolve_board("b2"), BOARDS).board_name == "Work"


def test_archived_boards_are_found_too() -> None:
    request = next(calls.resolve_board("Holiday"))

    assert isinstance(request, Request)
    assert request.query["include_archived"] is True


def test_the_error_for_an_ambiguous_name_lists_the_boards() -> None:
    with pytest.raises(AmbiguousBoardError, match="2 boards are named 'Work': b2, b3") as caught:
        answer(calls.find_board("Work"), BOARDS)

    assert [board.board_id for board in caught.value.candidates] == ["b2", "b3"]


def test_the_error_for_an_unknown_name_suggests_a_similar_one() -> None:
    with pytest.raises(BoardNotFoundError, match="Did you mean 'Holiday'"):
        answer(calls.resolve_board("Holidays"), BOARDS)


def test_find_board_returns_none_for_an_unknown_board() -> None:
    assert answer(calls.find_board("Holidays"), BOARDS) is None


def test_uncategorized_is_resolved_without_a_request() -> None:
    with pytest.raises(StopIteration) as end:
        next(calls.resolve_board("none"))

    assert end.value.value == Board.uncategorized()


def test_the_counts_of_uncategorized_use_the_categories_that_the_server_uses() -> None:
    flow = calls.get_board("none")

    images = next(flow)
    assert isinstance(images, Request)
    assert images.query["categories"] == ["general"]
    assets = flow.send(_response({"items": [], "total": 7, "offset": 0, "limit": 0}))
    assert isinstance(assets, Request)
    assert assets.query["categories"] == ["mask", "control", "user", "other"]
    with pytest.raises(StopIteration) as end:
        flow.send(_response({"items": [], "total": 2, "offset": 0, "limit": 0}))
    assert (end.value.value.image_count, end.value.value.asset_count) == (7, 2)


def test_a_change_is_sent_with_the_keys_of_the_server() -> None:
    request = next(calls.update_board("b1", name="Sea", visibility="shared", archived=False))

    assert isinstance(request, Request)
    assert request.json == {"board_name": "Sea", "board_visibility": "shared", "archived": False}


def test_an_unknown_change_raises() -> None:
    with pytest.raises(TypeError, match="'is_private' is not among archived, cover_image_name, name"):
        next(calls.update_board("b1", is_private=True))  # type: ignore[call-arg]


@pytest.mark.parametrize("flow", [calls.delete_board("none"), calls.update_board("none", name="x")])
def test_uncategorized_cannot_be_changed(flow: Flow[Any]) -> None:
    with pytest.raises(BoardError, match="on no board"):
        next(flow)


def test_moving_images_to_none_removes_them_from_their_boards() -> None:
    request = next(membership_calls.move_images(["a.png"], "none"))

    assert isinstance(request, Request)
    assert request.route == "/board_images/batch/delete"


def test_moving_images_that_do_not_exist_raises() -> None:
    flow = membership_calls.move_images(["a.png", "gone.png"], "b1")

    with pytest.raises(ImagesLeftOutError, match=r"did not move 1 of 2 images: 'gone\.png'"):
        answer(flow, {"added_images": ["a.png"]})


def test_moving_images_to_an_unknown_board_raises() -> None:
    flow = membership_calls.move_images(["a.png"], "gone")

    next(flow)
    with pytest.raises(BoardNotFoundError, match="'gone'"):
        flow.throw(error_for(_response({"detail": "Board not found"}, 404)))


def test_an_error_is_unchanged_by_pickling() -> None:
    import pickle

    error = AmbiguousBoardError("Work", [Board(board_id="b2", board_name="Work")])
    copy = pickle.loads(pickle.dumps(error))

    assert str(copy) == str(error)
    assert copy.candidates == error.candidates
