"""The recipes of generator nodes are data that survive the way there and back."""

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


def test_a_recipe_is_told_by_its_type() -> None:
    raw = {"type": "integer_generator_arithmetic_sequence", "start": 64, "step": 8, "count": 5}
    field = FieldRegistry().make(InputSpec("generator", FieldType("IntegerGeneratorField")), raw)
    assert field.value == IntegerArithmeticSequence(start=64, step=8, count=5)
    assert field.to_wire() is raw


def test_a_recipe_is_sent_in_the_guis_spelling() -> None:
    assert IvkFloatGeneratorField(value=FloatParseString(input="1;2", split_on=";")).to_wire() == {
        "type": "float_generator_parse_string",
        "input": "1;2",
        "splitOn": ";",
    }
    recipe = StringDynamicPromptsCombinatorial(input="{a|b}", max_prompts=2)
    assert IvkStringGeneratorField(value=recipe).to_wire()["maxPrompts"] == 2


def test_a_recipe_without_a_seed_sends_none() -> None:
    assert "seed" not in IvkFloatGeneratorField(value=FloatUniformDistribution()).to_wire()
    assert IvkFloatGeneratorField(value=FloatUniformDistribution(seed=0)).to_wire()["seed"] == 0


def test_a_recipe_of_another_kind_is_refused() -> None:
    with pytest.raises(FieldValueError, match="IntegerArithmeticSequence"):
        IvkIntegerGeneratorField().set(FloatParseString())


def test_a_recipe_that_nobody_here_has_heard_of_is_kept() -> None:
    raw = {"type": "float_generator_fibonacci", "count": 3}
    field = FieldRegistry().make(InputSpec("generator", FieldType("FloatGeneratorField")), raw)
    assert (field.value, field.to_wire()) == (None, raw)
    assert "float_generator_fibonacci" in str(field.problem())


@pytest.mark.parametrize("part", [{"count": -1}, {"count": 2.5}, {"start": "0"}, {"start": float("inf")}])
def test_a_recipe_is_checked(part: dict[str, object]) -> None:
    with pytest.raises(FieldValueError):
        IvkFloatGeneratorField().set({"type": "float_generator_arithmetic_sequence", **part})


def test_the_board_of_a_recipe_may_be_given_by_name() -> None:
    field = IvkImageGeneratorField().set(
        {"type": "image_generator_images_from_board", "board_id": "Cats", "category": "images"}
    )
    assert [str(pending) for pending in field.unresolved()] == ["Cats"]
    assert field.to_wire(lambda _: {"board_id": "7"})["board_id"] == "7"


def test_a_recipes_board_travels_as_its_bare_id() -> None:
    raw = {"type": "image_generator_images_from_board", "board_id": "none", "category": "assets"}
    recipe = ImagesFromBoard.from_wire(raw)
    assert recipe.to_wire() == raw
