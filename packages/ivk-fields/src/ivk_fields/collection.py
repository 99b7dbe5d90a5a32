"""Lists: a field for the elements converts and checks each element of the list."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from pydantic import Field, SkipValidation

from ivk_fields.base import IvkField
from ivk_fields.errors import error_reason
from ivk_fields.items import is_iterator, read_items, read_lines
from ivk_fields.passthrough import IvkAnyField
from ivk_fields.primitives import IvkStringField, NumberField
from ivk_fields.spec import InputSpec
from ivk_fields.type_guards import is_list, is_list_or_tuple, is_tuple

__all__ = ["ElementwiseField", "IvkCollectionField", "IvkSingleOrCollectionField"]

E = TypeVar("E")
V = TypeVar("V")
R = TypeVar("R")


class ElementwiseField(IvkField[V]):
    """Base of the fields that hold several values of one kind.

    Attributes
    ----------
    element : IvkField
        The field that converts and checks an element.
    min_items, max_items : int or None
        Limits on the number of elements; None means no limit.
    """

    element: SkipValidation[IvkField[Any]] = Field(default_factory=IvkAnyField)
    min_items: int | None = None
    max_items: int | None = None

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the limits on the number of elements."""
        return {"min_items": spec.min_items, "max_items": spec.max_items}

    def of(self, element: IvkField[Any]) -> Self:
        """Return a copy that uses another field for its elements."""
        return self.model_copy(update={"element": element}).reread(self.raw)

    def rules(self) -> list[str]:
        """Return the limits on the number of elements in words."""
        limits = (("at least {} items", self.min_items), ("at most {} items", self.max_items))
        return [phrase.format(limit) for phrase, limit in limits if limit is not None]

    def from_text(self, text: str) -> object:
        """Parse a JSON list or a single element; return None for empty text."""
        if text.lstrip().startswith("["):
            return json.loads(text)
        return [self.element.from_text(text)] if text.strip() else None

    def _check_items(self, items: tuple[Any, ...]) -> None:
        if self.min_items is not None and len(items) < self.min_items:
            raise ValueError(f"{len(items)} items are too few")
        if self.max_items is not None and len(items) > self.max_items:
            raise ValueError(f"{len(items)} items are too many")
        _convert_each(self.element.check, items)


class IvkCollectionField(ElementwiseField[tuple[E, ...]]):
    """A list, held as a tuple. To add an element, assign a longer list.

    Examples
    --------
    >>> from ivk_fields import IvkIntegerField
    >>> sizes = IvkCollectionField[int](element=IvkIntegerField(minimum=64))
    >>> sizes.value = [64, 128]
    >>> sizes.value
    (64, 128)
    """

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Return whether the input takes a list."""
        return spec.type.cardinality == "COLLECTION"

    def allowed(self) -> str:
        """Return a phrase that describes the elements and how many are allowed."""
        return ", ".join([f"list of: {self.element.allowed()}", *self.rules()])

    def coerce(self, value: object) -> tuple[E, ...]:
        """Convert any iterable except strings, bytes and mappings; the element field converts its items.

        An iterator, such as a generator or an open text file, is read once; one without items is refused.
        For lists of texts and numbers, the path of a text file stands for its lines that are not blank.
        """
        if isinstance(value, Path) and isinstance(self.element, IvkStringField | NumberField):
            lines = read_lines(value)
            return _convert_each(lambda line: self.element.coerce(self.element.from_text(line)), lines)
        return _convert_each(self.element.coerce, read_items(value))

    def check(self, value: tuple[E, ...]) -> None:
        """Check the length of the list and the limits of every element."""
        self._check_items(value)

    def read(self, raw: Any) -> tuple[E, ...]:
        """Convert a JSON list."""
        return _convert_each(self.element.read, _json_list(raw))

    def write(self, value: tuple[E, ...]) -> Any:
        """Return a JSON list."""
        return [self.element.write(item) for item in value]


class IvkSingleOrCollectionField(ElementwiseField[E | tuple[E, ...]]):
    """One value or a list of them; a list is held as a tuple."""

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Return whether the input takes one value or a list."""
        return spec.type.cardinality == "SINGLE_OR_COLLECTION"

    def allowed(self) -> str:
        """Return a phrase that describes the elements and how many are allowed."""
        return ", ".join([f"one or a list of: {self.element.allowed()}", *self.rules()])

    def coerce(self, value: object) -> E | tuple[E, ...]:
        """Convert a value that the element field accepts, or a list or iterator of such values."""
        if is_iterator(value):
            return _convert_each(self._coerce_element, read_items(value))
        if not is_list_or_tuple(value):
            return self._coerce_element(value)
        # A tuple can be one value (a colour, a LoRA with its weight) or several.
        try:
            return self._coerce_element(value)
        except (ValueError, TypeError, ArithmeticError):
            return _convert_each(self._coerce_element, value)

    def check(self, value: E | tuple[E, ...]) -> None:
        """Check the limits of one value, or the length of a list and the limits of every element."""
        if is_tuple(value):
            self._check_items(value)
        else:
            self.element.check(value)

    def read(self, raw: Any) -> E | tuple[E, ...]:
        """Convert one value or a JSON list."""
        if is_list(raw):
            return _convert_each(self.element.read, raw)
        return cast("E", self.element.read(raw))

    def write(self, value: E | tuple[E, ...]) -> Any:
        """Return one value or a JSON list."""
        if is_tuple(value):
            return [self.element.write(item) for item in value]
        return self.element.write(value)

    def _coerce_element(self, value: object) -> E:
        return cast("E", self.element.coerce(value))


def _convert_each(convert: Callable[[Any], R], items: Iterable[Any]) -> tuple[R, ...]:
    return tuple(_convert_item(convert, number, item) for number, item in enumerate(items))


def _convert_item(convert: Callable[[Any], R], number: int, item: object) -> R:
    try:
        return convert(item)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise ValueError(f"item {number}: {error_reason(error)}") from error


def _json_list(raw: object) -> list[Any]:
    if not is_list(raw):
        raise TypeError(f"{type(raw).__name__} is not a list")
    return raw
