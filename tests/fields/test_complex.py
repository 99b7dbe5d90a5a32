"""Colours, boxes, points, metadata and open values."""

import pytest

from ivk_fields import (
    MISSING,
    Color,
    FieldRegistry,
    FieldType,
    FieldValueError,
    InputSpec,
    IvkAnyField,
    IvkBoundingBoxField,
    IvkColorField,
    IvkMetadataField,
    IvkSAMPointsField,
    IvkSavedWorkflowField,
    IvkSystemPromptField,
    IvkUnknownField,
)

ORANGE = {"r": 255, "g": 136, "b": 0, "a": 255}


@pytest.mark.parametrize(
    "value", ["#ff8800", "ff8800", "#F80", "#ff8800ff", (255, 136, 0), [255, 136, 0, 255], ORANGE]
)
def test_a_colour_is_given_as_people_write_them(value: object) -> None:
    assert IvkColorField().set(value).to_wire() == ORANGE


def test_a_colour_has_a_name() -> None:
    assert IvkColorField().set("Orange").value == Color(r=255, g=165, b=0)
    assert str(IvkColorField().set("transparent").value) == "#00000000"


@pytest.mark.parametrize(
    "value", ["#12", "beige-ish", (1, 2), (256, 0, 0), (0.5, 0, 0), (True, 0, 0), {"r": 1}, 255]
)
def test_what_is_no_colour_is_refused(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkColorField().set(value)


def test_a_value_cannot_change_behind_its_fields_back() -> None:
    color = Color(r=1, g=2, b=3)
    with pytest.raises(ValueError, match="frozen"):
        color.r = 4  # type: ignore[misc]


def test_a_box_is_given_as_pillow_has_it() -> None:
    field = IvkBoundingBoxField().set((10, 20, 110, 220))
    assert field.to_wire() == {"x_min": 10, "x_max": 110, "y_min": 20, "y_max": 220}
    assert field.value is not None
    assert (field.value.width, field.value.height) == (100, 200)


def test_a_box_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(FieldValueError, match="ends before it begins"):
        IvkBoundingBoxField().set((110, 20, 10, 220))


def test_points_are_given_as_pairs() -> None:
    assert IvkSAMPointsField().set([(1, 2), (3, 4, -1)]).to_wire() == {
        "points": [{"x": 1, "y": 2, "label": 1}, {"x": 3, "y": 4, "label": -1}]
    }


def test_an_open_value_is_handed_out_read_only_and_sent_as_it_was() -> None:
    field = IvkAnyField().set({"a": [1, {"b": None}]})
    assert field.value is not None
    with pytest.raises(TypeError):
        field.value["a"] = 2
    assert field.to_wire() == {"a": [1, {"b": None}]}


def test_an_open_value_may_be_null() -> None:
    assert IvkAnyField(required=True).to_wire() is MISSING
    assert IvkAnyField(required=True).set(None).to_wire() is None


def test_a_list_within_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(FieldValueError, match="nested too deeply"):
        IvkUnknownField().set(loop)


def test_metadata_is_an_object() -> None:
    assert IvkMetadataField().set({"label": "x", "value": None}).to_wire() == {"label": "x", "value": None}
    with pytest.raises(FieldValueError):
        IvkMetadataField().set("x")


def test_a_saved_workflow_travels_as_its_bare_id() -> None:
    workflow_id = "default_0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"
    assert IvkSavedWorkflowField().set(workflow_id).to_wire() == workflow_id
    assert IvkSavedWorkflowField().set("My workflow").unresolved() != ()


def test_no_saved_workflow_is_an_empty_text() -> None:
    field = FieldRegistry().make(InputSpec("workflow_id", FieldType("SavedWorkflowField")), "")
    assert (field.value, field.to_wire(), field.problem()) == (None, "", None)


def test_a_system_prompt_is_given_by_name() -> None:
    field = IvkSystemPromptField().set("Expander")
    assert field.to_wire(lambda _: {"system_prompt_id": "7"}) == {"system_prompt_id": "7"}
