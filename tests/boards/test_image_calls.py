"""The flows of images: their requests, and what they return for a response. No server is needed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ivk_boards.errors import (
    BoardNotFoundError,
    ImageNotFoundError,
    ImagesLeftOutError,
    UnreadableImageError,
)
from ivk_boards.images import calls, listing_calls, transfer_calls
from ivk_boards.images.schemas import ImageCategory, IvkImage
from ivk_core.errors import APIError, NotFoundError
from ivk_core.files import FilePart
from ivk_core.flow import Flow, Request, Response
from ivk_core.transport.checking import error_for

IMAGE = {
    "image_name": "a.png",
    "image_category": "user",
    "image_origin": "external",
    "width": 16,
    "height": 8,
    "created_at": "2026-11-20 09:07:22.058",
}


def answer(flow: Flow[Any], *bodies: object) -> Any:
    """Send a response to each request of a flow, and return the result of the flow."""
    next(flow)
    for body in bodies[:-1]:
        flow.send(_response(body))
    with pytest.raises(StopIteration) as end:
        flow.send(_response(bodies[-1]))
    return end.value.value


def fail(flow: Flow[Any], status: int, detail: str = "") -> Any:
    """Raise the error for a status at the first request of a flow."""
    next(flow)
    return flow.throw(error_for(_response({"detail": detail}, status)))


def _response(body: object, status: int = 200) -> Response:
    return Response(status, body if isinstance(body, bytes) else json.dumps(body).encode())


def page(names: list[str], total: int, offset: int = 0) -> dict[str, object]:
    items = [{**IMAGE, "image_name": name} for name in names]
    return {"items": items, "total": total, "offset": offset, "limit": 1000}


def test_an_upload_sends_its_options_in_the_query_and_size_and_metadata_in_the_form() -> None:
    part = FilePart(b"png", "a.png")
    flow = transfer_calls.upload_image(part, board_id="b1", metadata={"a": 1}, resize_to=(64, 32))

    assert next(flow) == Request(
        "POST",
        "/images/upload",
        query={
            "image_category": "user",
            "is_intermediate": False,
            "board_id": "b1",
            "session_id": None,
            "crop_visible": None,
        },
        form={"resize_to": {"width": 64, "height": 32}, "metadata": {"a": 1}},
        files={"file": part},
        operation="upload_image",
    )


def test_an_upload_to_uncategorized_sends_no_board_id() -> None:
    request = next(transfer_calls.upload_image(FilePart(b"png", "a.png"), board_id="none"))

    assert isinstance(request, Request)
    assert request.query["board_id"] is None


def test_the_error_for_an_upload_to_an_unknown_board_names_the_board() -> None:
    flow = transfer_calls.upload_image(FilePart(b"png", "a.png"), board_id="gone")

    with pytest.raises(BoardNotFoundError, match="'gone'"):
        fail(flow, 404)


def test_a_404_for_an_upload_without_a_board_is_no_board_error() -> None:
    with pytest.raises(NotFoundError):
        fail(transfer_calls.upload_image(FilePart(b"png", "a.png")), 404)


def test_the_error_for_an_unreadable_upload_names_the_file_and_the_reason() -> None:
    flow = transfer_calls.upload_image(FilePart(b"junk", "a.png"))

    with pytest.raises(UnreadableImageError, match=r"'a\.png'.*Failed to read image"):
        fail(flow, 415, "Failed to read image")


def test_unknown_categories_and_keys_of_an_image_are_kept() -> None:
    image = answer(calls.get_image("a.png"), {**IMAGE, "image_category": "depth", "rating": 5})

    assert image.image_category == ImageCategory("depth")
    assert image.rating == 5


def test_the_time_of_an_image_is_in_utc() -> None:
    image = IvkImage.model_validate(IMAGE)

    assert image.created_at is not None
    assert image.created_at.isoformat() == "2026-11-20T09:07:22.058000+00:00"


def test_the_error_for_an_unknown_image_names_it() -> None:
    with pytest.raises(ImageNotFoundError, match=r"'gone\.png'"):
        fail(calls.get_image("gone.png"), 404)


def test_find_image_returns_none_for_an_unknown_image() -> None:
    with pytest.raises(StopIteration) as end:
        fail(calls.find_image("gone.png"), 404)

    assert end.value.value is None


def test_find_image_raises_if_the_server_fails() -> None:
    with pytest.raises(APIError):
        fail(calls.find_image("a.png"), 500)


def test_a_request_for_many_images_can_be_retried() -> None:
    request = next(calls.get_images_by_names(["a.png"]))

    assert isinstance(request, Request)
    assert request.can_be_repeated


def test_an_image_is_downloaded_without_compression() -> None:
    request = next(transfer_calls.download_image("a.png"))

    assert isinstance(request, Request)
    assert request.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(("full", "route"), [(True, "full"), (False, "thumbnail")])
def test_an_image_is_downloaded_in_full_resolution_or_as_a_thumbnail(full: bool, route: str) -> None:
    request = next(transfer_calls.download_image("a b.png", full_resolution=full))

    assert isinstance(request, Request)
    assert request.target == f"/images/i/a%20b.png/{route}"
    assert request.operation == f"get_image_{route}"


def test_a_listing_leaves_out_intermediate_images_by_default() -> None:
    shown = next(listing_calls.list_image_names(board_id="b1"))
    both = next(listing_calls.list_image_names(board_id="b1", is_intermediate=None))

    assert isinstance(shown, Request)
    assert isinstance(both, Request)
    assert shown.query == {"board_id": "b1", "is_intermediate": False}
    assert both.query == {"board_id": "b1", "is_intermediate": None}


def test_an_unknown_filter_raises() -> None:
    with pytest.raises(TypeError, match="'board' is not among board_id, categories"):
        next(listing_calls.list_images(board="b1"))  # type: ignore[call-arg]


def test_a_listing_requests_pages_until_it_is_complete() -> None:
    flow = listing_calls.list_images()

    assert next(flow).query == {"is_intermediate": False, "offset": 0, "limit": 1000}  # type: ignore[union-attr]
    second = flow.send(_response(page(["a", "b"], total=3)))
    assert second.query["offset"] == 2  # type: ignore[union-attr]
    with pytest.raises(StopIteration) as end:
        flow.send(_response(page(["c"], total=3, offset=2)))
    assert [image.image_name for image in end.value.value] == ["a", "b", "c"]


def test_a_listing_stops_at_its_limit() -> None:
    flow = listing_calls.list_images(offset=5, limit=2)

    assert next(flow).query == {"is_intermediate": False, "offset": 5, "limit": 2}  # type: ignore[union-attr]
    with pytest.raises(StopIteration) as end:
        flow.send(_response(page(["a", "b"], total=100, offset=5)))
    assert len(end.value.value) == 2


def test_a_listing_ends_if_images_are_deleted_meanwhile() -> None:
    images = answer(listing_calls.list_images(), page(["a"], total=2), page([], total=2, offset=1))

    assert [image.image_name for image in images] == ["a"]


def test_a_listing_with_limit_zero_sends_no_request() -> None:
    with pytest.raises(StopIteration) as end:
        next(listing_calls.list_images(limit=0))

    assert end.value.value == []


def test_batches_contain_each_name_once() -> None:
    assert list(listing_calls.batches("abcde", 2)) == ["ab", "cd", "e"]


def test_a_batch_size_of_zero_raises() -> None:
    with pytest.raises(ValueError, match="batch_size=0"):
        listing_calls.batches("abc", 0)


def test_the_error_for_images_that_the_server_left_out_names_them() -> None:
    flow = calls.delete_images(["a.png", "gone.png"])

    with pytest.raises(ImagesLeftOutError, match=r"did not delete 1 of 2 images: 'gone\.png'") as caught:
        answer(flow, {"deleted_images": ["a.png"]})
    assert caught.value.left_out == ["gone.png"]
    assert caught.value.done == ["a.png"]


def test_the_workflow_of_an_image_is_parsed() -> None:
    origin = answer(calls.get_image_workflow("a.png"), {"workflow": '{"name": "w"}', "graph": None})

    assert origin.workflow == {"name": "w"}
    assert origin.graph is None


def test_the_error_for_an_update_of_an_unknown_image_names_it() -> None:
    flow = calls.update_image("gone.png", is_intermediate=True)

    next(flow)
    request = flow.throw(error_for(_response({"detail": "Failed to update image"}, 400)))
    assert request == next(calls.get_image("gone.png"))
    with pytest.raises(ImageNotFoundError):
        flow.throw(error_for(_response({"detail": "Not Found"}, 404)))


def test_an_update_that_fails_for_another_reason_raises_the_error_of_the_server() -> None:
    flow = calls.update_image("a.png", is_intermediate=True)

    next(flow)
    flow.throw(error_for(_response({"detail": "Failed to update image"}, 400)))
    with pytest.raises(APIError, match="Failed to update image"):
        flow.send(_response(IMAGE))
