"""The recipes that generator nodes hold: a few numbers that stand for a list of values.

Here they are data. Drawing the values, the way the GUI draws them, is the work of whoever compiles a
workflow. Each recipe is told by its ``type`` on the wire; a recipe of a type unknown here stays as it was
read.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from ivk_fields.values.boards import BoardRef
from ivk_fields.values.record import WireRecord

__all__ = [
    "FloatArithmeticSequence",
    "FloatGenerator",
    "FloatLinearDistribution",
    "FloatParseString",
    "FloatUniformDistribution",
    "ImageGenerator",
    "ImagesFromBoard",
    "IntegerArithmeticSequence",
    "IntegerGenerator",
    "IntegerLinearDistribution",
    "IntegerParseString",
    "IntegerUniformDistribution",
    "StringDynamicPromptsCombinatorial",
    "StringDynamicPromptsRandom",
    "StringGenerator",
    "StringParseString",
]

Whole = Annotated[int, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0)]
AtLeastOne = Annotated[int, Field(strict=True, ge=1)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
BoardById = Annotated[
    BoardRef,
    BeforeValidator(BoardRef.parse),
    PlainSerializer(lambda board: board.board_id, return_type=str),
]


class Generator(WireRecord):
    """Base of the recipes: everything is sent, in the GUI's camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)

    def to_wire(self) -> dict[str, Any]:
        """Give the whole recipe; what is unset and has no default is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class FloatArithmeticSequence(Generator):
    """``start``, then ``count - 1`` further numbers, each ``step`` more."""

    type: Literal["float_generator_arithmetic_sequence"] = "float_generator_arithmetic_sequence"
    start: Number = 0
    step: Number = 0.1
    count: Count = 10


class FloatLinearDistribution(Generator):
    """``count`` numbers at even distances from ``start`` to ``end``."""

    type: Literal["float_generator_linear_distribution"] = "float_generator_linear_distribution"
    start: Number = 0
    end: Number = 1
    count: Count = 10


class FloatUniformDistribution(Generator):
    """``count`` random numbers from ``min`` to ``max``; the same each time if there is a ``seed``."""

    type: Literal["float_generator_random_distribution_uniform"] = (
        "float_generator_random_distribution_uniform"
    )
    min: Number = 0
    max: Number = 1
    count: Count = 10
    seed: Whole | None = None


class FloatParseString(Generator):
    """The numbers in a text, split on ``split_on``."""

    type: Literal["float_generator_parse_string"] = "float_generator_parse_string"
    input: str = "0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1"
    split_on: str = ","


class IntegerArithmeticSequence(Generator):
    """``start``, then ``count - 1`` further integers, each ``step`` more."""

    type: Literal["integer_generator_arithmetic_sequence"] = "integer_generator_arithmetic_sequence"
    start: Whole = 0
    step: Whole = 1
    count: Count = 10


class IntegerLinearDistribution(Generator):
    """``count`` integers at even distances from ``start`` to ``end``."""

    type: Literal["integer_generator_linear_distribution"] = "integer_generator_linear_distribution"
    start: Whole = 0
    end: Whole = 10
    count: Count = 10


class IntegerUniformDistribution(Generator):
    """``count`` random integers from ``min`` to ``max``; the same each time if there is a ``seed``."""

    type: Literal["integer_generator_random_distribution_uniform"] = (
        "integer_generator_random_distribution_uniform"
    )
    min: Whole = 0
    max: Whole = 10
    count: Count = 10
    seed: Whole | None = None


class IntegerParseString(Generator):
    """The integers in a text, split on ``split_on``."""

    type: Literal["integer_generator_parse_string"] = "integer_generator_parse_string"
    input: str = "1,2,3,4,5,6,7,8,9,10"
    split_on: str = ","


class StringParseString(Generator):
    """The pieces of a text, split on ``split_on``."""

    type: Literal["string_generator_parse_string"] = "string_generator_parse_string"
    input: str = "foo,bar,baz,qux"
    split_on: str = ","


class StringDynamicPromptsCombinatorial(Generator):
    """Every combination of a dynamic prompt, ``max_prompts`` at most."""

    type: Literal["string_generator_dynamic_prompts_combinatorial"] = (
        "string_generator_dynamic_prompts_combinatorial"
    )
    input: str = "a super {cute|ferocious} {dog|cat}"
    max_prompts: AtLeastOne = 10


class StringDynamicPromptsRandom(Generator):
    """``count`` random readings of a dynamic prompt; the same each time if there is a ``seed``."""

    type: Literal["string_generator_dynamic_prompts_random"] = "string_generator_dynamic_prompts_random"
    input: str = "a super {cute|ferocious} {dog|cat}"
    count: AtLeastOne = 10
    seed: Whole | None = None


class ImagesFromBoard(Generator):
    """All pictures of a board: its ``images`` or its ``assets``."""

    model_config = ConfigDict(alias_generator=None)

    type: Literal["image_generator_images_from_board"] = "image_generator_images_from_board"
    board: BoardById | None = Field(default=None, alias="board_id")
    category: Literal["images", "assets"] = "images"


FloatGenerator = (
    FloatArithmeticSequence | FloatLinearDistribution | FloatUniformDistribution | FloatParseString
)
"""Any way to make a list of floats."""

IntegerGenerator = (
    IntegerArithmeticSequence | IntegerLinearDistribution | IntegerUniformDistribution | IntegerParseString
)
"""Any way to make a list of integers."""

StringGenerator = StringParseString | StringDynamicPromptsCombinatorial | StringDynamicPromptsRandom
"""Any way to make a list of strings."""

ImageGenerator = ImagesFromBoard
"""Any way to make a list of images."""
