"""The interface of a field class: which inputs it serves, how it converts values, what its limits are.

A field class overrides these methods; `IvkField` calls them to read, check and write the value that it holds.
The methods reject a value by raising `ValueError` or `TypeError`. The field turns either into a
`FieldValueError` that names the input.
"""

from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from ivk_fields.errors import short_repr
from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec

__all__ = ["FieldInterface"]

T = TypeVar("T")


class FieldInterface(BaseModel, Generic[T]):
    """Base of `IvkField`: what a field class may override. It holds no value.

    Attributes
    ----------
    serves_types : tuple of str
        Names of the input types that the class serves, as the server's schema has them.
    kind : str
        Name of this kind of value, for messages.
    null_is_a_value : bool
        True if null is a value that can be sent. Otherwise None means that the input has no value.
    name : str
        Name of the input, for error messages.
    required : bool
        True if the server requires a value.
    nullable : bool
        False if the server has a default other than null, so that None is not a value of the input.
    """

    model_config = ConfigDict(
        extra="forbid", arbitrary_types_allowed=True, validate_assignment=True, defer_build=True
    )

    serves_types: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str] = "value"
    null_is_a_value: ClassVar[bool] = False

    name: str = ""
    required: bool = False
    nullable: bool = True

    @classmethod
    def __class_getitem__(cls, item: Any) -> type[Self]:
        """Return the class itself: the type of the value concerns type checkers only.

        Pydantic would build a class for each parameter, which takes half of the time to import this package.
        """
        del item
        return cls

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Return whether this class is for an input."""
        return spec.type.cardinality == "SINGLE" and spec.type.name in cls.serves_types

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the attributes of this class that come from a spec, by attribute name."""
        del spec
        return {}

    def coerce(self, value: object) -> T:
        """Convert a Python value to T.

        Raises
        ------
        ValueError, TypeError
            If the value cannot be converted.
        """
        raise NotImplementedError(f"{type(self).__name__} has no coerce() to convert {short_repr(value)}")

    def check(self, value: T) -> None:
        """Raise `ValueError` if a converted value is outside the limits."""

    def is_nothing(self, raw: Any) -> bool:
        """Return whether a JSON value means that the input has no value."""
        return raw is None or raw is MISSING

    def read(self, raw: Any) -> T:
        """Convert a JSON value to T, without checking limits."""
        return self.coerce(raw)

    def write(self, value: T) -> Any:
        """Convert a T to its JSON form."""
        return value

    def from_text(self, text: str) -> object:
        """Convert text to a value for `coerce`; None means no value."""
        return text

    def rules(self) -> list[str]:
        """Return the limits in words, each as a short phrase."""
        return []

    def describe(self) -> str:
        """Return one line about the allowed values and whether one is required."""
        return ", ".join([self.allowed(), *(["required"] if self.required else [])])

    def allowed(self) -> str:
        """Return a phrase that describes the allowed values."""
        return ", ".join([self.kind, *self.rules()])
