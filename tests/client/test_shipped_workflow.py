"""The pictures of the workflow that ships with the package say how they were made."""

from __future__ import annotations

import pytest

from invokeai_py_client import InvokeAIClient, shipped_workflow
from ivk_boards import ImageRepository
from ivk_boards.images.calls import get_image_metadata

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


def test_the_metadata_of_a_picture_has_all_settings(server_url: str) -> None:
    chosen = {"positive_prompt": "a boat", "negative_prompt": "rain", "width": 192, "height": 128}
    numbers = {"seed": 4242, "steps": 3, "cfg_scale": 4.5, "scheduler": "euler"}
    with InvokeAIClient(server_url) as client:
        model = next(
            each.name for each in client.dnn_model_repo.list() if (each.base, each.type) == ("sdxl", "main")
        )
        workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
        picture = workflow.run({**chosen, **numbers, "model": model}, timeout=120).image.name
        metadata = client.run(get_image_metadata(picture))
        again = client.workflow_repo.from_image(picture)
        client.repository(ImageRepository).delete(picture)
    assert metadata is not None
    assert {key: metadata[key] for key in chosen | numbers} == chosen | numbers
    assert (metadata["model"]["name"], metadata["generation_mode"]) == (model, "sdxl_txt2img")
    assert (again["Seed"], again["Steps"]) == (4242, 3)
