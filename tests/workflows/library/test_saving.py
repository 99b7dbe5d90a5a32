"""Saving in the library what the GUI's Save and Save As would save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_boards import ImageRepository
from ivk_core import AsyncClient, Client
from ivk_core.errors import ArgumentError
from ivk_workflows import (
    AsyncWorkflowRepository,
    Workflow,
    WorkflowDefinition,
    WorkflowFileError,
    WorkflowRepository,
)
from ivk_workflows.library.errors import (
    NoWorkflowInImageError,
    WorkflowImageNotFoundError,
    WorkflowNotFoundError,
)

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


@pytest.fixture
def library(client: Client) -> WorkflowRepository:
    return client.repository(WorkflowRepository)


@pytest.fixture
def create(library: WorkflowRepository) -> Iterator[Callable[..., Any]]:
    """Return a function that adds a workflow to the library, from where it is deleted after the test."""
    kept = []

    def create(source: Any, **options: Any) -> Any:
        saved = library.create(source, **options)
        kept.append(saved.workflow_id)
        return saved

    yield create
    for workflow_id in kept:
        library.delete(workflow_id)


def old_file(version: str, **meta: str) -> dict[str, Any]:
    """Return a file of an older format, with a node of an older version that lacks an input."""
    field = {"id": "x", "name": "a", "fieldKind": "input", "type": "integer", "label": "First", "value": 4}
    data = {
        "id": "sum",
        "type": "add",
        "version": "1.0.0",
        "label": "",
        "notes": "",
        "isOpen": True,
        "inputs": {"a": field},
        "outputs": {},
    }
    node = {"id": "sum", "type": "invocation", "position": {"x": 5, "y": 6}, "data": data}
    return {
        "id": "an id of another server",
        "name": "An old file",
        "exposedFields": [{"nodeId": "sum", "fieldName": "a"}],
        "meta": {"version": version, **meta},
        "nodes": [node],
        "edges": [],
    }


@pytest.mark.parametrize(
    ("version", "meta"),
    [("1.0.0", {}), ("2.0.0", {"category": "project"}), ("3.0.0", {"category": "default"})],
)
def test_an_old_file_is_brought_up_to_date_and_is_the_users(library, create, version, meta):
    saved = create(old_file(version, **meta))
    again = library.get_saved(saved.workflow_id)
    assert again.workflow["meta"] == {"version": "4.0.0", "category": "user"}
    assert again.workflow["id"] == saved.workflow_id != "an id of another server"
    (node,) = again.workflow["nodes"]
    assert (node["data"]["version"], node["data"]["inputs"]["b"]["value"]) == ("1.0.1", 0)
    (element,) = (
        each for each in again.workflow["form"]["elements"].values() if each["type"] == "node-field"
    )
    assert element["data"]["fieldIdentifier"] == {"nodeId": "sum", "fieldName": "a"}
    assert library.get(saved.workflow_id)["First"] == 4


def test_a_workflow_without_texts_and_exposed_fields_is_saved(create, builder):
    builder.node("add", "Sum")
    for key in ("author", "tags", "exposedFields", "form"):
        del builder.document[key]
    assert create(builder.document, name="Bare").name == "Bare"


def test_a_handle_is_saved_with_its_values_and_leaves_its_source_alone(library, create, builder):
    builder.show((builder.node("add", "Sum", a=1, b=2), "a"))
    builder.document["name"] = "Sum of two"
    workflow = library.create_workflow(builder.document).set({"Sum.a": 30, "Sum.b": 4})
    saved = create(workflow)
    assert [library.get(saved.workflow_id)[key] for key in ("Sum.a", "Sum.b")] == [30, 4]
    library.update(saved.workflow_id, workflow.set({"Sum.a": 31}), name="Sum of others")
    again = library.get("Sum of others")
    assert (again["Sum.a"], again.library_id) == (31, saved.workflow_id)
    assert builder.document["nodes"][0]["data"]["inputs"]["a"]["value"] == 1
    offline = Workflow(WorkflowDefinition.from_dict(builder.document)).set({"Sum.a": 50})
    assert library.get(create(offline).workflow_id)["Sum.a"] == 50


def test_a_handle_is_saved_where_it_came_from_and_under_another_name(library, create, builder):
    builder.node("add", "Sum", a=1, b=2)
    saved = create(builder.document, name="Saved where it came from")
    workflow = library.get(saved.workflow_id).set({"Sum.a": 7})
    workflow.save()
    assert library.get(saved.workflow_id)["Sum.a"] == 7
    other = workflow.set({"Sum.a": 8}).save_as("Saved elsewhere")
    try:
        workflow.set({"Sum.a": 9}).save()
        assert library.get("Saved elsewhere")["Sum.a"] == 9
        assert library.get(saved.workflow_id)["Sum.a"] == 7
    finally:
        library.delete(other.workflow_id)
    with pytest.raises(WorkflowNotFoundError):
        workflow.save()
    with pytest.raises(ArgumentError, match=r"(?s)not loaded from the library.*save_as"):
        library.create_workflow(builder.document).save()


def test_an_image_in_a_saved_handle_is_uploaded(library, create, builder, client, tmp_path):
    picture = tmp_path / "it.png"
    pytest.importorskip("PIL.Image").new("RGB", (8, 8)).save(picture)
    builder.node("img_resize", "Small")
    saved = create(library.create_workflow(builder.document).set({"Small.image": picture}), name="With image")
    name = library.get(saved.workflow_id)["Small.image"].name
    images = client.repository(ImageRepository)
    assert images.get(name).width == 8
    images.delete(name)


def test_a_sweep_is_not_saved(library, builder):
    builder.node("add", "Sum")
    swept = library.create_workflow(builder.document).sweep(product={"Sum.a": [1, 2]})
    before = len(library.list())
    with pytest.raises(ArgumentError, match="is swept"):
        library.create(swept)
    assert len(library.list()) == before


def test_a_workflow_that_the_server_would_refuse_is_not_sent(library, builder):
    for _ in range(2):
        builder.node("workflow_return")
    with pytest.raises(WorkflowFileError, match="more than one workflow_return"):
        library.create(builder.document)


def test_an_unknown_id_is_not_updated(library, builder):
    builder.node("add", "Sum")
    with pytest.raises(WorkflowNotFoundError, match="'none'"):
        library.update("none", builder.document)


async def test_an_asynchronous_handle_is_saved_with_its_values(server_url, builder):
    builder.node("add", "Sum", a=1)
    async with AsyncClient(server_url) as client:
        library = client.repository(AsyncWorkflowRepository)
        workflow = (await library.create_workflow(builder.document)).set({"Sum.a": 12})
        saved = await workflow.save_as("Saved by a coroutine")
        try:
            assert (await library.get(saved.workflow_id))["Sum.a"] == 12
        finally:
            await library.delete(saved.workflow_id)


def test_the_error_names_an_image_without_a_workflow(library, client, tmp_path):
    picture = tmp_path / "plain.png"
    pytest.importorskip("PIL.Image").new("RGB", (8, 8)).save(picture)
    images = client.repository(ImageRepository)
    uploaded = images.upload(picture)
    try:
        with pytest.raises(NoWorkflowInImageError, match=f"'{uploaded.image_name}' contains no workflow"):
            library.from_image(uploaded.image_name)
    finally:
        images.delete(uploaded.image_name)
    with pytest.raises(WorkflowImageNotFoundError, match=r"no image named 'gone\.png'"):
        library.from_image("gone.png")
