"""A workflow is like a mapping of its inputs."""

import pytest

from ivk_core.attributes import UnknownAttributeError
from ivk_fields import FieldValueError
from ivk_workflows import Workflow


def test_iterating_has_a_key_for_each_input_that_finds_it(workflow):
    assert list(workflow) == ["Collection", "Seed", "Width", "One.value", "Two.value"]
    assert [workflow.get_input(key) for key in workflow] == workflow.list_inputs()
    assert len(workflow) == 5
    assert dict(workflow)["Width"] == 512


def test_inputs_with_the_same_path_have_their_ids_as_keys(builder):
    nodes = [builder.node("string"), builder.node("string")]
    builder.show(*((node, "value") for node in nodes))
    workflow = Workflow(builder.definition())
    assert list(workflow) == [(node, "value") for node in nodes]
    assert [workflow[key] for key in workflow] == ["", ""]


def test_a_workflow_contains_what_it_finds(workflow):
    assert "seed" in workflow
    assert 4 in workflow
    assert workflow.inputs[0] in workflow
    for other in ("steps", "Prompt", 5, None, True, ["seed"], ("a", "b")):
        assert other not in workflow


def test_a_workflow_without_a_form_is_still_true(builder):
    builder.node("add")
    workflow = Workflow(builder.definition())
    assert workflow
    assert list(workflow) == []


@pytest.mark.parametrize("name", ["seed", "width"])
def test_an_assignment_to_an_attribute_says_how_to_set_the_input(workflow, name):
    with pytest.raises(AttributeError, match=rf"workflow\['{name}'\] = 77 or workflow\.set\({name}=77\)"):
        setattr(workflow, name, 77)
    with pytest.raises(UnknownAttributeError, match="Did you mean 'Width'"):
        workflow.wdith = 8
    assert not workflow.touched


def test_other_objects_refuse_unknown_attributes(workflow):
    field, node = workflow.get_input_value("seed"), workflow.node("Noise")
    with pytest.raises(UnknownAttributeError, match="Did you mean 'value'"):
        field.vlaue = 1
    with pytest.raises(UnknownAttributeError, match=r"\.inputs\['seed'\] = 1"):
        node.seed = 1
    with pytest.raises(UnknownAttributeError):
        node.inputs.seed = 1


def test_nothing_is_no_value_of_an_input_with_a_default(workflow):
    with pytest.raises(FieldValueError, match=r"cannot be empty[\s\S]*reset\('Seed'\)"):
        workflow.set(seed=None)
    with pytest.raises(FieldValueError, match="cannot be empty"):
        workflow.get_input_value("seed").value = None


def test_nothing_is_a_value_of_an_optional_input(builder):
    node = builder.node("save_image", board={"board_id": "b"})
    workflow = Workflow(builder.definition())
    workflow.set({(node, "board"): None})
    assert "board" not in workflow.to_enqueue_body()["batch"]["graph"]["nodes"][node]


def test_one_input_is_reset_and_its_field_stays_the_same(workflow):
    field = workflow.get_input_value("seed")
    workflow.set(seed=3, width=8)
    workflow.reset("seed")
    assert (workflow["seed"], workflow["width"]) == (0, 8)
    workflow.reset()
    field.value = 9
    assert (workflow["seed"], workflow["width"]) == (9, 512)
    with pytest.raises(LookupError, match="Did you mean 'Seed'"):
        workflow.reset("sead")


def test_names_that_differ_only_in_case_are_suggested_once(workflow):
    with pytest.raises(LookupError) as caught:
        workflow.set(witdh=8)
    assert "Did you mean 'Width'?" in str(caught.value)
