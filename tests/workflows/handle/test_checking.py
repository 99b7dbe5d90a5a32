"""What the server lacks is found before anything is enqueued, and told in one error."""

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

GHOST = "00000000-0000-4000-8000-00000000dead.png"
MODEL = {"key": "k", "hash": "blake3:f00", "name": "Dreamland 8", "base": "sd-1", "type": "main"}


@pytest.fixture
def refused(queued):
    """Submit what must be refused; gives the words of the error, and holds the queue to what it was."""

    def submit(workflow, error=WorkflowCheckError):
        before = queued()
        with pytest.raises(error) as raised:
            workflow.submit_sync()
        assert queued() == before
        return str(raised.value)

    return submit


@pytest.fixture
def painting(drawing):
    """A loader of a model, off which nothing hangs."""
    loader = drawing.node("main_model_loader", "Loader", model=MODEL)
    drawing.show((loader, "model"))
    drawing.document["name"] = "Painting"
    return drawing


def test_a_missing_model_is_named_with_its_node_and_what_to_do(workflows, painting, refused, tmp_path):
    file = tmp_path / "painting.json"
    painting.definition().save(file)
    words = refused(workflows.create_workflow(file))
    for part in ("'Painting'", str(file), "1 problem", "Loader -> Model", "'Dreamland 8' (sd-1 main)"):
        assert part in words
    assert "sync_dnn_model()" in words


def test_check_tells_the_same_without_an_error(workflows, painting):
    problems = workflows.create_workflow(painting.document).check()
    assert [(each.kind, each.severity, each.node_label, each.field) for each in problems] == [
        ("missing_input", "error", "Loader", "model"),
        ("unavailable", "warning", "Loader", "model"),
    ]


def test_a_model_that_was_set_by_a_name_nobody_has_is_named(workflows, painting, refused):
    workflow = workflows.create_workflow(painting.document).set(model="Dreamland 9")
    assert "no model 'Dreamland 9'" in refused(workflow, ModelNotFoundError)


def test_a_model_that_was_set_as_a_whole_is_looked_for_too(workflows, painting, refused):
    workflow = workflows.create_workflow(painting.document).set(model=MODEL)
    assert "it was set to 'Dreamland 8' (sd-1 main), and the server has no such model" in refused(workflow)


def test_a_missing_image_is_named(workflows, small_pictures, refused):
    small_pictures.data("img_resize-0")["inputs"]["image"]["value"] = {"image_name": GHOST}
    words = refused(workflows.create_workflow(small_pictures.document))
    assert "Small -> Image: missing input" in words
    assert f"the server has no image '{GHOST}'" in words


def test_an_image_that_was_set_and_is_not_there_is_named(resizing, refused):
    assert f"it was set to '{GHOST}', and the server has no such image" in refused(resizing.set(image=GHOST))


def test_an_image_of_a_sweep_that_is_not_there_is_named(resizing, refused):
    words = refused(resizing.sweep(product={"image": [GHOST]}))
    assert f"Small -> Image: it was set to '{GHOST}'" in words


def test_an_unknown_board_is_named(resizing, refused):
    assert "no board with the id or name 'Nowhere'" in refused(
        resizing.set(image=GHOST, board="Nowhere"), NameNotFoundError
    )


def test_an_unknown_node_is_named_and_may_be_left_out(workflows, sums, refused, queued):
    strange = sums.node("add", "Strange")
    sums.data(strange)["type"] = "somebodys_node"
    workflow = workflows.create_workflow(sums.document)
    words = refused(workflow)
    assert "Strange is of type 'somebodys_node', which the server does not have" in words
    assert list(workflow.to_enqueue_body()["batch"]["graph"]["nodes"]) == ["add-0"]


def test_all_problems_are_told_at_once(workflows, small_pictures, refused):
    small_pictures.node("main_model_loader", "Loader")
    small_pictures.data("img_resize-0")["inputs"]["width"]["value"] = -1
    words = refused(workflows.create_workflow(small_pictures.document))
    assert "3 problems" in words
    for part in ("Small -> Image: missing input", "Small -> Width: -1", "Loader -> Model: missing input"):
        assert part in words


def test_a_required_input_cannot_be_set_to_nothing(resizing):
    with pytest.raises(FieldValueError, match=r"\[0\] Image \(Small\.image\).*a value is required"):
        resizing.set(image=None)


@pytest.mark.parametrize("text", ["", "{", "\x00\x01", "[]", "3", '"text"', "{}", '{"nodes": 3}'])
def test_a_file_that_is_no_workflow_is_refused_by_name(workflows, tmp_path, text):
    file = tmp_path / "odd.json"
    file.write_text(text)
    with pytest.raises(WorkflowFileError, match=r"odd\.json"):
        workflows.create_workflow(file)


def test_an_api_graph_is_told_apart_from_a_workflow(workflows, addition, tmp_path):
    body = addition.to_enqueue_body()
    file = tmp_path / "graph.json"
    for document in (body["batch"]["graph"], {"batch": {"graph": body["batch"]["graph"]}, "prepend": False}):
        file.write_text(json.dumps(document))
        with pytest.raises(ApiGraphError, match=r"graph\.json: this is an API graph, not a workflow"):
            workflows.create_workflow(file)


def test_a_captured_body_is_opened_by_the_workflow_inside(workflows, addition):
    again = workflows.create_workflow(addition.set(a=5).to_enqueue_body())
    assert [each.label for each in again.inputs] == [each.label for each in addition.inputs]
    assert again["a"] == 5


def test_a_missing_file_is_a_missing_file(workflows, tmp_path):
    with pytest.raises(FileNotFoundError):
        workflows.create_workflow(tmp_path / "none.json")


@pytest.mark.parametrize("node_type", ["collect", "iterate"])
def test_a_loop_that_nothing_is_connected_to_is_refused_before_the_server_does(
    workflows, drawing, refused, node_type
):
    drawing.node(node_type, "Loop", collection=[1, 2])
    assert "Loop: nothing is connected to its" in refused(workflows.create_workflow(drawing.document))


def test_a_choice_of_the_wrong_type_is_refused_before_the_server_does(workflows, drawing, refused):
    drawing.node("blank_image", "Blank", mode=True)
    assert "Blank -> Mode: True is none of 'RGB', 'RGBA'" in refused(
        workflows.create_workflow(drawing.document)
    )


def test_an_unknown_style_preset_is_named(workflows, drawing, refused):
    drawing.node("prompt_template", "Words")
    workflow = workflows.create_workflow(drawing.document).set({"Words.style_preset": "Nobody's"})
    assert 'no style preset "Nobody\'s"' in refused(workflow, NameNotFoundError)
