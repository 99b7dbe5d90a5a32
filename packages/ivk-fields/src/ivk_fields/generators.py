"""Fields for the settings of generator nodes, or for lists that replace what they generate."""

import json
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast, get_args

from ivk_fields.base import IvkField
from ivk_fields.collection import IvkCollectionField
from ivk_fields.errors import short_repr
from ivk_fields.images import IvkImageField
from ivk_fields.items import is_items
from ivk_fields.passthrough import IvkAnyField
from ivk_fields.primitives import IvkFloatField, IvkIntegerField, IvkStringField
from ivk_fields.type_guards import is_tuple
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


class GeneratorField(IvkField[G | tuple[Any, ...]]):
    """Base of the generator fields: the value is a generator of one of a few types, or a list of values.

    A list replaces the generator: the batch nodes that it feeds use the list. The path of a text file stands
    for a list of its lines that are not blank.

    Attributes
    ----------
    generator_types : tuple of type
        The classes of generator that the input takes. The ``type`` of a JSON value names the class.
    element : type of IvkField
        The class of field that converts an item of a list.
    """

    generator_types: ClassVar[tuple[type[Generator], ...]] = ()
    element: ClassVar[type[IvkField[Any]]] = IvkAnyField

    def coerce(self, value: object) -> G | tuple[Any, ...]:
        """Convert a generator of an allowed type, its JSON form, or a list of values."""
        if isinstance(value, self.generator_types):
            return cast("G", value)
        if isinstance(value, Path) or is_items(value):
            return self._items().coerce(value)
        return self.read(value)

    def read(self, raw: Any) -> G:
        """Convert the JSON form of the generator that its ``type`` names."""
        settings = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}
        wanted = settings.get("type")
        for generator in self.generator_types:
            if generator.model_fields["type"].default == wanted:
                return cast("G", generator.from_wire(settings))
        raise ValueError(f"{short_repr(wanted or raw)} is neither a generator for this input nor a list")

    def check(self, value: G | tuple[Any, ...]) -> None:
        """Check how many values it has or makes."""
        if is_tuple(value):
            self._items().check(value)
            return
        prompts = "dynamic_prompts" in str(getattr(value, "type", ""))
        limit = MAX_PROMPTS if prompts else MAX_GENERATED
        count = max(getattr(value, "count", 0), getattr(value, "max_prompts", 0))
        if count > limit:
            raise ValueError(f"it makes {count:,.15g} values, and the limit is {limit:,}")

    def write(self, value: G | tuple[Any, ...]) -> Any:
        """Return the JSON form of the generator, or a JSON list."""
        return self._items().write(value) if isinstance(value, tuple) else value.to_wire()

    def from_text(self, text: str) -> object:
        """Parse a JSON object or list; return other text as it is, and None for empty text."""
        return json.loads(text) if text.lstrip().startswith(("{", "[")) else text or None

    def rules(self) -> list[str]:
        """Return the names of the allowed types."""
        names = " | ".join(generator.__name__ for generator in self.generator_types)
        return [f"one of {names}", "or a list"]

    def _items(self) -> IvkCollectionField[Any]:
        return IvkCollectionField(element=self.element(), min_items=1, max_items=MAX_GENERATED)


class IvkFloatGeneratorField(GeneratorField[FloatGenerator]):
    """A generator of a list of floats."""

    serves_types = ("FloatGeneratorField",)
    element = IvkFloatField
    kind = "float generator"
    generator_types = get_args(FloatGenerator)


class IvkIntegerGeneratorField(GeneratorField[IntegerGenerator]):
    """A generator of a list of integers."""

    serves_types = ("IntegerGeneratorField",)
    element = IvkIntegerField
    kind = "integer generator"
    generator_types = get_args(IntegerGenerator)


class IvkStringGeneratorField(GeneratorField[StringGenerator]):
    """A generator of a list of strings."""

    serves_types = ("StringGeneratorField",)
    element = IvkStringField
    kind = "string generator"
    generator_types = get_args(StringGenerator)


class IvkImageGeneratorField(GeneratorField[ImageGenerator]):
    """A generator of a list of images."""

    serves_types = ("ImageGeneratorField",)
    element = IvkImageField
    kind = "image generator"
    generator_types = (ImageGenerator,)
