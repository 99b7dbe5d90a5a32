"""Fields for the settings of generator nodes."""

from typing import Any, ClassVar, TypeVar, cast, get_args

from ivk_fields.errors import short_repr
from ivk_fields.records import RecordField
from ivk_fields.values.generators import (
    MAX_GENERATED,
    MAX_PROMPTS,
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
    """Base of the generator fields: the value is a generator of one of a few types.

    Attributes
    ----------
    generator_types : tuple of type
        The classes of generator that the input takes. The ``type`` of a JSON value names the class.
    """

    generator_types: ClassVar[tuple[type[Generator], ...]] = ()

    def coerce(self, value: object) -> G:
        """Convert a generator of an allowed type, or its JSON form."""
        if isinstance(value, self.generator_types):
            return cast("G", value)
        return self.read(value)

    def read(self, raw: Any) -> G:
        """Convert the JSON form of the generator that its ``type`` names."""
        settings = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}
        wanted = settings.get("type")
        for generator in self.generator_types:
            if generator.model_fields["type"].default == wanted:
                return cast("G", generator.from_wire(settings))
        raise ValueError(f"{short_repr(wanted)} is not a type of generator for this input")

    def check(self, value: G) -> None:
        """Check how many values it makes."""
        prompts = "dynamic_prompts" in str(getattr(value, "type", ""))
        limit = MAX_PROMPTS if prompts else MAX_GENERATED
        count = max(getattr(value, "count", 0), getattr(value, "max_prompts", 0))
        if count > limit:
            raise ValueError(f"it makes {count:,.15g} values, and the limit is {limit:,}")

    def rules(self) -> list[str]:
        """Return the names of the allowed types."""
        return [f"one of {' | '.join(generator.__name__ for generator in self.generator_types)}"]


class IvkFloatGeneratorField(GeneratorField[FloatGenerator]):
    """A generator of a list of floats."""

    serves_types = ("FloatGeneratorField",)
    kind = "float generator"
    generator_types = get_args(FloatGenerator)


class IvkIntegerGeneratorField(GeneratorField[IntegerGenerator]):
    """A generator of a list of integers."""

    serves_types = ("IntegerGeneratorField",)
    kind = "integer generator"
    generator_types = get_args(IntegerGenerator)


class IvkStringGeneratorField(GeneratorField[StringGenerator]):
    """A generator of a list of strings."""

    serves_types = ("StringGeneratorField",)
    kind = "string generator"
    generator_types = get_args(StringGenerator)


class IvkImageGeneratorField(GeneratorField[ImageGenerator]):
    """A generator of a list of images."""

    serves_types = ("ImageGeneratorField",)
    kind = "image generator"
    generator_types = (ImageGenerator,)
