"""Workflows on a real server: images, sweeps, connectors, generators, and the workflows of InvokeAI."""

from __future__ import annotations

import runpy
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from ivk_boards import ImageRepository
from ivk_core import Client
from ivk_fields import IvkModelIdentifierField, IvkUnknownField
from ivk_workflows import ImageFile, JobResult, WorkflowDefinition, WorkflowRepository

pytestmark = pytest.mark.live

DRAWING = runpy.run_path(str(Path(__file__).parents[1] / "workflows" / "conftest.py"))["WorkflowBuilder"]
SHIPPED = 26  # the number of default workflows of InvokeAI 6.14.2
SMALL = {"width": 64, "height": 64, "steps": 2}  # few pixels and few steps, so that a workflow runs fast


@pytest.fixture
def workflows(client: Client) -> WorkflowRepository:
    return client.repository(WorkflowRepository)


@pytest.fixture
def sheet(workflows: WorkflowRepository) -> Callable[[], Any]:
    """Return a function that makes an empty workflow to add nodes to, with the node types of the server."""
    return lambda: DRAWING(workflows.templates)


@pytest.fixture
def images(client: Client) -> ImageRepository:
    return client.repository(ImageRepository)


@pytest.fixture
def delete_later(images: ImageRepository) -> Iterator[Callable[[JobResult], JobResult]]:
    """Return a function that takes and returns a result, whose images are deleted after the test."""
    names: list[str] = []

    def remember(result: JobResult) -> JobResult:
        names.extend(image.name for image in images_of(result))
        return result

    yield remember
    if names:
        images.delete(*names)


def png(width: int, height: int, grey: int) -> bytes:
    """Make a grey PNG file of a size in pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([grey]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def images_of(result: JobResult) -> list[ImageFile]:
    """Return all images of a result. One shipped workflow marks even its last node as intermediate."""
    return [*result.images, *result.intermediates.by_type("image_output").values]


def size_of(image: ImageFile) -> tuple[int, int]:
    """Read width and height in pixels from the header of a PNG file."""
    width, height = struct.unpack(">II", image.read()[16:24])
    return width, height


def as_output(drawing: Any, node_id: str) -> str:
    """Mark a node as not intermediate; return its id."""
    drawing.data(node_id)["isIntermediate"] = False
    return node_id


def test_a_local_image_is_uploaded_for_an_input(workflows, sheet, images, delete_later, tmp_path):
    drawing = sheet()
    resize = as_output(drawing, drawing.node("img_resize", "Small", width=24, height=16))
    drawing.show((resize, "image"), (resize, "width"))
    file = tmp_path / "grey.png"
    file.write_bytes(png(48, 32, 90))
    before = set(images.list_names(categories=["user"]))
    result = delete_later(workflows.create_workflow(drawing.document).run(image=file, timeout=60))
    uploaded = set(images.list_names(categories=["user"])) - before
    try:
        assert size_of(result.image) == (24, 16)
        assert len(uploaded) == 1
        embedded = WorkflowDefinition.from_image(result.image.read())
        assert embedded.nodes_by_id[resize].inputs["image"]["value"] == {"image_name": next(iter(uploaded))}
        pytest.importorskip("PIL")
        assert result.image.pil().convert("L").getpixel((3, 3)) == 90
    finally:
        images.delete(*uploaded)


def test_a_sweep_combines_a_product_with_zipped_values(workflows, sheet, delete_later):
    drawing = sheet()
    blank = as_output(drawing, drawing.node("blank_image", "Blank"))
    text = as_output(drawing, drawing.node("string_replace", "Text", search_string="x"))
    drawing.show((blank, "width"), (blank, "height"), (text, "string"), (text, "replace_string"))
    swept = workflows.create_workflow(drawing.document).sweep(
        product={"width": [16, 24, 32]},
        zip={"Blank.height": [8, 40], "Text.string": ["ax", "bx"], "Text.replace_string": ["1", "2"]},
    )
    results = [delete_later(result) for result in swept.run_all(timeout=60)]
    assert [size_of(result.image) for result in results] == [
        (width, height) for width in (16, 24, 32) for height in (8, 40)
    ]
    assert [result.outputs["Text"].value for result in results] == ["a1", "b2"] * 3


def test_connectors_are_resolved_to_their_source(workflows, sheet):
    drawing = sheet()
    number, total = (
        drawing.node("integer", "Number", value=20),
        as_output(drawing, drawing.node("add", "Sum", b=2)),
    )
    first, second = drawing.connector(), drawing.connector()
    drawing.edge(number, "value", first, "in")
    drawing.edge(first, "out", second, "in")
    drawing.edge(second, "out", total, "a")
    workflow = workflows.create_workflow(drawing.document)
    assert workflow.run(timeout=60).outputs["Sum"].value == 22
    assert workflow.run({"Number.value": 40}, timeout=60).outputs["Sum"].value == 42


def test_a_generator_provides_the_values_of_a_batch(workflows, sheet):
    drawing = sheet()
    settings = {"type": "integer_generator_arithmetic_sequence", "start": 3, "step": 4, "count": 3}
    generator = drawing.node("integer_generator", "Numbers", generator=settings)
    batch, total = drawing.node("integer_batch"), as_output(drawing, drawing.node("add", "Sum", b=1))
    drawing.edge(generator, "integers", batch, "integers")
    drawing.edge(batch, "value", total, "a")
    results = workflows.create_workflow(drawing.document).run_all(timeout=60)
    assert [result.outputs["Sum"].value for result in results] == [4, 8, 12]


def test_prompts_are_expanded_by_the_server(workflows, sheet):
    drawing = sheet()
    settings = {
        "type": "string_generator_dynamic_prompts_combinatorial",
        "input": "a {red|blue} {cat|dog}",
        "maxPrompts": 10,
    }
    generator = drawing.node("string_generator", "Prompts", generator=settings)
    batch, text = drawing.node("string_batch"), as_output(drawing, drawing.node("string", "Text"))
    drawing.edge(generator, "strings", batch, "strings")
    drawing.edge(batch, "value", text, "value")
    results = workflows.create_workflow(drawing.document).run_all(timeout=60)
    assert sorted(result.outputs["Text"].value for result in results) == [
        *("a blue cat", "a blue dog", "a red cat", "a red dog"),
    ]


@pytest.fixture
def doubling(workflows: WorkflowRepository, sheet: Callable[[], Any]) -> Iterator[str]:
    """Save a workflow that doubles a number in the library, and yield its id."""
    drawing = sheet()
    node = drawing.node("mul", "Step", a=3, b=2)
    value = drawing.node("workflow_return_value", key="answer")
    drawing.edge(node, "value", value, "value")
    drawing.edge(value, "value", drawing.node("workflow_return"), "values")
    drawing.data(node)["inputs"]["a"]["label"] = "Number"
    drawing.show((node, "a"))
    drawing.document["name"] = "Doubling, for a test"
    saved = workflows.create(drawing.document)
    yield saved.workflow_id
    workflows.delete(saved.workflow_id)


def test_a_workflow_calls_a_saved_workflow(workflows, sheet, doubling):
    drawing = sheet()
    as_output(drawing, drawing.node("call_saved_workflow", "Call", workflow_id=doubling))
    workflow = workflows.create_workflow(drawing.document)
    assert workflow["Number"] == 3
    assert workflow.run(number=21, timeout=60).outputs["Call"].value == {"answer": 42}


def test_a_saved_workflow_is_found_by_its_name(workflows, doubling):
    assert workflows.get("Doubling, for a test").set(number=4).check() == []


def test_a_style_preset_is_set_by_its_name(workflows, sheet, client):
    preset = client.call("list_style_presets")[0]
    drawing = sheet()
    template = as_output(drawing, drawing.node("prompt_template", "Style", positive_prompt="a fox"))
    drawing.show((template, "style_preset"))
    result = workflows.create_workflow(drawing.document).run(style_preset=preset["name"], timeout=60)
    styled = preset["preset_data"]["positive_prompt"].replace("{prompt}", "a fox")
    assert styled in str(result.outputs["Style"].value)


def test_a_system_prompt_is_set_by_its_name(workflows, sheet, client):
    prompt = client.call("list_system_prompts")[0]
    drawing = sheet()
    drawing.node("text_llm_with_preset", "Words")
    workflow = workflows.create_workflow(drawing.document).set({"Words.system_prompt": prompt["name"]})
    (node,) = workflow.to_enqueue_body()["batch"]["graph"]["nodes"].values()
    assert node["system_prompt"] == {"system_prompt_id": prompt["id"]}


def open_shipped(workflows: WorkflowRepository) -> Iterator[Any]:
    for each in workflows.list(categories=["default"], order_by="name", direction="ASC"):
        yield each.name, workflows.get(each.workflow_id)


def test_every_input_of_every_shipped_workflow_is_typed(workflows):
    shipped = dict(open_shipped(workflows))
    untyped = [
        f"{name}: {each}"
        for name, workflow in shipped.items()
        for each in workflow.inputs
        if isinstance(workflow.get_input_value(each.key), IvkUnknownField)
    ]
    assert len(shipped) == SHIPPED
    assert untyped == []
    assert all(workflow.inputs for workflow in shipped.values())


def set_models(workflow: Any, records: list[dict[str, Any]]) -> None:
    """Set every required model input without a value to the first suitable model of the server."""
    for each in workflow.inputs:
        field = workflow.get_input_value(each.key)
        if isinstance(field, IvkModelIdentifierField) and field.value is None and each.required:
            suitable = [
                record
                for record in records
                if record["type"] in field.types and record["base"] in field.bases
            ]
            if suitable:
                field.set(suitable[0])


def shrink(workflow: Any) -> None:
    """Set size and steps of all nodes to small values, so that the workflow runs fast."""
    for node in workflow.loaded.invocations:
        inputs = workflow.node(node.id).inputs
        for name in SMALL.keys() & inputs.keys():
            inputs[name] = SMALL[name]


def test_the_shipped_workflows_run_for_which_models_are_installed(
    workflows, client, delete_later, server_url, tmp_path
):
    records = client.call("list_model_records")["models"]
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a fox\n")
    sizes_by_name = {}
    for name, workflow in open_shipped(workflows):
        set_models(workflow, records)
        if any(problem.severity == "error" for problem in workflow.check()):
            continue
        if "from File" in name:
            if not is_on_this_machine(server_url):
                continue
            workflow.set({"Prompts File Path": str(prompts)})
        shrink(workflow)
        result = delete_later(workflow.run(timeout=300))
        sizes_by_name[name] = [size_of(image) for image in images_of(result)]
    if not sizes_by_name:
        pytest.skip("the server has no model for any shipped workflow")
    assert all(sizes == [(64, 64)] for sizes in sizes_by_name.values())


def is_on_this_machine(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")
