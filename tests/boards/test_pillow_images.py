"""Uploads of Pillow images, and downloads that Pillow reads."""

from __future__ import annotations

from io import BytesIO

import pytest

from ivk_boards import BoardHandle

pytest.importorskip("PIL")
from PIL import Image

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def picture() -> Image.Image:
    """Make an image with a different color in each corner."""
    picture = Image.new("RGB", (24, 16), "white")
    picture.paste((200, 30, 60), (0, 0, 12, 8))
    picture.paste((30, 60, 200), (12, 8, 24, 16))
    picture.paste((60, 200, 30), (0, 8, 12, 16))
    return picture


def test_an_image_is_unchanged_by_upload_and_download(board: BoardHandle, picture: Image.Image) -> None:
    image = board.upload(picture)

    downloaded = Image.open(BytesIO(board.download(image.image_name))).convert("RGB")

    assert downloaded.tobytes() == picture.tobytes()


def test_an_encoded_image_of_another_format_is_uploaded(board: BoardHandle, picture: Image.Image) -> None:
    buffer = BytesIO()
    picture.save(buffer, "JPEG")

    image = board.upload_image_data(buffer.getvalue(), filename="photo.jpg")

    assert (image.width, image.height) == picture.size


def test_crop_visible_crops_an_image_to_its_visible_pixels(board: BoardHandle) -> None:
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (8, 8, 24, 20))

    image = board.upload(picture, crop_visible=True)

    assert (image.width, image.height) == (16, 12)


def test_a_thumbnail_is_a_small_webp_image(board: BoardHandle) -> None:
    image = board.upload(Image.new("RGB", (640, 320), "teal"))

    thumbnail = Image.open(BytesIO(board.download(image.image_name, full_resolution=False)))

    assert thumbnail.format == "WEBP"
    assert thumbnail.size == (256, 128)
