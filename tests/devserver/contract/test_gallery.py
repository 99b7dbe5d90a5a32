"""The gallery, which lists images and videos together."""

import pytest

ITEM = {
    *("kind", "name", "full_url", "thumbnail_url", "width", "height", "category", "starred"),
    *("is_intermediate", "board_id", "created_at", "duration", "fps"),
}


@pytest.fixture
def board(api):
    board = api.json("POST", "/boards/", params={"board_name": "gallery"})["board_id"]
    yield board
    api.request("DELETE", f"/boards/{board}")


def test_gallery_names_are_ordered_starred_first_then_newest_first(api, board):
    older, newer = (api.upload(board_id=board)["image_name"] for _ in range(2))
    before = api.json("GET", f"/gallery/item_names?board_id={board}")
    api.json("POST", "/images/star", json={"image_names": [older]})
    after = api.json("GET", f"/gallery/item_names?board_id={board}")
    assert before == {"item_names": [newer, older], "starred_count": 0, "total_count": 2}
    assert after == {"item_names": [older, newer], "starred_count": 1, "total_count": 2}


def test_a_gallery_item_has_urls(api, board):
    image = api.upload(board_id=board)
    page = api.json("GET", f"/gallery/items/?board_id={board}")
    (item,) = page["items"]
    assert (page["limit"], page["offset"], page["total"]) == (10, 0, 1)
    assert set(item) == ITEM
    assert (item["kind"], item["name"]) == ("image", image["image_name"])
    assert (item["full_url"], item["thumbnail_url"]) == (image["image_url"], image["thumbnail_url"])


def test_gallery_names_can_have_kinds(api, board):
    name = api.upload(board_id=board)["image_name"]
    body = api.json("GET", f"/gallery/items/names?board_id={board}")
    assert body == {"items": [{"kind": "image", "name": name}], "starred_count": 0, "total_count": 1}


def test_gallery_names_are_filtered_by_day(api, board):
    image = api.upload(board_id=board)
    today = image["created_at"][:10]
    path = f"/gallery/item_names?board_id={board}&created_date"
    assert api.json("GET", f"{path}={today}")["item_names"] == [image["image_name"]]
    assert api.json("GET", f"{path}=2000-01-01")["item_names"] == []
