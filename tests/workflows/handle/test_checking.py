"""What is missing on the server is found before anything is enqueued, and reported in one error."""

import json

import pytest

from ivk_fields import FieldValueError
from ivk_workflows import (
    ApiGraphError,
    ModelNotFoundError,
    NameNotFoundError,
    WorkflowCheckError,
    WorkflowFileError,
)

MISSING_IMAGE = "00000000-0000-4000-8000-00000000dead.png"
MODEL = {"key": "k", "hash": "blake3:f00", "name": "Dreamland 8", "base": "sd-1", "type": "main"}


@pytest.fixture
def refused(queued):
    """Submit a workflow that must be refused with nothing enqueued, and return the message of the error."""

    def submit(workflow, error=WorkflowCheckError):
        before = queued()
        with pytest.raises(error) as raised:
            workflow.submit_sync()
        assert queued() == before
        return str(raised.value)

    return submit


@pytest.fixture
def model_builder(builder):
    """Return a builder of a workflow with only a model loader, whose model is not installed."""
    loader = builder.node("main_model_loader", "Loader", model=MODEL)
    builder.show((loader, "model"))
    builder.document["name"] = "Painting"
    return builder


def test_the_error_names_a_missing_model_its_node_and_what_to_do(workflows, model_builder, refused, tmp_path):
    file = tmp_path / "painting.json"
    model_builder.definition().save(file)
    message = refused(workflows.create_workflow(file))
    for part in ("'Painting'", str(file), "1 problem", "Loader -> Model", "'Dreamland 8' (sd-1 main)"):
        assert part in message
    assert "sync_dnn_model()" in message


def test_check_returns_the_same_problems_without_raising(workflows, model_builder):
    problems = workflows.create_workflow(model_builder.document).check()
    assert [(each.kind, each.severity, each.node_label, each.field) for each in problems] == [
        ("missing_input", "error", "Loader", "model"),
        ("unavailable", "warning", "Loader", "model"),
    ]


def test_the_error_names_a_model_that_was_set_by_an_unknown_name(workflows, model_builder, refused):
    workflow = workflows.create_workflow(model_builder.document).set(model="Dreamland 9")
    assert "no model 'Dreamland 9'" in refused(workflow, ModelNotFoundError)


def test_a_model_that_was_set_by_its_identity_is_looked_up_as_well(workflows, model_builder, refused):
    workflow = workflows.create_workflow(model_builder.document).set(model=MODEL)
    assert "it was set to 'Dreamland 8' (sd-1 main), and the server has no such model" in refused(workflow)


def test_the_error_names_a_missing_image(workflows, resize_builder, refused):
    resize_builder.data("img_resize-0")["inputs"]["image"]["value"] = {"image_name": MISSING_IMAGE}
    message = refused(workflows.create_workflow(resize_builder.document))
    assert "Small -> Image: missing input" in message
    assert f"the server has no image '{MISSING_IMAGE}'" in message


def test_the_error_names_an_image_that_was_set_and_is_missing(resizing, refused):
    assert f"it was set to '{MISSING_IMAGE}', and the server has no such image" in refused(
        resizing.set(image=MISSING_IMAGE)
    )


def test_the_error_names_a_missing_image_of_a_sweep(resizing, refused):
    message = refused(resizing.sweep(product={"image": [MISSING_IMAGE]}))
    assert f"Small -> Image: it was set to '{MISSING_IMAGE}'" in message


def test_the_error_names_an_unknown_board(resizing, refused):
    assert "no board with the id or name 'Nowhere'" in refused(
        resizing.set(image=MISSING_IMAGE, board="Nowhere"), NameNotFoundError
    )


def test_the_error_names_an_unknown_node_which_may_be_left_out(workflows, sum_builder, refused, queued):
    strange = sum_builder.node("add", "Strange")
    sum_builder.data(strange)["type"] = "unknown_node"
    workflow = workflows.create_workflow(sum_builder.document)
    message = refused(workflow)
    assert "Strange is of type 'unknown_node', which the server does not have" in message
    assert list(workflow.to_enqueue_body()["batch"]["graph"]["nodes"]) == ["add-0"]


def test_all_problems_are_reported_at_once(workflows, resize_builder, refused):
    resize_builder.node("main_model_loader", "Loader")
    resize_builder.data("img_resize-0")["inputs"]["width"]["value"] = -1
    message = refused(workflows.create_workflow(resize_builder.document))
    assert "3 problems" in message
    for part in ("Small -> Image: missing input", "Small -> Width: -1", "Loader -> Model: missing input"):
        assert part in message


def test_a_required_input_cannot_be_set_to_none(resizing):
    with pytest.raises(FieldValueError, match=r"\[0\] Image \(Small\.image\).*a value is required"):
        resizing.set(image=None)


@pytest.mark.parametrize("text", ["", "{", "\x00\x01", "[]", "3", '"text"', "{}", '{"nodes": 3}'])
def test_the_error_names_a_file_that_is_not_a_workflow(workflows, tmp_path, text):
    file = tmp_path / "odd.json"
    file.write_text(text)
    with pytest.raises(WorkflowFileError, match=r"odd\.json"):
        workflows.create_workflow(file)


def test_an_incomplete_api_graph_is_refused(workflows, addition, tmp_path):
    graph = addition.to_enqueue_body()["batch"]["graph"]
    graph["nodes"]["more"] = {"a": 1}
    file = tmp_path / "graph.json"
    for document in (graph, {"batch": {"graph": graph}, "prepend": False}):
        file.write_text(json.dumps(document))
        with pytest.raises(
            ApiGraphError, match=r"graph\.json: the node 'more' of this API graph has no type"
        ):
            workflows.create_workflow(file)


def test_the_workflow_in_a_captured_body_is_loaded(workflows, addition):
    again = workflows.create_workflow(addition.set(a=5).to_enqueue_body())
    assert [each.label for each in again.inputs] == [each.label for each in addition.inputs]
    assert again["a"] == 5


def test_a_missing_file_is_a_file_not_found_error(workflows, tmp_path):
    with pytest.raises(FileNotFoundError):
        workflows.create_workflow(tmp_path / "none.json")


@pytest.mark.parametrize("node_type", ["collect", "iterate"])
def test_a_loop_that_nothing_is_connected_to_is_refused_before_the_server_does(
    workflows, builder, refused, node_type
):
    builder.node(node_type, "Loop", collection=[1, 2])
    assert "Loop: nothing is connected to its" in refused(workflows.create_workflow(builder.document))


def test_a_choice_of_the_wrong_type_is_refused_before_the_server_does(workflows, builder, refused):
    builder.node("blank_image", "Blank", mode=True)
    assert "Blank -> Mode: True is none of 'RGB', 'RGBA'" in refused(
        workflows.create_workflow(builder.document)
    )


def test_the_error_names_an_unknown_style_preset(workflows, builder, refused):
    builder.node("prompt_template", "Words")
    workflow = workflows.create_workflow(builder.document).set({"Words.style_preset": "Ann's"})
    assert 'no style preset "Ann\'s"' in refused(workflow, NameNotFoundError)
