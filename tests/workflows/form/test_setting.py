"""Setting inputs: by any name, all or none, and the errors for values that are refused."""

import re

import pytest

from ivk_fields import FieldValueError
from ivk_workflows import (
    AmbiguousInputError,
    InputConnectedError,
    InputNotFoundError,
    Workflow,
    WorkflowDefinition,
)


def node_values(workflow, node_type):
    nodes = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]
    return next(node for node in nodes.values() if node["type"] == node_type)


def test_inputs_are_set_by_label_name_index_and_path(workflow):
    workflow.set({"Negative Prompt": "dog", 2: 64, "Noise.seed": 9}, positive_prompt="fox")
    assert [workflow[index] for index in range(4)] == ["fox", "dog", 64, 9]


def test_an_item_is_read_and_assigned_like_that_of_a_mapping(workflow):
    workflow["Width"] = 128
    assert workflow["width"] == 128
    assert node_values(workflow, "noise")["width"] == 128


def test_when_one_value_is_refused_none_is_set(workflow):
    with pytest.raises(FieldValueError):
        workflow.set(positive_prompt="fox", width=63, seed=1)
    assert workflow.touched == {}
    assert [workflow[index] for index in range(4)] == ["cat", "", 512, 3]


def test_when_one_name_is_unknown_none_is_set(workflow):
    with pytest.raises(InputNotFoundError, match=r"Did you mean .*'Width'"):
        workflow.set(positive_prompt="fox", witdh=64)
    assert workflow.touched == {}


def test_a_refusal_names_file_input_node_value_and_what_is_allowed(form_builder, tmp_path):
    file = tmp_path / "noise.json"
    form_builder.definition().save(file)
    workflow = Workflow(WorkflowDefinition.from_file(file))
    with pytest.raises(FieldValueError) as raised:
        workflow.set(width=63)
    for part in (str(file), "[2] Width (Noise.width)", "63", "multiple of 8"):
        assert part in raised.value.message


def test_errors_about_names_and_edges_name_the_file(form_builder, tmp_path):
    file = tmp_path / "noise.json"
    form_builder.definition().save(file)
    workflow = Workflow(WorkflowDefinition.from_file(file))
    for ask in (
        lambda: workflow.set(sede=1),
        lambda: workflow.get_input(99),
        lambda: workflow.set(value="fox"),
        lambda: workflow.node("Nois"),
        lambda: workflow.set(height=64),
    ):
        with pytest.raises((LookupError, ValueError), match=f"^{re.escape(str(file))}: "):
            ask()


@pytest.mark.parametrize("name", ["euler_a", "Euler Ancestral", "euler ancestral", "Euler a", "EULER_A"])
def test_a_scheduler_can_be_set_by_its_aliases(builder, name):
    denoise = builder.node("denoise_latents", "Denoise")
    builder.show((denoise, "scheduler"))
    workflow = Workflow(builder.definition()).set(scheduler=name)
    assert node_values(workflow, "denoise_latents")["scheduler"] == "euler_a"


def test_a_colour_can_be_set_by_its_hex_digits(builder):
    builder.node("blank_image", "Blank")
    workflow = Workflow(builder.definition()).set({"Blank.color": "#ff8800"})
    assert node_values(workflow, "blank_image")["color"] == {"r": 255, "g": 136, "b": 0, "a": 255}


def test_the_error_about_an_ambiguous_name_lists_the_inputs(workflow):
    with pytest.raises(AmbiguousInputError, match=r"any of 2 inputs: \[0\] Value .*\[1\] Value"):
        workflow.set(value="fox")


def test_an_input_that_is_named_twice_is_refused(workflow):
    with pytest.raises(AmbiguousInputError, match=r"'width' and 2 are both \[2\] Width \(Noise\.width\)"):
        workflow.set({"width": 64, 2: 128})
    assert workflow.touched == {}


def test_an_input_that_an_edge_feeds_is_refused(workflow):
    with pytest.raises(InputConnectedError, match=r"\[4\] Height \(Noise\.height\) is fed by an edge"):
        workflow.set(height=64)


def test_inputs_off_the_form_are_set_by_node_and_name(workflow):
    workflow.set({"Side.value": 192})
    assert node_values(workflow, "integer")["value"] == 192


def test_a_node_has_the_fields_of_all_its_inputs(workflow):
    noise = workflow.node("Noise")
    noise.inputs["use_cpu"] = False
    assert (noise.type, noise.title, noise.inputs["seed"].value) == ("noise", "Noise", 3)
    assert node_values(workflow, "noise")["use_cpu"] is False


def test_the_error_about_an_unknown_input_lists_those_of_the_node(workflow):
    with pytest.raises(InputNotFoundError, match=r"'Noise' has no input 'sede'.*\n.*seed"):
        workflow.node("Noise").inputs["sede"]
    with pytest.raises(InputNotFoundError, match="Did you mean 'Noise'"):
        workflow.node("Nois")


def test_the_field_of_an_input_is_one_object_however_it_is_reached(workflow):
    field = workflow.get_input_value("seed")
    assert field is workflow.get_input_value(3)
    assert field is workflow.node("Noise").inputs["seed"]
    field.value = 11
    assert workflow["Noise.seed"] == 11


def test_a_row_of_text_is_parsed_by_the_fields_and_blanks_are_ignored(workflow):
    workflow.set_text({"Positive Prompt": "fox", "width": "64", "seed": " ", "Negative Prompt": ""})
    assert (workflow[0], workflow[2], workflow[3]) == ("fox", 64, 3)
    assert len(workflow.touched) == 2


def test_the_error_about_text_that_is_not_a_number_names_the_input(workflow):
    with pytest.raises(FieldValueError, match=r"\[2\] Width \(Noise\.width\).*'wide'"):
        workflow.set_text({"seed": "1", "width": "wide"})
    assert workflow.touched == {}


def test_reset_discards_all_values_that_were_set(workflow):
    before = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]
    workflow.set(seed=9, width=64).reset()
    assert workflow.to_enqueue_body()["batch"]["graph"]["nodes"] == before
    assert workflow.touched == {}


def test_a_copy_can_be_set_independently(workflow):
    workflow.set(seed=9)
    duplicate = workflow.copy().set(seed=10, width=64)
    assert (workflow["seed"], workflow["width"]) == (9, 512)
    assert (duplicate["seed"], duplicate["width"]) == (10, 64)


def test_setting_an_input_does_not_change_the_definition(form_builder):
    definition = form_builder.definition()
    before = definition.to_dict()
    Workflow(definition).set(seed=9, positive_prompt="fox").to_enqueue_body()
    assert definition.to_dict() == before
