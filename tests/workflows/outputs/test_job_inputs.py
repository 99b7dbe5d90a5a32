"""A result knows what made it: inputs by label, seed, prompt, metadata and times; on both servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.errors import ConfigurationError
from ivk_core.flow import Request
from ivk_workflows import (
    AmbiguousInputError,
    AsyncWorkflowRepository,
    InputNotFoundError,
    JobRepository,
    WorkflowRepository,
)
from ivk_workflows.jobs import submit
from ivk_workflows.outputs import JobInputs
from ivk_workflows.queue.schemas import QueueItem

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def client(server_url: str) -> Iterator[Client]:
    with Client(server_url) as client:
        yield client


@pytest.fixture
def workflows(client: Client) -> WorkflowRepository:
    return client.repository(WorkflowRepository)


@pytest.fixture
def framed(builder):
    """Build a workflow that makes an image with recorded metadata, and has two inputs of one label."""
    blank = builder.node("blank_image", "Paper", width=16, height=16)
    large = builder.node("img_resize", "Enlarge", width=64, height=32)
    about = builder.node("core_metadata", "About")
    seed = builder.node("integer", "Drawn", value=11)
    builder.edge(blank, "image", large, "image")
    builder.edge(seed, "value", about, "seed")
    builder.edge(about, "metadata", large, "metadata")
    builder.data(large)["isIntermediate"] = False
    inputs = builder.data(large)["inputs"]
    inputs["width"]["label"] = inputs["height"]["label"] = "Side"
    inputs["resample_mode"]["label"] = "Smoothing / filter"
    builder.data(about)["inputs"]["positive_prompt"]["value"] = "a paper boat"
    builder.show((large, "width"), (large, "height"), (large, "resample_mode"), (seed, "value"))
    builder.document["name"] = "Framed"
    return builder.document


@pytest.fixture
def frame(workflows, framed):
    return workflows.create_workflow(framed)


@pytest.fixture
def delete_images(client: Client) -> Iterator[list[Any]]:
    """Return a list for results, whose images are deleted after the test."""
    results: list[Any] = []
    yield results
    made = [one.value for result in results for one in (*result.outputs, *result.intermediates)]
    # The server answers equal nodes from its cache, so that several results have the same image.
    for name in {file.name for file in made if hasattr(file, "name")}:
        client.send(Request("DELETE", f"/images/i/{name}", operation="delete_image"))


def test_a_run_has_its_inputs_by_label(frame, delete_images):
    result = frame.run({"Drawn.value": 5, "Paper.width": 24}, timeout=60)
    delete_images.append(result)

    assert list(result.inputs) == [
        "Enlarge.width",
        "Enlarge.height",
        "Smoothing / filter",
        "Value",
        "Width",  # beside the form, and set by the program
    ]
    assert result.inputs["Enlarge.width"] == 64
    assert result.inputs["Value"] == result.inputs["value"] == result.inputs[3] == 5
    assert result.inputs["smoothing_filter"] == result.inputs["resample_mode"] == "bicubic"
    assert result.inputs["Width"] == 24


def test_any_input_is_found_by_node_and_field(frame, delete_images):
    result = frame.run(timeout=60)
    delete_images.append(result)
    places = {one.path: one.key for one in result.inputs.listed}

    assert result.inputs[places["Enlarge.height"]] == 32
    assert result.inputs["Enlarge", "height"] == 32
    assert result.inputs["Paper.height"] == 16
    assert "Paper.height" in result.inputs
    assert result.inputs.place_of("Paper.height") == ("blank_image-0", "height")


def test_unknown_and_ambiguous_names_are_errors(frame, delete_images):
    result = frame.run(timeout=60)
    delete_images.append(result)

    with pytest.raises(InputNotFoundError, match="Did you mean"):
        result.inputs["Enlarge.widht"]
    with pytest.raises(AmbiguousInputError, match=r"Enlarge\.height"):
        result.inputs["Side"]
    assert "Sides" not in result.inputs
    assert result.inputs.get("Sides", "none") == "none"


def test_each_job_of_a_sweep_has_its_own_values(frame, delete_images):
    swept = frame.sweep(product={"Enlarge.width": [40, 48]}, zip={"Value": [1, 2], "Paper.height": [8, 24]})
    results = swept.run_all(timeout=60)
    delete_images.extend(results)

    found = [
        (one.inputs["Enlarge.width"], one.inputs["Value"], one.inputs["Paper.height"]) for one in results
    ]
    assert found == [(40, 1, 8), (40, 2, 24), (48, 1, 8), (48, 2, 24)]
    assert [one.seed for one in results] == [1, 2, 1, 2]


def test_map_and_its_variants_have_theirs(frame, delete_images):
    results = frame.map([{"Value": 7}, {"Value": 9, "Enlarge.width": 24}], timeout=60)
    delete_images.extend(results)
    assert [(one.inputs["Value"], one.inputs["Enlarge.width"]) for one in results] == [(7, 64), (9, 24)]


def test_a_job_that_is_found_by_its_id_has_the_same_inputs(client, frame, delete_images):
    batch = frame.copy().set({"Value": 3}).sweep(product={"Enlarge.width": [40, 48]}).submit_sync()
    ours = batch.results(60)
    delete_images.extend(ours)
    jobs = client.repository(JobRepository)
    found = jobs.get(batch.item_ids[1]).result(60)

    assert found.inputs == ours[1].inputs
    assert found.inputs["Enlarge.width"] == 48
    assert [one.inputs["Value"] for one in jobs.get_batch(batch.batch_id).results(60)] == [3, 3]


def test_a_body_without_a_workflow_has_the_values_of_its_graph(client):
    nodes = {"sum": {"id": "sum", "type": "add", "a": 1, "b": 2}}
    datum = {"node_path": "sum", "field_name": "a", "items": [5]}
    body = {"batch": {"graph": {"id": "g", "nodes": nodes, "edges": []}, "runs": 1, "data": [[datum]]}}
    result = submit(client, body).job.result(60)

    assert result.inputs == {"A": 5, "B": 2}
    assert result.inputs["sum", "a"] == result.inputs["a"] == 5
    assert result.inputs.batch_values == {("sum", "a"): 5}


def test_seed_prompt_and_metadata_are_those_that_were_recorded(client, frame, delete_images):
    result = frame.run({"Value": 4711}, timeout=60)
    delete_images.append(result)
    answer = client.send(
        Request("GET", f"/images/i/{result.image.name}/metadata", operation="get_image_metadata")
    )

    assert (result.seed, result.prompt) == (4711, "a paper boat")
    assert result.metadata == {name: value for name, value in answer.json.items() if value is not None}
    assert result.metadata["positive_prompt"] == "a paper boat"


def test_an_image_without_metadata_has_none(client, resizing_result):
    assert resizing_result.metadata == {}


@pytest.fixture
def resizing_result(client, delete_images):
    node = {"id": "b", "type": "blank_image", "width": 16, "height": 16, "is_intermediate": False}
    body = {"batch": {"graph": {"id": "g", "nodes": {"b": node}, "edges": []}, "runs": 1}}
    result = submit(client, body).job.result(60)
    delete_images.append(result)
    return result


def test_times_are_aware_and_in_order(frame, delete_images):
    batch = frame.submit_sync()
    result = batch.job.result(60)
    delete_images.append(result)
    times = result.timings

    assert times.queued is not None
    assert times.started is not None
    assert times.ended is not None
    assert times.queued.tzinfo is not None
    assert times.queued <= times.started <= times.ended <= datetime.now(UTC).replace(year=9999)
    assert times.seconds == pytest.approx((times.seconds_queued or 0) + (times.seconds_run or 0))
    assert set(times.nodes) <= {"Paper", "Enlarge", "About", "Drawn"}
    assert "Enlarge" in times.nodes
    assert all(seconds >= 0 for seconds in times.nodes.values())


def test_names_of_files_take_inputs(frame, delete_images, tmp_path):
    result = frame.run({"Value": 8}, timeout=60)
    delete_images.append(result)
    (path,) = result.save_all(tmp_path, "{resample_mode}_{Value:03}_{Enlarge.width}_{smoothing_filter}.png")

    assert path.name == "bicubic_008_64_bicubic.png"
    notes = json.loads(path.with_suffix(".json").read_text())
    assert notes["inputs"] == dict(result.inputs)
    assert notes["seed"] == 8


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("{resample_mod}.png", "Did you mean 'Smoothing|Smoothing / filter"),
        ("x/{nonsense}.png", "Enlarge.width, Enlarge.height, Smoothing / filter, Value"),
        ("{Side}.png", r"Enlarge\.height"),
        ("{}.png", "cannot be filled in"),
        ("{Value:zz}.png", "cannot be filled in"),
    ],
)
def test_an_unknown_value_in_a_name_is_an_error_before_anything_is_written(
    frame, delete_images, tmp_path, name, told
):
    result = frame.run(timeout=60)
    delete_images.append(result)
    folder = tmp_path / "images"
    with pytest.raises(ConfigurationError, match=told):
        result.save_all(folder, name)
    assert not folder.exists()


async def test_an_awaited_result_has_the_same(server_url, framed, delete_images, tmp_path):
    async with AsyncClient(server_url) as client:
        workflow = await client.repository(AsyncWorkflowRepository).create_workflow(framed)
        result = await workflow.run({"Value": 21}, timeout=60)
        (path,) = await result.save_all(tmp_path, "{Value}_{seed}.png")
    with Client(server_url) as blocking:
        job = blocking.repository(JobRepository).get(result.item.item_id)
        delete_images.append(job.result(60))

    assert result.inputs["Value"] == result.seed == 21
    assert path.name == "21_21.png"
    assert result.metadata["positive_prompt"] == "a paper boat"
    assert result.timings.seconds_run is not None


def test_a_workflow_that_cannot_be_read_leaves_the_values_of_the_graph(server_url):
    session = {"graph": {"nodes": {"n": {"id": "n", "type": "add", "a": 1, "b": None}}, "edges": []}}
    for workflow in ({"nodes": 3}, {"name": "x"}, None):
        item = QueueItem(item_id=1, status="completed", session=session, workflow=workflow)
        assert JobInputs(item) == {"A": 1}
