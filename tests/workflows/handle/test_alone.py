"""What workflows say when a part that they could use is not installed."""

import pytest

from ivk_core.errors import MissingPartError


def test_without_ivk_boards_a_local_picture_says_what_to_install(resizing, client, queued, tmp_path):
    if client.plugins.has_plugin("boards"):
        client.plugins.unregister(name="boards")
    before = queued()
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")

    with pytest.raises(MissingPartError, match="pip install ivk-boards") as caught:
        resizing.set(image=picture).submit_sync()

    assert isinstance(caught.value, ImportError)
    assert queued() == before
