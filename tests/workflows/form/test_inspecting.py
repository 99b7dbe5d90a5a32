"""Inspecting a workflow: as text, in a notebook, its index map, and differences between two bodies."""

import json

import pytest

from ivk_workflows import Workflow, WorkflowDefinition, diff


def test_describe_is_a_table_with_a_line_for_each_input(workflow):
    title, head, *lines = workflow.describe().splitlines()
    assert title == "Workflow: 5 inputs"
    assert head.split() == ["#", "Input", "Node.field", "Value", "Takes"]
    assert len(lines) == 5
    assert lines[3].split()[:4] == ["3", "Seed", "Noise.seed", "3"]
    assert "'cat'" in lines[0]
    assert "(fed by an edge)" in lines[4]


def test_describe_shows_what_was_set(workflow):
    assert "  64  " in workflow.set(width=64).describe()


def test_preview_has_a_short_line_for_each_input(workflow):
    lines = workflow.set(positive_prompt="fox " * 100).preview()
    assert lines[3] == "[3] Seed: 3"
    assert len(lines) == 5
    assert max(map(len, lines)) < 100


def test_a_notebook_shows_a_table_with_escaped_values(workflow):
    page = workflow.set(positive_prompt="<script>alert(1)</script>")._repr_html_()
    assert page.startswith("<table ")
    assert page.count("<tr>") == 6
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_workflow_without_a_form_lists_no_inputs_and_can_still_be_described(builder):
    builder.node("noise")
    workflow = Workflow(builder.definition())
    assert workflow.inputs == ()
    assert workflow.describe().startswith("Workflow: 0 inputs")
    assert workflow.node("noise").inputs["seed"].value == 0


def test_the_repr_has_the_name_and_the_numbers_of_inputs(workflow):
    assert repr(workflow.set(seed=1)) == "<Workflow '': 5 inputs, 1 set>"


def test_output_nodes_are_those_that_keep_their_results(builder):
    kept, passing = builder.node("img_resize", "Kept"), builder.node("img_resize")
    builder.data(kept)["isIntermediate"] = False
    builder.edge(passing, "image", kept, "image")
    (output,) = Workflow(builder.definition()).list_outputs()
    assert (output.node_id, output.node_type, output.label, output.output_type) == (
        kept,
        "img_resize",
        "Kept",
        "image_output",
    )


def test_an_index_map_that_still_fits_shows_no_drift(workflow, tmp_path):
    file = tmp_path / "map.json"
    exported = workflow.export_input_index_map(file)
    assert json.loads(file.read_text()) == exported
    assert exported[3] == {
        "index": 3,
        "label": "Seed",
        "node_id": "noise-0",
        "field_name": "seed",
        "type": "IntegerField",
    }
    assert workflow.verify_input_index_map(exported) == workflow.verify_input_index_map(file) == []


def test_drift_lists_moved_new_missing_and_relabelled_inputs(form_builder, workflow):
    exported = workflow.export_input_index_map()
    form_builder.data("string-1")["inputs"]["value"]["label"] = "Prompt"
    form_builder.show(
        ("string-1", "value"), ("noise-0", "seed"), ("noise-0", "width"), ("noise-0", "use_cpu")
    )
    drift = Workflow(form_builder.definition()).verify_input_index_map(exported)
    assert {(each.change, each.node_id, each.field_name, each.before, each.after) for each in drift} == {
        ("gone", "string-2", "value", 1, None),
        ("gone", "noise-0", "height", 4, None),
        ("new", "noise-0", "use_cpu", None, 3),
        ("moved", "noise-0", "seed", 3, 1),
        ("relabelled", "string-1", "value", "Value", "Prompt"),
    }
    assert str(next(each for each in drift if each.change == "moved")) == "noise-0.seed moved: 3 -> 1"


@pytest.mark.parametrize("text", ["{", "3", '{"a": 1}', "[3]", '[{"index": 1}]'])
def test_the_error_names_a_file_that_is_not_an_index_map(workflow, tmp_path, text):
    file = tmp_path / "map.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"map\.json"):
        workflow.verify_input_index_map(file)


def test_two_bodies_of_one_workflow_do_not_differ(workflow):
    assert diff(workflow.to_enqueue_body(), workflow.to_enqueue_body()) == []


def test_a_diff_lists_where_two_bodies_differ(workflow):
    before = workflow.to_enqueue_body()
    after = workflow.set(seed=9).to_enqueue_body(runs=2, prepend=True)
    assert [str(each) for each in diff(before, after)] == [
        "prepend: False -> True",
        "runs: 1 -> 2",
        "nodes.noise-0.seed: 3 -> 9",
    ]


def test_a_diff_names_edges_and_nodes_that_only_one_body_has(form_builder, workflow):
    before = workflow.to_enqueue_body()
    form_builder.document["edges"].clear()
    form_builder.node("add")
    found = {each.path: each for each in diff(before, Workflow(form_builder.definition()).to_enqueue_body())}
    assert found["edges.integer-3.value -> noise-0.height"].after is None
    assert found["nodes.add-4"].before is None
    assert found["nodes.noise-0.height"].after == 512


def test_saving_writes_what_was_read(form_builder, tmp_path):
    form_builder.document["unknown key"] = {"x": [1]}
    file = tmp_path / "saved.json"
    form_builder.definition().save(file)
    assert WorkflowDefinition.from_file(file).to_dict() == form_builder.document
