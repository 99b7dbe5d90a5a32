"""Boards."""

import pytest

BOARD = {
    "deleted_at": None,
    "cover_image_name": None,
    "archived": False,
    "board_visibility": "private",
    "cover_video_name": None,
    "image_count": 0,
    "video_count": 0,
    "asset_count": 0,
    "owner_username": None,
    "user_id": "system",
}


@pytest.fixture
def board(api):
    board = api.json("POST", "/boards/", params={"board_name": "a board"})
    yield board
    api.request("DELETE", f"/boards/{board['board_id']}")


def test_a_new_board_is_empty(api, board):
    varying = {"board_id", "created_at", "updated_at", "board_name"}
    assert {key: value for key, value in board.items() if key not in varying} == BOARD
    assert api.json("GET", f"/boards/{board['board_id']}") == board


def test_the_board_name_is_a_query_parameter(api):
    answer = api.request("POST", "/boards/", json={"board_name": "x"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "board_name"]


@pytest.mark.parametrize("path", ["/boards/none", "/boards/nope", "/boards/nope/image_names"])
def test_an_unknown_board_is_not_found(api, path):
    answer = api.request("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Board not found"})


def test_changing_a_board_answers_created(api, board):
    answer = api.request("PATCH", f"/boards/{board['board_id']}", json={"board_name": "b", "archived": True})
    assert answer.status_code == 201
    assert (answer.json()["board_name"], answer.json()["archived"]) == ("b", True)


def test_an_unknown_change_is_refused(api, board):
    answer = api.request("PATCH", f"/boards/{board['board_id']}", json={"zz": 1})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "extra_forbidden"


def test_a_listing_of_boards_requires_all_or_a_page(api):
    answer = api.request("GET", "/boards/")
    message = "Invalid request: Must provide either 'all' or both 'offset' and 'limit'"
    assert (answer.status_code, answer.json()) == (400, {"detail": message})


def test_archived_boards_are_listed_with_include_archived(api, board):
    api.request("PATCH", f"/boards/{board['board_id']}", json={"archived": True})
    listed = [one["board_id"] for one in api.json("GET", "/boards/?all=true")]
    everything = [one["board_id"] for one in api.json("GET", "/boards/?all=true&include_archived=true")]
    assert board["board_id"] not in listed
    assert board["board_id"] in everything


def test_a_page_of_boards_has_the_total(api, board):
    page = api.json("GET", "/boards/?offset=0&limit=1")
    assert (page["limit"], page["offset"], len(page["items"])) == (1, 0, 1)
    assert page["total"] >= 1


def test_a_board_has_image_counts_and_a_cover_image(api, board):
    first = api.upload(board_id=board["board_id"], image_category="general")
    api.upload(board_id=board["board_id"], image_category="user")
    updated = api.json("GET", f"/boards/{board['board_id']}")
    assert (updated["image_count"], updated["asset_count"]) == (1, 1)
    assert updated["cover_image_name"] is not None
    assert first["image_name"] in api.json("GET", f"/boards/{board['board_id']}/image_names")


def test_images_move_between_boards(api, board):
    name, board_id = api.upload()["image_name"], board["board_id"]
    added = api.request("POST", "/board_images/", json={"board_id": board_id, "image_name": name})
    assert added.status_code == 201
    assert sorted(added.json()["affected_boards"]) == sorted([board_id, "none"])
    assert api.json("GET", f"/images/i/{name}")["board_id"] == board_id
    removed = api.json("POST", "/board_images/batch/delete", json={"image_names": [name, "nope"]})
    assert removed["removed_images"] == [name]
    assert api.json("GET", f"/images/i/{name}")["board_id"] is None


def test_an_unknown_image_cannot_be_added_to_a_board(api, board):
    answer = api.request("POST", "/board_images/", json={"board_id": board["board_id"], "image_name": "nope"})
    assert (answer.status_code, answer.json()) == (500, {"detail": "Failed to add image to board"})


@pytest.mark.parametrize("include_images", [True, False])
def test_deleting_a_board_deletes_its_images_or_keeps_them(api, board, include_images):
    name = api.upload(board_id=board["board_id"])["image_name"]
    query = {"include_images": str(include_images).lower()}
    result = api.json("DELETE", f"/boards/{board['board_id']}", params=query)
    assert result["deleted_images" if include_images else "deleted_board_images"] == [name]
    assert api.request("GET", f"/images/i/{name}").status_code == (404 if include_images else 200)
