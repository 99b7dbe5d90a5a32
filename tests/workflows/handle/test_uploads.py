"""Uploads of local images: each content once for a client, as an asset or as an intermediate image."""

import io
import random

import pytest

from ivk_boards import BoardNotFoundError, BoardRepository, ImageRepository
from ivk_core.errors import ArgumentError
from ivk_fields import FieldValueError
from ivk_workflows import WorkflowCheckError

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


def png_bytes(width, height, grey):
    buffer = io.BytesIO()
    pytest.importorskip("PIL.Image").new("L", (width, height), grey).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def images(client):
    return client.repository(ImageRepository)


@pytest.fixture
def content():
    """Return a picture that no other test uploads."""
    return png_bytes(random.randint(9, 90), random.randint(9, 90), random.randint(1, 254))


@pytest.fixture
def submit(resizing, images):
    """Return a function that submits, waits, and returns the name of the sent image; all are deleted."""
    made = set()

    def run(image, **options):
        # Another size for each job, because the server keeps the results of equal ones.
        batch = resizing.copy().set(image=image, width=100 + len(made)).submit_sync(**options)
        result = batch.job.result(timeout=60)
        sent = result.item.session["graph"]["nodes"]["img_resize-0"]["image"]["image_name"]
        made.update({sent, *(each.name for each in result.images)})
        return sent

    yield run
    images.delete(
        *(image.image_name for image in images.list(is_intermediate=None) if image.image_name in made)
    )


def test_the_same_content_is_uploaded_once_as_an_asset(submit, images, content, tmp_path):
    first = submit(content)
    record = images.get(first)
    assert (record.image_category, record.is_intermediate) == ("user", False)
    for folder in ("a", "b"):
        file = tmp_path / folder / "picture.png"
        file.parent.mkdir()
        file.write_bytes(content)
        assert submit(file) == first
        assert submit(str(file)) == first
    (tmp_path / "a" / "picture.png").write_bytes(png_bytes(7, 7, 3))
    assert submit(tmp_path / "a" / "picture.png") != first


def test_an_image_that_was_deleted_on_the_server_is_uploaded_again(submit, images, content):
    first = submit(content)
    images.delete(first)
    second = submit(content)
    assert second != first
    assert images.find(second) is not None


def test_an_intermediate_upload_is_hidden_and_kept_apart(submit, images, content):
    hidden = submit(content, uploads="intermediate")
    assert images.get(hidden).is_intermediate
    assert submit(content, uploads="intermediate") == hidden
    assert submit(content) != hidden


def test_an_unknown_way_to_upload_is_refused(resizing, content):
    with pytest.raises(ArgumentError, match="uploads='hidden' is not 'asset' or 'intermediate'"):
        resizing.run(image=content, uploads="hidden")


def test_a_name_that_is_neither_a_file_nor_an_image_says_both(resizing, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkflowCheckError) as raised:
        resizing.set(image="no-such-picture.png").submit_sync()
    assert "the server has no such image" in str(raised.value)
    assert f"there is no file '{tmp_path / 'no-such-picture.png'}'" in str(raised.value)
    with pytest.raises(FieldValueError, match="does not exist, and names on the server have no folder"):
        resizing.set(image="folder/no-such-picture.png")


@pytest.fixture
def board_name(client):
    """Return a name that no board has; boards of that name are deleted at the end."""
    name = f"made on the way {random.random()}"
    yield name
    boards = client.repository(BoardRepository)
    for board in boards.list():
        if board.board_name.startswith(name):
            boards.delete(board.board_id, include_images=True)


def names_of(client, prefix):
    boards = client.repository(BoardRepository).list()
    return sorted(board.board_name for board in boards if board.board_name.startswith(prefix))


def test_a_board_is_created_only_on_request_and_once(submit, resizing, client, content, board_name):
    resizing.set(board=board_name)
    with pytest.raises(BoardNotFoundError, match=board_name):
        submit(content)
    assert names_of(client, board_name) == []
    submit(content, create_boards=True)
    submit(content, create_boards=True)
    assert names_of(client, board_name) == [board_name]
    board = client.repository(BoardRepository).get(board_name)
    assert board.count() == 2


def test_no_board_is_created_if_the_check_fails(resizing, client, board_name):
    with pytest.raises(WorkflowCheckError):
        resizing.set(board=board_name, image="nowhere.png").submit_sync(create_boards=True)
    assert names_of(client, board_name) == []


def test_the_boards_of_a_map_are_created_each_once(resizing, client, images, content, board_name):
    rows = [{"board": f"{board_name} {number % 2}", "width": 8 + number} for number in range(4)]
    results = resizing.set(image=content).map(rows, create_boards=True, timeout=60)
    assert names_of(client, board_name) == [f"{board_name} 0", f"{board_name} 1"]
    sent = results[0].item.session["graph"]["nodes"]["img_resize-0"]["image"]["image_name"]
    images.delete(sent)


def test_the_board_of_auto_is_given_by_name_and_created(submit, resizing, client, content, board_name):
    resizing.set(board="auto")
    with pytest.raises(BoardNotFoundError, match=board_name):
        submit(content, auto_add_board=board_name)
    submit(content, auto_add_board=board_name, create_boards=True)
    submit(content, auto_add_board=board_name)
    assert client.repository(BoardRepository).get(board_name).count() == 2
