"""Pictures of Pillow, on their way to a server and back."""

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
    """Give a picture of which every corner is different."""
    picture = Image.new("RGB", (24, 16), "white")
    picture.paste((200, 30, 60), (0, 0, 12, 8))
    picture.paste((30, 60, 200), (12, 8, 24, 16))
    picture.paste((60, 200, 30), (0, 8, 12, 16))
    return picture


def test_a_picture_comes_back_as_it_went(board: BoardHandle, picture: Image.Image) -> None:
    image = board.upload(picture)

    back = Image.open(BytesIO(board.download(image.image_name))).convert("RGB")

    assert back.tobytes() == picture.tobytes()


def test_a_picture_of_another_format_is_taken(board: BoardHandle, picture: Image.Image) -> None:
    buffer = BytesIO()
    picture.save(buffer, "JPEG")

    image = board.upload_image_data(buffer.getvalue(), filename="photo.jpg")

    assert (image.width, image.height) == picture.size


def test_a_picture_is_cropped_to_what_is_visible(board: BoardHandle) -> None:
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (8, 8, 24, 20))

    image = board.upload(picture, crop_visible=True)

    assert (image.width, image.height) == (16, 12)


def test_a_thumbnail_is_a_small_picture(board: BoardHandle) -> None:
    image = board.upload(Image.new("RGB", (640, 320), "teal"))

    thumbnail = Image.open(BytesIO(board.download(image.image_name, full_resolution=False)))

    assert thumbnail.format == "WEBP"
    assert thumbnail.size == (256, 128)
