"""Local images as inputs: they are uploaded when the workflow is submitted, and only if the check passes."""

import struct
import zlib

import pytest

from ivk_workflows import WorkflowCheckError

boards = pytest.importorskip("ivk_boards", reason="ivk-boards uploads images")


def png_bytes(width, height, grey=128):
    """Return a grey PNG file of that size."""

    def chunk(kind, content):
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([grey]) * width) * height)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.fixture
def uploaded(client):
    """Return a function that counts the images on the server that users uploaded."""
    images = client.repository(boards.ImageRepository)
    return lambda: len(images.list_names(categories=["user"]))


def size_of(image):
    """Return width and height from the header of a PNG file."""
    return struct.unpack(">II", image.read()[16:24])


def test_a_path_is_uploaded_when_the_workflow_is_submitted(resizing, uploaded, tmp_path):
    file = tmp_path / "grey.png"
    file.write_bytes(png_bytes(8, 8))
    before = uploaded()
    resizing.set(image=file)
    assert uploaded() == before
    result = resizing.run(timeout=30)
    assert uploaded() == before + 1
    assert size_of(result.image) == (24, 16)


def test_bytes_are_uploaded(resizing, uploaded):
    before = uploaded()
    assert size_of(resizing.run(image=png_bytes(8, 8), timeout=30).image) == (24, 16)
    assert uploaded() == before + 1


def test_a_pillow_image_is_uploaded(resizing):
    pillow = pytest.importorskip("PIL.Image")
    assert size_of(resizing.run(image=pillow.new("RGB", (8, 8), "red"), timeout=30).image) == (24, 16)


def test_an_array_is_uploaded(resizing):
    numpy = pytest.importorskip("numpy")
    assert size_of(resizing.run(image=numpy.zeros((8, 8, 3), "uint8"), timeout=30).image) == (24, 16)


def test_an_image_on_the_server_is_not_uploaded_again(resizing, uploaded):
    first = resizing.run(image=png_bytes(8, 8), timeout=30).image
    before = uploaded()
    assert size_of(resizing.run(image=first.name, timeout=30).image) == (24, 16)
    assert uploaded() == before


def test_nothing_is_uploaded_when_the_check_fails(workflows, resize_builder, uploaded):
    resize_builder.node("main_model_loader", "Loader")
    workflow = workflows.create_workflow(resize_builder.document).set(image=png_bytes(8, 8))
    before = uploaded()
    with pytest.raises(WorkflowCheckError, match="Loader"):
        workflow.submit_sync()
    assert uploaded() == before


def test_checking_uploads_nothing(resizing, uploaded):
    before = uploaded()
    assert resizing.set(image=png_bytes(8, 8)).check() == []
    assert uploaded() == before


def test_images_of_a_sweep_are_uploaded(resizing, uploaded):
    before = uploaded()
    images = [png_bytes(8, 8, grey) for grey in (0, 255)]
    results = resizing.sweep(product={"image": images, "width": [8, 16]}).run_all(timeout=30)
    assert [size_of(result.image) for result in results] == [(8, 16), (16, 16)] * 2
    assert uploaded() == before + 2


def test_one_image_in_several_inputs_is_uploaded_once(resizing, uploaded, tmp_path):
    file, grey = tmp_path / "grey.png", png_bytes(8, 8)
    file.write_bytes(grey)
    before = uploaded()
    assert len(resizing.map([{"image": file, "width": width} for width in (8, 16)], timeout=30)) == 2
    assert uploaded() == before + 1
    swept = resizing.sweep(zip={"image": [grey, grey, file], "width": [8, 16, 24]})
    assert len(swept.run_all(timeout=30)) == 3
    assert uploaded() == before + 1


def test_a_file_that_was_deleted_after_it_was_set_is_a_file_not_found_error(resizing, queued, tmp_path):
    file = tmp_path / "grey.png"
    file.write_bytes(png_bytes(8, 8))
    resizing.set(image=file)
    file.unlink()
    before = queued()
    with pytest.raises(FileNotFoundError):
        resizing.submit_sync()
    assert queued() == before


@pytest.fixture
def board(client):
    """Return a new board."""
    board = client.repository(boards.BoardRepository).create("Small things")
    yield board
    board.delete()


def test_a_board_can_be_set_by_name_or_id(resizing, board):
    for name in ("Small things", board.board_id):
        result = resizing.run(image=png_bytes(8, 8), board=name, timeout=30)
        assert resizing.map_outputs_to_images(result)[0]["board_id"] == board.board_id


def test_auto_and_none_send_no_board(resizing):
    resizing.set(image=png_bytes(8, 8))
    for name in ("auto", "none"):
        (node,) = resizing.set(board=name).to_enqueue_body()["batch"]["graph"]["nodes"].values()
        assert "board" not in node


def test_auto_means_the_board_that_the_caller_passes(resizing, board):
    body = resizing.set(image=png_bytes(8, 8)).to_enqueue_body(auto_add_board=board.board_id)
    (node,) = body["batch"]["graph"]["nodes"].values()
    assert node["board"] == {"board_id": board.board_id}
