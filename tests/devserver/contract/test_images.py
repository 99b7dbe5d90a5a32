"""Images."""

import io
import json
import time
import zipfile

import pytest
from PIL import Image

UPLOAD = {"image_category": "user", "is_intermediate": "false"}
IMAGE = {
    "image_origin": "external",
    "image_category": "user",
    "width": 32,
    "height": 24,
    "deleted_at": None,
    "is_intermediate": False,
    "session_id": None,
    "node_id": None,
    "starred": False,
    "has_workflow": False,
    "image_subfolder": "",
    "board_id": None,
}
VARYING = {"image_name", "image_url", "thumbnail_url", "created_at", "updated_at"}


def image_of(answer):
    return Image.open(io.BytesIO(answer.content))


def test_an_upload_has_a_name_and_relative_urls(api):
    dto = api.upload()
    name = dto["image_name"]
    assert {key: value for key, value in dto.items() if key not in VARYING} == IMAGE
    assert dto["image_url"] == f"api/v1/images/i/{name}/full"
    assert dto["thumbnail_url"] == f"api/v1/images/i/{name}/thumbnail"
    assert api.json("GET", f"/images/i/{name}") == dto


def test_an_upload_answers_created_with_a_location(api):
    files = {"file": ("a.png", png_bytes(), "image/png")}
    answer = api.request("POST", "/images/upload", params=UPLOAD, files=files)
    api.images.append(answer.json()["image_name"])
    assert answer.status_code == 201
    assert answer.headers["location"] == answer.json()["image_url"]


def png_bytes(**texts):
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    ("file", "detail"),
    [
        (("a.txt", b"hello", "text/plain"), "Not an image"),
        (("a.png", b"hello", "image/png"), "Failed to read image"),
    ],
)
def test_a_file_that_is_not_an_image_is_refused(api, file, detail):
    answer = api.request("POST", "/images/upload", params=UPLOAD, files={"file": file})
    assert (answer.status_code, answer.json()) == (415, {"detail": detail})


def test_an_unknown_category_is_refused(api):
    files = {"file": ("a.png", png_bytes(), "image/png")}
    answer = api.request("POST", "/images/upload", params={**UPLOAD, "image_category": "zz"}, files=files)
    assert answer.status_code == 422
    expected = "Input should be 'general', 'mask', 'control', 'user' or 'other'"
    assert answer.json()["detail"][0]["msg"] == expected


def test_an_upload_accepts_metadata_and_a_size(api):
    data = {"metadata": json.dumps({"seed": 1}), "resize_to": json.dumps({"width": 16, "height": 8})}
    files = {"file": ("a.png", png_bytes(), "image/png")}
    dto = api.json("POST", "/images/upload", params=UPLOAD, files=files, data=data)
    api.images.append(dto["image_name"])
    assert (dto["width"], dto["height"]) == (16, 8)
    assert api.json("GET", f"/images/i/{dto['image_name']}/metadata") == {"seed": 1}


@pytest.mark.parametrize("metadata", ["not json", "[1]"])
def test_metadata_that_is_not_an_object_is_ignored(api, metadata):
    files = {"file": ("a.png", png_bytes(), "image/png")}
    dto = api.json("POST", "/images/upload", params=UPLOAD, files=files, data={"metadata": metadata})
    api.images.append(dto["image_name"])
    assert api.json("GET", f"/images/i/{dto['image_name']}/metadata") is None


def test_an_invalid_resize_is_refused(api):
    files = {"file": ("a.png", png_bytes(), "image/png")}
    answer = api.request("POST", "/images/upload", params=UPLOAD, files=files, data={"resize_to": "[10,10]"})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Invalid resize_to format or size"})


def test_an_image_is_a_png_and_its_thumbnail_a_webp(api):
    name = api.upload((400, 300))["image_name"]
    full, small = (api.request("GET", f"/images/i/{name}/{kind}") for kind in ("full", "thumbnail"))
    assert (full.headers["content-type"], image_of(full).size) == ("image/png", (400, 300))
    assert full.headers["content-disposition"] == f'inline; filename="{name}"'
    assert (small.headers["content-type"], image_of(small).size) == ("image/webp", (256, 192))


def test_a_head_request_returns_the_content_length(api):
    name = api.upload()["image_name"]
    head, full = api.request("HEAD", f"/images/i/{name}/full"), api.request("GET", f"/images/i/{name}/full")
    assert head.headers["content-length"] == str(len(full.content))


@pytest.mark.parametrize("part", ["", "/full", "/thumbnail", "/metadata", "/workflow"])
def test_an_unknown_image_is_not_found(api, part):
    answer = api.request("GET", f"/images/i/nope{part}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_images_are_returned_in_the_order_of_the_names(api):
    first, second = (api.upload()["image_name"] for _ in range(2))
    asked = {"image_names": [second, "nope", first]}
    found = api.json("POST", "/images/images_by_names", json=asked)
    assert [dto["image_name"] for dto in found] == [second, first]


def test_images_are_starred_and_unstarred(api):
    name = api.upload()["image_name"]
    starred = api.json("POST", "/images/star", json={"image_names": [name, "nope"]})
    assert starred == {"affected_boards": ["none"], "starred_images": [name], "failed_images": []}
    assert api.json("GET", f"/images/i/{name}")["starred"] is True
    unstarred = api.json("POST", "/images/unstar", json={"image_names": [name]})
    assert unstarred["unstarred_images"] == [name]


def test_a_starred_image_is_listed_first(api):
    board = api.json("POST", "/boards/", params={"board_name": "stars"})["board_id"]
    older, newer = (api.upload(board_id=board)["image_name"] for _ in range(2))
    before = api.json("GET", f"/images/names?board_id={board}")
    api.json("POST", "/images/star", json={"image_names": [older]})
    after = api.json("GET", f"/images/names?board_id={board}")
    api.request("DELETE", f"/boards/{board}")
    assert before == {"image_names": [newer, older], "starred_count": 0, "total_count": 2}
    assert after == {"image_names": [older, newer], "starred_count": 1, "total_count": 2}


def test_a_page_of_images_has_the_total(api):
    board = api.json("POST", "/boards/", params={"board_name": "pages"})["board_id"]
    names = [api.upload(board_id=board)["image_name"] for _ in range(3)]
    page = api.json("GET", f"/images/?board_id={board}&offset=1&limit=1&order_dir=ASC")
    api.request("DELETE", f"/boards/{board}")
    assert (page["limit"], page["offset"], page["total"]) == (1, 1, 3)
    assert [dto["image_name"] for dto in page["items"]] == [names[1]]


def test_the_category_of_an_image_can_be_changed(api):
    name = api.upload()["image_name"]
    changed = api.json("PATCH", f"/images/i/{name}", json={"image_category": "mask", "starred": True})
    assert (changed["image_category"], changed["starred"]) == ("mask", True)


def test_a_deleted_image_is_not_found(api):
    name = api.upload()["image_name"]
    deleted = api.json("DELETE", f"/images/i/{name}")
    again = api.request("DELETE", f"/images/i/{name}")
    assert deleted == {"affected_boards": ["none"], "deleted_images": [name], "failed_images": []}
    assert (again.status_code, again.json()) == (404, {"detail": "Image not found"})


def test_several_images_are_deleted_at_once(api):
    names = [api.upload()["image_name"] for _ in range(2)]
    deleted = api.json("POST", "/images/delete", json={"image_names": [*names, "nope"]})
    assert sorted(deleted["deleted_images"]) == sorted(names)


def test_a_bulk_download_can_be_fetched_once(api):
    name = api.upload()["image_name"]
    answer = api.request("POST", "/images/download", json={"image_names": [name]})
    path = f"/images/download/{answer.json()['bulk_download_item_name']}"
    content = wait_for(200, api, path).content
    assert answer.status_code == 202
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == [f"user/{name}"]
    wait_for(404, api, path)


def wait_for(status, api, path):
    """Repeat a request until the answer has a status: the file is made and deleted in the background."""
    for _ in range(100):
        answer = api.request("GET", path)
        if answer.status_code == status:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{path} never answered {status}")


def test_a_bulk_download_without_images_is_refused(api):
    answer = api.request("POST", "/images/download", json={})
    assert (answer.status_code, answer.json()) == (400, {"detail": "No images or board id specified."})
