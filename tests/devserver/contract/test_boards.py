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
    api.ask("DELETE", f"/boards/{board['board_id']}")


def test_a_new_board_is_empty(api, board):
    varying = {"board_id", "created_at", "updated_at", "board_name"}
    assert {key: value for key, value in board.items() if key not in varying} == BOARD
    assert api.json("GET", f"/boards/{board['board_id']}") == board


def test_a_boards_name_goes_into_the_query(api):
    answer = api.ask("POST", "/boards/", json={"board_name": "x"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "board_name"]


@pytest.mark.parametrize("path", ["/boards/none", "/boards/nope", "/boards/nope/image_names"])
def test_a_board_that_is_not_there_is_not_found(api, path):
    answer = api.ask("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Board not found"})


def test_changing_a_board_answers_created(api, board):
    answer = api.ask("PATCH", f"/boards/{board['board_id']}", json={"board_name": "b", "archived": True})
    assert answer.status_code == 201
    assert (answer.json()["board_name"], answer.json()["archived"]) == ("b", True)


def test_an_unknown_change_is_refused(api, board):
    answer = api.ask("PATCH", f"/boards/{board['board_id']}", json={"zz": 1})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "extra_forbidden"


def test_a_listing_wants_all_or_a_page(api):
    answer = api.ask("GET", "/boards/")
    message = "Invalid request: Must provide either 'all' or both 'offset' and 'limit'"
    assert (answer.status_code, answer.json()) == (400, {"detail": message})


def test_archived_boards_are_listed_on_demand(api, board):
    api.ask("PATCH", f"/boards/{board['board_id']}", json={"archived": True})
    listed = [one["board_id"] for one in api.json("GET", "/boards/?all=true")]
    everything = [one["board_id"] for one in api.json("GET", "/boards/?all=true&include_archived=true")]
    assert board["board_id"] not in listed
    assert board["board_id"] in everything


def test_a_page_says_how_many_there_are(api, board):
    page = api.json("GET", "/boards/?offset=0&limit=1")
    assert (page["limit"], page["offset"], len(page["items"])) == (1, 0, 1)
    assert page["total"] >= 1


def test_a_board_counts_its_images_and_shows_the_newest(api, board):
    first = api.upload(board_id=board["board_id"], image_category="general")
    api.upload(board_id=board["board_id"], image_category="user")
    told = api.json("GET", f"/boards/{board['board_id']}")
    assert (told["image_count"], told["asset_count"]) == (1, 1)
    assert told["cover_image_name"] is not None
    assert first["image_name"] in api.json("GET", f"/boards/{board['board_id']}/image_names")


def test_images_move_between_boards(api, board):
    name, place = api.upload()["image_name"], board["board_id"]
    added = api.ask("POST", "/board_images/", json={"board_id": place, "image_name": name})
    assert added.status_code == 201
    assert sorted(added.json()["affected_boards"]) == sorted([place, "none"])
    assert api.json("GET", f"/images/i/{name}")["board_id"] == place
    removed = api.json("POST", "/board_images/batch/delete", json={"image_names": [name, "nope"]})
    assert removed["removed_images"] == [name]
    assert api.json("GET", f"/images/i/{name}")["board_id"] is None


def test_an_image_that_is_not_there_cannot_be_put_on_a_board(api, board):
    answer = api.ask("POST", "/board_images/", json={"board_id": board["board_id"], "image_name": "nope"})
    assert (answer.status_code, answer.json()) == (500, {"detail": "Failed to add image to board"})


@pytest.mark.parametrize("include_images", [True, False])
def test_a_deleted_board_takes_its_images_along_or_leaves_them(api, board, include_images):
    name = api.upload(board_id=board["board_id"])["image_name"]
    query = {"include_images": str(include_images).lower()}
    result = api.json("DELETE", f"/boards/{board['board_id']}", params=query)
    assert result["deleted_images" if include_images else "deleted_board_images"] == [name]
    assert api.ask("GET", f"/images/i/{name}").status_code == (404 if include_images else 200)
