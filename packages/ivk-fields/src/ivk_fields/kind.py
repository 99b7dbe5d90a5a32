"""What a kind of field knows: which inputs it is for, how to convert a value, what its limits are.

These are the hooks that a field class overrides; `IvkField` calls them around the value that it holds. Hooks
refuse by raising `ValueError` or `TypeError`, and the field turns that into an error that names the input.
"""

from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from ivk_fields.errors import shown
from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec

__all__ = ["FieldKind"]

T = TypeVar("T")


class FieldKind(BaseModel, Generic[T]):
    """The overridable half of a field class; it holds no value.

    Attributes
    ----------
    serves_types : tuple of str
        The server's names for the types that the class is for.
    kind : str
        What a person would call such a value.
    null_is_a_value : bool
        True where null is as good a value as any other.
    name : str
        Name of the input, for messages.
    required : bool
        True when the server insists on a value.
    """

    model_config = ConfigDict(
        extra="forbid", arbitrary_types_allowed=True, validate_assignment=True, defer_build=True
    )

    serves_types: ClassVar[tuple[str, ...]] = ()
    kind: ClassVar[str] = "value"
    null_is_a_value: ClassVar[bool] = False

    name: str = ""
    required: bool = False

    @classmethod
    def __class_getitem__(cls, held: Any) -> type[Self]:
        """Give the class itself: what it holds matters to type checkers only.

        Pydantic would build a class for every parameter, which makes up half the time of importing this part.
        """
        del held
        return cls

    @classmethod
    def serves(cls, spec: InputSpec) -> bool:
        """Tell whether this class is the right one for an input."""
        return spec.type.cardinality == "SINGLE" and spec.type.name in cls.serves_types

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Take this class's own settings out of a spec; names are those of its attributes."""
        del spec
        return {}

    def coerce(self, value: object) -> T:
        """Make a T of a plain Python value, or raise `ValueError` or `TypeError`."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to coerce {shown(value)}")

    def check(self, value: T) -> None:
        """Raise `ValueError` if the value is outside the limits."""

    def is_nothing(self, raw: Any) -> bool:
        """Tell whether the wire's form says that there is no value."""
        return raw is None or raw is MISSING

    def read(self, raw: Any) -> T:
        """Make a T of the wire's form; out-of-limit values are read too."""
        return self.coerce(raw)

    def write(self, value: T) -> Any:
        """Make the wire's form of a T."""
        return value

    def from_text(self, text: str) -> object:
        """Say what a cell of text stands for; `coerce` gets the answer."""
        return text

    def rules(self) -> list[str]:
        """Say the limits in words, each a short phrase."""
        return []

    def describe(self) -> str:
        """Say in one line what the input takes."""
        return ", ".join([self.allowed(), *(["required"] if self.required else [])])

    def allowed(self) -> str:
        """Say what values are allowed."""
        return ", ".join([self.kind, *self.rules()])
