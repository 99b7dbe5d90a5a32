"""The demo makes the files that the README shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from invokeai_py_client import InvokeAIClient

DEMO = Path(__file__).parents[2] / "examples" / "demo.py"


@pytest.fixture
def delete_new_images(server_url):
    """Delete the images that a test made."""
    with InvokeAIClient.from_url(server_url) as client:
        before = set(client.image_repo.list_names())
        yield
        client.image_repo.delete(*(set(client.image_repo.list_names()) - before))


@pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)
@pytest.mark.usefixtures("delete_new_images")
def test_the_demo_makes_six_images_and_a_contact_sheet(server_url, tmp_path):
    from PIL import Image

    environment = {**os.environ, "INVOKEAI_URL": server_url, "IVK_OUTPUT": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, str(DEMO)], env=environment, capture_output=True, text=True, check=False, timeout=300
    )

    assert done.returncode == 0, done.stderr
    assert "Positive Prompt" in done.stdout
    images = [Image.open(tmp_path / f"{number}.png") for number in range(1, 7)]
    assert {image.size for image in images} == {(512, 512)}
    assert len({image.tobytes() for image in images}) == 6
    assert Image.open(tmp_path / "contact-sheet.png").size == (960, 712)
