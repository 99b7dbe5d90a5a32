"""API graphs and captured bodies run with named inputs."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from ivk_boards import ImageRepository
from ivk_core import AsyncClient, Client
from ivk_core.errors import ArgumentError, InvokeAIError
from ivk_fields import FieldValueError
from ivk_workflows import (
    ApiGraphError,
    AsyncWorkflowRepository,
    BatchError,
    InputConnectedError,
    InputNotFoundError,
    Workflow,
    WorkflowCheckError,
    WorkflowDefinition,
    WorkflowRepository,
)
from ivk_workflows.jobs import JobRepository

both = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)

GOLDEN = Path(__file__).parents[1] / "golden"
BODIES = {file.stem: json.loads(file.read_text())["enqueue_batch"] for file in sorted(GOLDEN.glob("*.json"))}

SUMS: dict[str, Any] = {
    "id": "a graph of ours",
    "nodes": {
        "first": {"id": "first", "type": "add", "a": 1, "b": 2, "is_intermediate": True},
        "second": {"id": "second", "type": "mul", "b": 10, "use_cache": False, "is_intermediate": False},
    },
    "edges": [
        {
            "source": {"node_id": "first", "field": "value"},
            "destination": {"node_id": "second", "field": "a"},
        }
    ],
}


def sums() -> dict[str, Any]:
    return copy.deepcopy(SUMS)


def offline(document: Any) -> Workflow:
    return Workflow(WorkflowDefinition.from_dict(document))


def nodes(workflow: Any) -> Any:
    return workflow.to_enqueue_body()["batch"]["graph"]["nodes"]


@pytest.fixture
def workflows(client: Client) -> WorkflowRepository:
    return client.repository(WorkflowRepository)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_changes_is_sent_as_it_was_captured(name):
    body = BODIES[name]
    before = json.dumps(body)
    assert json.dumps(offline(body).to_enqueue_body()["batch"]["graph"]) == json.dumps(body["batch"]["graph"])
    assert offline(body).to_enqueue_body() == body
    assert offline(body).check() == []
    graph = body["batch"]["graph"]
    for wrapped in (graph, {"graph": graph}, {"session": {"graph": graph}}, {"graph": json.dumps(graph)}):
        assert json.dumps(offline(wrapped).to_api_graph()) == json.dumps(graph)
    assert json.dumps(body) == before


def test_nodes_and_inputs_that_the_server_does_not_know_are_kept_and_reported():
    graph = sums()
    graph["nodes"]["first"]["colour"] = {"of": ["ours", None, 1.0]}
    graph["nodes"]["third"] = {"id": "third", "type": "of_a_pack", "strength": 0.5}
    workflow = offline(graph)
    assert json.dumps(workflow.to_api_graph()) == json.dumps(graph)
    errors, warnings = ([p for p in workflow.check() if p.severity == each] for each in ("error", "warning"))
    assert [(each.kind, each.node_id) for each in errors] == [("missing_node_template", "third")]
    assert [(each.node_id, each.field) for each in warnings] == [("first", "colour")]
    assert workflow.set({"third.strength": 0.75}).to_api_graph()["nodes"]["third"]["strength"] == 0.75


def test_inputs_are_found_by_id_title_and_field_and_have_types():
    workflow = offline(sums())
    assert workflow["first.a"] == 1
    workflow.set({("first", "a"): 4, "Multiply Integers.b": 5})
    workflow.node("Add Integers").inputs["b"] = 6
    found = nodes(workflow)
    assert (found["first"]["a"], found["first"]["b"], found["second"]["b"]) == (4, 6, 5)
    assert list(found["first"]) == ["id", "type", "a", "b", "is_intermediate"]
    with pytest.raises(FieldValueError):
        workflow.set({"first.a": "many"})
    with pytest.raises(InputConnectedError):
        workflow.set({"second.a": 3})
    with pytest.raises(InputConnectedError):
        workflow.node("second").inputs["A"] = 3
    with pytest.raises(InputNotFoundError, match=r"first\.c"):
        workflow.set({"first.c": 3})


def test_edges_of_missing_nodes_are_reported_and_sent_as_they_are():
    graph = sums()
    graph["nodes"]["seed"] = {"id": "seed", "type": "integer", "value": 3}
    graph["edges"] += [
        {
            "source": {"node_id": "seed", "field": "value"},
            "destination": {"node_id": "gone", "field": "seed"},
        },
        {"source": {"node_id": "lost", "field": "value"}, "destination": {"node_id": "first", "field": "a"}},
    ]
    workflow = offline(graph)
    assert workflow["seed.value"] == 3
    messages = [problem.message for problem in workflow.check()]
    assert [name for name in ("'gone'", "'lost'") if any(name in message for message in messages)] == [
        "'gone'",
        "'lost'",
    ]
    assert workflow.to_api_graph()["edges"] == graph["edges"]


@pytest.mark.parametrize("nodes", [5, [None, 5], [{"id": [1], "data": {"inputs": {"a": {}}}}], [{"data": 5}]])
def test_a_captured_body_with_a_strange_workflow_can_be_set(nodes):
    body = {"batch": {"graph": sums(), "workflow": {"nodes": nodes}}}
    workflow = offline(body).set({"first.a": 7})
    sent = workflow.to_enqueue_body()["batch"]
    assert (sent["graph"]["nodes"]["first"]["a"], sent["workflow"]) == (7, {"nodes": nodes})


def test_the_inputs_of_a_graph_without_a_form_are_those_that_no_edge_feeds():
    workflow = offline(sums())
    assert [each.key for each in workflow.inputs] == [("first", "a"), ("first", "b"), ("second", "b")]
    assert workflow.set({2: 9})[2] == 9
    assert "Multiply Integers.b" in workflow.describe()


def test_an_input_that_the_graph_leaves_out_has_the_default_of_the_server_and_can_be_set():
    graph = {"nodes": {"blank": {"id": "blank", "type": "blank_image", "width": 16}}, "edges": []}
    workflow = offline(graph)
    assert (workflow["blank.height"], workflow["blank.width"]) == (512, 16)
    assert workflow.to_api_graph() == graph
    assert workflow.set(height=24).to_api_graph()["nodes"]["blank"] == {
        **graph["nodes"]["blank"],
        "height": 24,
    }
    board = "0c0f7ae6-0b3b-4c53-8d3c-2a3f4b5c6d7e"
    assert workflow.set(board=board).to_api_graph()["nodes"]["blank"]["board"] == {"board_id": board}
    assert "board" not in workflow.set(board="none").to_api_graph()["nodes"]["blank"]


def test_the_labels_and_the_form_of_the_workflow_in_a_body_are_used(builder):
    add, back = builder.node("add", "Our sum", a=3, b=4), builder.node("mul", "Our product")
    builder.edge(add, "value", back, "a")
    builder.data(add)["inputs"]["b"]["label"] = "How many more"
    builder.show((add, "a"), (add, "b"))
    body = Workflow(builder.definition()).to_enqueue_body()
    body["batch"]["graph"]["nodes"][add]["a"] = 33  # the graph is what would run
    workflow = offline(body)
    assert [each.label for each in workflow.list_inputs()] == ["A", "How many more"]
    assert (workflow[0], workflow["how_many_more"], workflow["Our product.b"]) == (33, 4, 0)
    sent = workflow.set(how_many_more=5).to_enqueue_body()["batch"]
    assert sent["graph"]["nodes"][add]["b"] == 5
    (kept,) = (each for each in sent["workflow"]["nodes"] if each["id"] == add)
    assert kept["data"]["inputs"]["b"]["value"] == 5
    assert body["batch"]["graph"]["nodes"][add]["b"] == 4


def test_the_batch_of_a_body_is_kept_until_its_inputs_are_set_or_swept():
    body = {"prepend": True, "batch": {"graph": sums(), "runs": 2, "batch_id": "of another submission"}}
    body["batch"]["data"] = [
        [
            {"node_path": "first", "field_name": "a", "items": [1, 2]},
            {"node_path": "first", "field_name": "b", "items": [3, 4]},
        ],
        [{"node_path": "second", "field_name": "b", "items": [5, 6, 7]}],
    ]
    data = body["batch"]["data"]
    sent = offline(body).to_enqueue_body()
    assert (sent["batch"]["data"], sent["batch"]["runs"], sent["prepend"]) == (data, 2, True)
    assert "batch_id" not in sent["batch"]
    one = offline(body).set({"first.a": 9}).to_enqueue_body(runs=1)["batch"]
    assert (one["data"], one["runs"]) == ([data[0][1:], data[1]], 1)
    assert offline(body).set({"second.b": 9}).to_enqueue_body()["batch"]["data"] == data[:1]
    swept = offline(body).sweep(product={"second.b": [8, 9]}).to_enqueue_body()["batch"]["data"]
    assert swept == [data[0], [{"node_path": "second", "field_name": "b", "items": [8, 9]}]]


def test_a_batch_that_the_server_would_refuse_is_reported():
    body = {"batch": {"graph": sums(), "data": [[{"node_path": "gone", "field_name": "a", "items": [1]}]]}}
    body["batch"]["data"].append(
        [
            {"node_path": "first", "field_name": "a", "items": [1, 2]},
            {"node_path": "first", "field_name": "b", "items": [1]},
        ]
    )
    body["batch"]["graph"]["edges"].append(
        {"source": {"node_id": "first", "field": "no"}, "destination": {"node_id": "second", "field": "b"}}
    )
    kinds = [each.kind for each in offline(body).check()]
    assert kinds == ["edge_invalid", "batch_unusable", "batch_size_mismatch"]


def test_a_graph_is_read_from_a_file_and_from_text(tmp_path):
    file = tmp_path / "graph.json"
    file.write_text(json.dumps(sums()))
    assert Workflow(WorkflowDefinition.from_file(file)).to_api_graph() == sums()
    assert Workflow(WorkflowDefinition.from_json(json.dumps(sums()))).to_api_graph() == sums()


def test_the_graph_of_a_workflow_of_the_editor_has_the_values_that_were_set(builder):
    builder.node("add", "Sum", a=1, b=2)
    graph = Workflow(builder.definition()).set({"Sum.a": 5}).to_api_graph()
    (node,) = graph["nodes"].values()
    assert (node["a"], node["b"], graph["edges"]) == (5, 2, [])


@both
def test_a_captured_body_runs_with_an_input_set_by_name(workflows, client):
    workflow = workflows.create_workflow(BODIES["batch-product"]).set({"Blank Image.mode": "RGBA"})
    assert workflow.check() == []
    results = workflow.run_all(timeout=120)
    sizes = BODIES["batch-product"]["batch"]["data"]
    expected = {(w, h) for w in _items(sizes, "width") for h in _items(sizes, "height")}
    images = [image for result in results for image in result.images]
    try:
        assert {size_of(client, image.name) for image in images} == expected
        assert len(images) == len(expected)
        again = workflows.from_image(images[0].name)
        assert again["Blank Image.mode"] == "RGBA"
        (only,) = workflow.set({"Blank Image.width": 48, "Blank Image.height": 40}).run(timeout=60).images
        images.append(only)
        assert size_of(client, only.name) == (48, 40)
    finally:
        client.repository(ImageRepository).delete(*(image.name for image in images))


def size_of(client: Client, image_name: str) -> tuple[int, int]:
    image = client.repository(ImageRepository).get(image_name)
    return image.width, image.height


def _items(data: Any, field: str) -> list[int]:
    return [
        item for group in data for datum in group if datum["field_name"] == field for item in datum["items"]
    ]


@both
def test_a_graph_runs_is_swept_and_is_mapped(workflows):
    workflow = workflows.create_workflow(json.dumps(sums()))
    assert workflow.run({"first.a": 3}, timeout=60).outputs[0].value == 50
    swept = workflow.sweep(zip={"first.a": [1, 2], "first.b": [3, 4]})
    assert [result.outputs[0].value for result in swept.run_all(timeout=60)] == [40, 60]
    mapped = workflow.map([{"second.b": 2}, {"second.b": 3}], timeout=60)
    assert [result.outputs[0].value for result in mapped] == [6, 9]
    assert workflow.to_api_graph() == sums()


@both
def test_a_local_image_for_a_graph_is_uploaded(workflows, client, tmp_path):
    picture = tmp_path / "it.png"
    pytest.importorskip("PIL.Image").new("RGB", (32, 16)).save(picture)
    small = {"id": "small", "type": "img_scale", "scale_factor": 0.5, "is_intermediate": False}
    workflow = workflows.create_workflow({"nodes": {"small": small}, "edges": []})
    with pytest.raises(WorkflowCheckError, match="missing input"):
        workflow.run(timeout=60)
    result = workflow.run(image=picture, timeout=60)
    uploaded = result.item.session["graph"]["nodes"]["small"]["image"]["image_name"]
    assert size_of(client, result.image.name) == (16, 8)
    client.repository(ImageRepository).delete(result.image.name, uploaded)


@both
async def test_an_asynchronous_client_runs_a_graph(server_url):
    async with AsyncClient(server_url) as client:
        workflow = await client.repository(AsyncWorkflowRepository).create_workflow(sums())
        assert (await workflow.run({"first.a": 5}, timeout=60)).outputs[0].value == 70
        assert await workflow.to_api_graph() == sums()


@both
def test_a_graph_of_several_runs_is_not_run_once(workflows):
    body = {"batch": {"graph": sums(), "runs": 3}}
    workflow = workflows.create_workflow(body)
    with pytest.raises(BatchError, match="3 times"):
        workflow.run()
    assert len(workflow.run_all(timeout=60)) == 3
    assert len(workflow.run_all(runs=2, timeout=60)) == 2


@both
def test_a_graph_with_a_node_that_the_server_does_not_know_is_refused_or_runs_without_it(workflows):
    graph = sums()
    graph["nodes"]["third"] = {"id": "third", "type": "of_a_pack"}
    workflow = workflows.create_workflow(graph)
    with pytest.raises(WorkflowCheckError, match="of_a_pack"):
        workflow.submit_sync()
    assert workflow.submit_sync(leave_out_unknown=True).job.result(60).outputs[0].value == 30


@both
def test_a_graph_is_saved_as_a_workflow(workflows):
    saved = workflows.create(
        workflows.create_workflow(sums()).set({"first.a": 8}), name="A graph that was saved"
    )
    try:
        again = workflows.get(saved.workflow_id)
        assert again["Add Integers.a"] == 8
        assert again.run(timeout=60).outputs[0].value == 100
    finally:
        workflows.delete(saved.workflow_id)


@both
@pytest.mark.parametrize("wrap", [lambda graph: graph, lambda graph: {"graph": graph, "runs": 1}])
def test_a_graph_is_submitted_as_it_is(client, wrap):
    batch = client.repository(JobRepository).submit(wrap(sums()))
    assert batch.job.result(60).outputs[0].value == 30


@pytest.mark.parametrize("given", [None, 5, [], {}, "graph", {"batch": {}}, {"nodes": []}, {"batch": None}])
def test_something_else_is_not_submitted(client, given):
    with pytest.raises(ArgumentError, match="not the body of a submission"):
        client.repository(JobRepository).submit(given)
    with pytest.raises((ArgumentError, ApiGraphError)):
        client.repository(JobRepository).submit({"nodes": {"a": {}}})


WIDE = r"'My blank' \(blank_image\) -> How wide: 'wide' is refused: .*integer"


@both
def test_a_batch_that_the_server_refuses_is_told_with_names(client, builder):
    blank = builder.node("blank_image", "My blank", width=64)
    builder.data(blank)["inputs"]["width"]["label"] = "How wide"
    body = Workflow(builder.definition()).to_enqueue_body()
    body["batch"]["graph"]["nodes"][blank]["width"] = "wide"
    with pytest.raises(ValueError, match=WIDE) as raised:
        client.repository(JobRepository).submit(body)
    assert isinstance(raised.value, InvokeAIError)
    (problem,) = raised.value.problems
    assert (problem.node_id, problem.field) == (blank, "width")
    assert raised.value.status_code == 422
    graph = sums()
    graph["nodes"]["first"]["type"] = "of_a_pack"
    with pytest.raises(ValueError, match=r"of_a_pack \(first\): the server has no node of this type"):
        client.repository(JobRepository).submit(graph)
    graph = sums()
    graph["edges"][0]["source"]["field"] = "none"
    with pytest.raises(ValueError, match=r"none does not exist in node add \(first\)"):
        client.repository(JobRepository).submit(graph)


@both
def test_a_prompt_that_the_server_cannot_read_is_named(workflows, builder):
    generator = builder.node(
        "string_generator",
        "Prompts",
        generator={
            "type": "string_generator_dynamic_prompts_combinatorial",
            "input": "a {cat|dog",
            "maxPrompts": 3,
        },
    )
    batch, text = builder.node("string_batch", "Texts"), builder.node("string", "Text")
    builder.edge(generator, "strings", batch, "strings")
    builder.edge(batch, "value", text, "value")
    workflow = workflows.create_workflow(builder.document)
    problems = [str(problem) for problem in workflow.check() if problem.severity == "error"]
    assert any("cannot read the prompt 'a {cat|dog'" in each and "found '{'" in each for each in problems), (
        problems
    )
    assert not any("empty" in each for each in problems)
