"""The settings of generator nodes."""

from typing import Any, ClassVar, TypeVar, cast, get_args

from ivk_fields.errors import shown
from ivk_fields.records import RecordField
from ivk_fields.values.generators import (
    FloatGenerator,
    Generator,
    ImageGenerator,
    IntegerGenerator,
    StringGenerator,
)

__all__ = [
    "IvkFloatGeneratorField",
    "IvkImageGeneratorField",
    "IvkIntegerGeneratorField",
    "IvkStringGeneratorField",
]

G = TypeVar("G", bound=Generator)


class GeneratorField(RecordField[G]):
    """Base: one of a few recipes, told apart by ``type``."""

    recipes: ClassVar[tuple[type[Generator], ...]] = ()

    def coerce(self, value: object) -> G:
        """Take a recipe of this kind, or its wire form."""
        if isinstance(value, self.recipes):
            return cast("G", value)
        return self.read(value)

    def read(self, raw: Any) -> G:
        """Read the recipe that ``type`` names."""
        wanted = raw.get("type") if isinstance(raw, dict) else None
        for recipe in self.recipes:
            if recipe.model_fields["type"].default == wanted:
                return cast("G", recipe.from_wire(raw))
        raise ValueError(f"{shown(wanted)} is no recipe of this input")

    def rules(self) -> list[str]:
        """List the recipes."""
        return [f"one of {' | '.join(recipe.__name__ for recipe in self.recipes)}"]


class IvkFloatGeneratorField(GeneratorField[FloatGenerator]):
    """How a node draws a list of numbers."""

    serves_types = ("FloatGeneratorField",)
    kind = "float generator"
    recipes = get_args(FloatGenerator)


class IvkIntegerGeneratorField(GeneratorField[IntegerGenerator]):
    """How a node draws a list of integers."""

    serves_types = ("IntegerGeneratorField",)
    kind = "integer generator"
    recipes = get_args(IntegerGenerator)


class IvkStringGeneratorField(GeneratorField[StringGenerator]):
    """How a node draws a list of texts."""

    serves_types = ("StringGeneratorField",)
    kind = "string generator"
    recipes = get_args(StringGenerator)


class IvkImageGeneratorField(GeneratorField[ImageGenerator]):
    """Where a node finds a list of pictures."""

    serves_types = ("ImageGeneratorField",)
    kind = "image generator"
    recipes = (ImageGenerator,)
