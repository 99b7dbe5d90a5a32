import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivk_fields.missing import MISSING
from ivk_workflows.definition.accepted import accepted

MODEL = {"key": "k", "hash": "h", "name": "n", "base": "sdxl", "type": "main"}
SEQUENCE = {"type": "float_generator_arithmetic_sequence", "start": 0, "step": 0.1, "count": 10}


@pytest.mark.parametrize(
    "value",
    [
        0,
        2.5,
        "",
        "text",
        True,
        [],
        [1, 2],
        [1, 2.5],
        ["a"],
        {"image_name": "a.png"},
        [{"image_name": "a.png"}],
        {"video_name": "a.mp4"},
        {"board_id": "b"},
        {"style_preset_id": "s"},
        {"system_prompt_id": "s"},
        MODEL,
        {**MODEL, "submodel_type": None},
        {**MODEL, "base": "a-base-of-next-year"},
        [{"lora": MODEL, "weight": 0.5}],
        {"r": 0, "g": 1, "b": 2, "a": 255},
        SEQUENCE,
        {"type": "image_generator_images_from_board", "board_id": "b", "category": "assets"},
    ],
)
def test_values_of_every_known_shape_are_kept(value):
    assert accepted(value) == value


@pytest.mark.parametrize(
    "value",
    [
        None,
        MISSING,
        [1, "a"],
        [True],
        [None],
        [{"x": 1}],
        {**MODEL, "hash": ""},
        {**MODEL, "submodel_type": 3},
        {"type": "integer_generator_parse_string", "input": 3},
        {"type": "some_other_generator"},
        float("nan"),
    ],
)
def test_values_of_unknown_shapes_are_dropped(value):
    assert accepted(value) is MISSING


@pytest.mark.parametrize("value", [None, [1, "a"], [{"x": 1}], {"type": "something"}])
def test_undeclared_inputs_keep_any_value(value):
    assert accepted(value, extras=True) == value


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"image_name": " a.png ", "width": 5}, {"image_name": "a.png"}),
        ({"board_id": "b", "board_name": "B"}, {"board_id": "b"}),
        ({**MODEL, "format": "diffusers"}, MODEL),
        ({"r": 1, "g": 2, "b": 3, "a": 4, "alpha": 1}, {"r": 1, "g": 2, "b": 3, "a": 4}),
        (
            {"type": "string_generator_parse_string", "input": "a"},
            {"type": "string_generator_parse_string", "input": "a", "splitOn": ","},
        ),
    ],
)
def test_values_are_reduced_to_their_shape_and_completed(value, kept):
    assert accepted(value) == kept


def test_a_mapping_without_a_type_is_read_as_a_generator_as_in_the_editor():
    assert accepted({"anything": 1}) == SEQUENCE
    assert accepted({"start": 2}) == {**SEQUENCE, "start": 2}
    assert accepted({"start": "no number"})["type"] == "float_generator_random_distribution_uniform"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(json_values)
def test_an_accepted_value_is_accepted_again(value):
    kept = accepted(value)
    assert kept is MISSING or accepted(kept) == kept
