"""Generators: the settings from which generator nodes make a list of values.

Here they are data. `ivk_workflows` makes the values when it compiles a workflow, as the GUI does. The
``type`` of the JSON form names the class. A field keeps a generator of an unknown type as it
was read.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from ivk_fields.values.boards import BoardRef
from ivk_fields.values.record import WireRecord

__all__ = [
    "MAX_GENERATED",
    "MAX_PROMPTS",
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

MAX_GENERATED = 100_000
"""The most values that one generator may make. Every value is a job; the queue of a server holds 10,000 by
default, and 100,000 jobs of one second take more than a day."""

MAX_PROMPTS = 10_000
"""The most prompts that a server makes of a dynamic prompt."""

Integer = Annotated[int, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0)]
PositiveInteger = Annotated[int, Field(strict=True, ge=1)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
BoardById = Annotated[
    BoardRef,
    BeforeValidator(BoardRef.parse),
    PlainSerializer(lambda board: board.board_id, return_type=str),
]


class Generator(WireRecord):
    """Base of the generators: the JSON form has all settings, with camelCase keys as the GUI writes them."""

    model_config = ConfigDict(alias_generator=to_camel)

    def to_wire(self) -> dict[str, Any]:
        """Return all settings, except those that are None."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class FloatArithmeticSequence(Generator):
    """``count`` numbers: ``start``, and each further one ``step`` more."""

    type: Literal["float_generator_arithmetic_sequence"] = "float_generator_arithmetic_sequence"
    start: Number = 0
    step: Number = 0.1
    count: Count = 10


class FloatLinearDistribution(Generator):
    """``count`` evenly spaced numbers from ``start`` to ``end``."""

    type: Literal["float_generator_linear_distribution"] = "float_generator_linear_distribution"
    start: Number = 0
    end: Number = 1
    count: Count = 10


class FloatUniformDistribution(Generator):
    """``count`` random numbers from ``min`` to ``max``; reproducible with a ``seed``."""

    type: Literal["float_generator_random_distribution_uniform"] = (
        "float_generator_random_distribution_uniform"
    )
    min: Number = 0
    max: Number = 1
    count: Count = 10
    seed: Integer | None = None


class FloatParseString(Generator):
    """The numbers in a string, separated by ``split_on``."""

    type: Literal["float_generator_parse_string"] = "float_generator_parse_string"
    input: str = "0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1"
    split_on: str = ","


class IntegerArithmeticSequence(Generator):
    """``count`` integers: ``start``, and each further one ``step`` more."""

    type: Literal["integer_generator_arithmetic_sequence"] = "integer_generator_arithmetic_sequence"
    start: Integer = 0
    step: Integer = 1
    count: Count = 10


class IntegerLinearDistribution(Generator):
    """``count`` evenly spaced integers from ``start`` to ``end``."""

    type: Literal["integer_generator_linear_distribution"] = "integer_generator_linear_distribution"
    start: Integer = 0
    end: Integer = 10
    count: Count = 10


class IntegerUniformDistribution(Generator):
    """``count`` random integers from ``min`` to ``max``; reproducible with a ``seed``."""

    type: Literal["integer_generator_random_distribution_uniform"] = (
        "integer_generator_random_distribution_uniform"
    )
    min: Integer = 0
    max: Integer = 10
    count: Count = 10
    seed: Integer | None = None


class IntegerParseString(Generator):
    """The integers in a string, separated by ``split_on``."""

    type: Literal["integer_generator_parse_string"] = "integer_generator_parse_string"
    input: str = "1,2,3,4,5,6,7,8,9,10"
    split_on: str = ","


class StringParseString(Generator):
    """The parts of a string, separated by ``split_on``."""

    type: Literal["string_generator_parse_string"] = "string_generator_parse_string"
    input: str = "foo,bar,baz,qux"
    split_on: str = ","


class StringDynamicPromptsCombinatorial(Generator):
    """Every combination of a dynamic prompt, at most ``max_prompts``."""

    type: Literal["string_generator_dynamic_prompts_combinatorial"] = (
        "string_generator_dynamic_prompts_combinatorial"
    )
    input: str = "a super {cute|ferocious} {dog|cat}"
    max_prompts: PositiveInteger = 10


class StringDynamicPromptsRandom(Generator):
    """``count`` random variants of a dynamic prompt; reproducible with a ``seed``."""

    type: Literal["string_generator_dynamic_prompts_random"] = "string_generator_dynamic_prompts_random"
    input: str = "a super {cute|ferocious} {dog|cat}"
    count: PositiveInteger = 10
    seed: Integer | None = None


class ImagesFromBoard(Generator):
    """All images of a board, or all its ``assets``."""

    model_config = ConfigDict(alias_generator=None)

    type: Literal["image_generator_images_from_board"] = "image_generator_images_from_board"
    board: BoardById | None = Field(default=None, alias="board_id")
    category: Literal["images", "assets"] = "images"


FloatGenerator = (
    FloatArithmeticSequence | FloatLinearDistribution | FloatUniformDistribution | FloatParseString
)
"""A generator of a list of floats."""

IntegerGenerator = (
    IntegerArithmeticSequence | IntegerLinearDistribution | IntegerUniformDistribution | IntegerParseString
)
"""A generator of a list of integers."""

StringGenerator = StringParseString | StringDynamicPromptsCombinatorial | StringDynamicPromptsRandom
"""A generator of a list of strings."""

ImageGenerator = ImagesFromBoard
"""A generator of a list of images."""
