"""Images and videos: by name on the server, or local."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from ivk_fields import (
    FieldValueError,
    ImageRef,
    IvkImageField,
    IvkVideoField,
    LocalImage,
    LocalVideo,
)

UUID = "0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"


@pytest.fixture
def image_file(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(b"\x89PNG and so on")
    return path


@pytest.mark.parametrize(
    "value", ["x.png", {"image_name": "x.png"}, ImageRef.of("x.png"), SimpleNamespace(image_name="x.png")]
)
def test_an_image_on_the_server_is_given_by_name(value: object) -> None:
    assert IvkImageField().set(value).to_wire() == {"image_name": "x.png"}


def test_a_path_is_kept_until_the_upload(image_file: Path) -> None:
    for value in (image_file, str(image_file)):
        held = IvkImageField().set(value).value
        assert held == LocalImage(image_file, "cat.png")
        assert held.to_upload() == image_file
        with held.open() as file:
            assert file.read() == b"\x89PNG and so on"


def test_a_file_in_the_working_directory_needs_no_directory_in_its_path(
    image_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(image_file.parent)
    assert IvkImageField().set("cat.png").value == LocalImage(Path("cat.png"), "cat.png")


def test_a_name_of_the_server_is_no_path_even_if_such_a_file_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{UUID}.png").touch()
    monkeypatch.chdir(tmp_path)
    assert IvkImageField().set(f"{UUID}.png").value == ImageRef.of(f"{UUID}.png")


@pytest.mark.parametrize("value", ["no/such/file.png", Path("no-such-file.png"), "~nobody-here/x.png"])
def test_a_path_to_no_file_is_rejected_at_once(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkImageField().set(value)


def test_a_pillow_image_becomes_a_png() -> None:
    image = pytest.importorskip("PIL.Image")
    held = IvkImageField().set(image.new("RGBA", (3, 2), (255, 136, 0, 128))).value
    assert isinstance(held, LocalImage)
    again = image.open(io.BytesIO(held.content()))
    assert (again.size, again.getpixel((2, 1))) == ((3, 2), (255, 136, 0, 128))


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 1), (2, 3, 3), (2, 3, 4)])
@pytest.mark.parametrize("kind", ["uint8", "float32", "bool"])
def test_an_array_becomes_a_png(shape: tuple[int, ...], kind: str) -> None:
    numpy, image = pytest.importorskip("numpy"), pytest.importorskip("PIL.Image")
    pixels = numpy.zeros(shape, dtype=kind)
    pixels[1, 2] = 255 if kind == "uint8" else 1
    held = IvkImageField().set(pixels).value
    assert isinstance(held, LocalImage)
    again = numpy.asarray(image.open(io.BytesIO(held.content()))).reshape(shape)
    assert again[1, 2].min() == 255
    assert again[0].max() == 0


@pytest.mark.parametrize("shape", [(3,), (2, 3, 5), (0, 3, 3), (1, 2, 3, 3)])
def test_an_array_of_another_shape_is_no_image(shape: tuple[int, ...]) -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(FieldValueError):
        IvkImageField().set(numpy.zeros(shape))


@pytest.mark.parametrize("value", [b"", "", 3, None, {}, {"image_name": ""}, {"image_name": 3}, ["x.png"]])
def test_what_is_no_image_is_rejected(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkImageField(required=True).set(value)


def test_a_video_is_given_like_an_image(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"mp4")
    assert IvkVideoField().set("x.mp4").to_wire() == {"video_name": "x.mp4"}
    assert IvkVideoField().set(clip).value == LocalVideo(clip, "clip.mp4")


def test_a_local_image_that_the_program_made_is_kept() -> None:
    made = LocalImage(bytearray(b"png"), "cat.png")
    assert IvkImageField().set(made).value is made
    assert (made.to_upload(), made.open().read()) == (b"png", b"png")
