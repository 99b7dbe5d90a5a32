"""Setting inputs: by any name, all or none, and with reasons for a refusal."""

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


def test_a_refusal_names_file_input_node_value_and_what_is_allowed(sheet, tmp_path):
    file = tmp_path / "noise.json"
    sheet.definition().save(file)
    workflow = Workflow(WorkflowDefinition.from_file(file))
    with pytest.raises(FieldValueError) as raised:
        workflow.set(width=63)
    for part in (str(file), "[2] Width (Noise.width)", "63", "multiple of 8"):
        assert part in raised.value.message


def test_errors_about_names_and_edges_name_the_file(sheet, tmp_path):
    file = tmp_path / "noise.json"
    sheet.definition().save(file)
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
def test_a_scheduler_goes_by_its_aliases(drawing, name):
    denoise = drawing.node("denoise_latents", "Denoise")
    drawing.show((denoise, "scheduler"))
    workflow = Workflow(drawing.definition()).set(scheduler=name)
    assert node_values(workflow, "denoise_latents")["scheduler"] == "euler_a"


def test_a_colour_goes_by_its_hex_digits(drawing):
    drawing.node("blank_image", "Blank")
    workflow = Workflow(drawing.definition()).set({"Blank.color": "#ff8800"})
    assert node_values(workflow, "blank_image")["color"] == {"r": 255, "g": 136, "b": 0, "a": 255}


def test_a_name_that_several_inputs_have_lists_them(workflow):
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


def test_a_node_gives_the_fields_of_all_its_inputs(workflow):
    noise = workflow.node("Noise")
    noise.inputs["use_cpu"] = False
    assert (noise.type, noise.title, noise.inputs["seed"].value) == ("noise", "Noise", 3)
    assert node_values(workflow, "noise")["use_cpu"] is False


def test_a_node_knows_what_inputs_it_has(workflow):
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


def test_a_row_of_text_is_read_by_the_fields_and_blanks_say_nothing(workflow):
    workflow.set_text({"Positive Prompt": "fox", "width": "64", "seed": " ", "Negative Prompt": ""})
    assert (workflow[0], workflow[2], workflow[3]) == ("fox", 64, 3)
    assert len(workflow.touched) == 2


def test_text_that_is_no_number_is_refused_with_its_place(workflow):
    with pytest.raises(FieldValueError, match=r"\[2\] Width \(Noise\.width\).*'wide'"):
        workflow.set_text({"seed": "1", "width": "wide"})
    assert workflow.touched == {}


def test_reset_forgets_all_that_was_set(workflow):
    before = workflow.to_enqueue_body()["batch"]["graph"]["nodes"]
    workflow.set(seed=9, width=64).reset()
    assert workflow.to_enqueue_body()["batch"]["graph"]["nodes"] == before
    assert workflow.touched == {}


def test_a_copy_is_set_apart_from_the_original(workflow):
    workflow.set(seed=9)
    twin = workflow.copy().set(seed=10, width=64)
    assert (workflow["seed"], workflow["width"]) == (9, 512)
    assert (twin["seed"], twin["width"]) == (10, 64)


def test_setting_an_input_leaves_the_definition_as_it_was(sheet):
    definition = sheet.definition()
    before = definition.to_dict()
    Workflow(definition).set(seed=9, positive_prompt="fox").to_enqueue_body()
    assert definition.to_dict() == before
