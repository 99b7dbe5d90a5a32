"""Generators are data that survive a round trip."""

import pytest

from ivk_fields import (
    FieldRegistry,
    FieldType,
    FieldValueError,
    FloatParseString,
    FloatUniformDistribution,
    ImagesFromBoard,
    InputSpec,
    IntegerArithmeticSequence,
    IvkFloatGeneratorField,
    IvkImageGeneratorField,
    IvkIntegerGeneratorField,
    IvkStringGeneratorField,
    StringDynamicPromptsCombinatorial,
)


def test_the_type_decides_the_class_of_a_generator() -> None:
    raw = {"type": "integer_generator_arithmetic_sequence", "start": 64, "step": 8, "count": 5}
    field = FieldRegistry().make(InputSpec("generator", FieldType("IntegerGeneratorField")), raw)
    assert field.value == IntegerArithmeticSequence(start=64, step=8, count=5)
    assert field.to_wire() is raw


def test_a_generator_is_sent_with_camel_case_keys() -> None:
    assert IvkFloatGeneratorField(value=FloatParseString(input="1;2", split_on=";")).to_wire() == {
        "type": "float_generator_parse_string",
        "input": "1;2",
        "splitOn": ";",
    }
    generator = StringDynamicPromptsCombinatorial(input="{a|b}", max_prompts=2)
    assert IvkStringGeneratorField(value=generator).to_wire()["maxPrompts"] == 2


def test_a_seed_that_is_none_is_left_out() -> None:
    assert "seed" not in IvkFloatGeneratorField(value=FloatUniformDistribution()).to_wire()
    assert IvkFloatGeneratorField(value=FloatUniformDistribution(seed=0)).to_wire()["seed"] == 0


def test_a_generator_of_another_input_is_rejected() -> None:
    with pytest.raises(FieldValueError, match="IntegerArithmeticSequence"):
        IvkIntegerGeneratorField().set(FloatParseString())


def test_a_generator_of_an_unknown_type_is_kept() -> None:
    raw = {"type": "float_generator_fibonacci", "count": 3}
    field = FieldRegistry().make(InputSpec("generator", FieldType("FloatGeneratorField")), raw)
    assert (field.value, field.to_wire()) == (None, raw)
    assert "float_generator_fibonacci" in str(field.problem())


@pytest.mark.parametrize("part", [{"count": -1}, {"count": 2.5}, {"start": "0"}, {"start": float("inf")}])
def test_the_settings_of_a_generator_are_checked(part: dict[str, object]) -> None:
    with pytest.raises(FieldValueError):
        IvkFloatGeneratorField().set({"type": "float_generator_arithmetic_sequence", **part})


def test_the_board_of_a_generator_may_be_given_by_name() -> None:
    field = IvkImageGeneratorField().set(
        {"type": "image_generator_images_from_board", "board_id": "Cats", "category": "images"}
    )
    assert [str(pending) for pending in field.unresolved()] == ["Cats"]
    assert field.to_wire(lambda _: {"board_id": "7"})["board_id"] == "7"


def test_the_board_of_a_generator_is_sent_as_its_id() -> None:
    raw = {"type": "image_generator_images_from_board", "board_id": "none", "category": "assets"}
    generator = ImagesFromBoard.from_wire(raw)
    assert generator.to_wire() == raw
