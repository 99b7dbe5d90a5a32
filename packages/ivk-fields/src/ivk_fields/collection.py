"""Lists of anything: the field of the elements lends the list its work."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self, TypeVar, cast

from pydantic import Field, SkipValidation

from ivk_fields.base import IvkField
from ivk_fields.errors import reason_of
from ivk_fields.passthrough import IvkAnyField
from ivk_fields.spec import InputSpec

__all__ = ["ElementwiseField", "IvkCollectionField", "IvkSingleOrCollectionField"]

E = TypeVar("E")
V = TypeVar("V")
R = TypeVar("R")


class ElementwiseField(IvkField[V]):
    """Base of the fields that hold several values of one kind.

    Attributes
    ----------
    element : IvkField
        A field that knows the elements: their kind, their limits.
    min_items, max_items : int or None
        How many elements there may be.
    """

    element: SkipValidation[IvkField[Any]] = Field(default_factory=IvkAnyField)
    min_items: int | None = None
    max_items: int | None = None

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Take how many elements there may be."""
        return {"min_items": spec.min_items, "max_items": spec.max_items}

    def of(self, element: IvkField[Any]) -> Self:
        """Give a copy whose elements are those of another field."""
        return self.model_copy(update={"element": element}).reread(self.raw)

    def rules(self) -> list[str]:
        """Name how many elements there may be."""
        limits = (("at least {} items", self.min_items), ("at most {} items", self.max_items))
        return [phrase.format(limit) for phrase, limit in limits if limit is not None]

    def from_text(self, text: str) -> object:
        """Read a JSON list, or a single element; a blank cell is no value."""
        if text.lstrip().startswith("["):
            return json.loads(text)
        return [self.element.from_text(text)] if text.strip() else None

    def _check_items(self, items: tuple[Any, ...]) -> None:
        if self.min_items is not None and len(items) < self.min_items:
            raise ValueError(f"{len(items)} items are too few")
        if self.max_items is not None and len(items) > self.max_items:
            raise ValueError(f"{len(items)} items are too many")
        _each(self.element.check, items)


class IvkCollectionField(ElementwiseField[tuple[E, ...]]):
    """A list, held as a tuple: to add an element, assign a longer one.

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
        """Serve lists of everything."""
        return spec.type.cardinality == "COLLECTION"

    def allowed(self) -> str:
        """Say what the elements are, and how many."""
        return ", ".join([f"list of: {self.element.allowed()}", *self.rules()])

    def coerce(self, value: object) -> tuple[E, ...]:
        """Take any iterable of what the element's field takes; text is no list."""
        return _each(self.element.coerce, _items(value))

    def check(self, value: tuple[E, ...]) -> None:
        """Hold the list to its length, and every element to its limits."""
        self._check_items(value)

    def read(self, raw: Any) -> tuple[E, ...]:
        """Read a JSON list."""
        return _each(self.element.read, _json_list(raw))

    def write(self, value: tuple[E, ...]) -> Any:
        """Give a JSON list."""
        return [self.element.write(item) for item in value]


class IvkSingleOrCollectionField(ElementwiseField[E | tuple[E, ...]]):
    """One value or a list of them; a list is held as a tuple."""

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Serve what may be one or many."""
        return spec.type.cardinality == "SINGLE_OR_COLLECTION"

    def allowed(self) -> str:
        """Say what the elements are, and how many."""
        return ", ".join([f"one or a list of: {self.element.allowed()}", *self.rules()])

    def coerce(self, value: object) -> E | tuple[E, ...]:
        """Take what the element's field takes, or a list of that."""
        if not isinstance(value, list | tuple):
            return self._one(value)
        try:
            return self._one(value)
        except (ValueError, TypeError, ArithmeticError):
            return _each(self._one, value)

    def check(self, value: E | tuple[E, ...]) -> None:
        """Hold one value to its limits, or a list to its length and every element to its limits."""
        if isinstance(value, tuple):
            self._check_items(value)
        else:
            self.element.check(value)

    def read(self, raw: Any) -> E | tuple[E, ...]:
        """Read one value or a JSON list."""
        return _each(self.element.read, raw) if isinstance(raw, list) else cast("E", self.element.read(raw))

    def write(self, value: E | tuple[E, ...]) -> Any:
        """Give one value or a JSON list."""
        return (
            [self.element.write(item) for item in value] if isinstance(value, tuple) else self._written(value)
        )

    def _one(self, value: object) -> E:
        return cast("E", self.element.coerce(value))

    def _written(self, value: E) -> Any:
        return self.element.write(value)


def _each(convert: Callable[[Any], R], items: Iterable[Any]) -> tuple[R, ...]:
    return tuple(_converted(convert, number, item) for number, item in enumerate(items))


def _converted(convert: Callable[[Any], R], number: int, item: object) -> R:
    try:
        return convert(item)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise ValueError(f"item {number}: {reason_of(error)}") from error


def _items(value: object) -> Iterable[Any]:
    if isinstance(value, str | bytes | bytearray | Mapping) or not isinstance(value, Iterable):
        raise TypeError(f"{type(value).__name__} is not a list")
    return value


def _json_list(raw: object) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError(f"{type(raw).__name__} is not a list")
    return raw
