"""A small JSON object of the server as a frozen Python value.

Frozen, because a change that no field hears of would be lost. Unknown keys are kept: a newer server may
have put them there.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from ivk_fields.plain import plain

__all__ = ["Name", "NamedRecord", "WireRecord"]

Name = Annotated[str, Field(strict=True, min_length=1)]


class WireRecord(BaseModel):
    """Base of all value objects that travel as a JSON object."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, defer_build=True)

    @classmethod
    def parse(cls, value: object) -> Self:
        """Make one of a plain Python value.

        Raises
        ------
        TypeError, ValueError
            If the value is nothing that this object can be made of.
        """
        return value if isinstance(value, cls) else cls.from_wire(value)

    @classmethod
    def from_wire(cls, raw: object) -> Self:
        """Read the JSON form."""
        if not isinstance(raw, Mapping):
            raise TypeError(f"{type(raw).__name__} is not an object with {cls._keys()}")
        return cls.model_validate(dict(raw))

    @property
    def needs_resolving(self) -> bool:
        """True while only a server can say what this value stands for."""
        return False

    def to_wire(self) -> Any:
        """Give the JSON form; what was never given is left to the server."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @classmethod
    def _keys(cls) -> str:
        return ", ".join(cls.model_fields)


class NamedRecord(WireRecord):
    """An object that is little more than a name, such as ``{"image_name": …}``."""

    name_key: ClassVar[str]

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take the name alone, the wire's form, or any object that carries the name."""
        if isinstance(value, cls):
            return value
        value = plain(value)
        name = value if isinstance(value, str) else getattr(value, cls.name_key, None)
        return cls.from_wire(value) if name is None else cls.of(name)

    @classmethod
    def of(cls, name: str) -> Self:
        """Refer to a thing by its name on the server."""
        return cls.model_validate({cls.name_key: name})

    @property
    def name(self) -> str:
        """The thing's name on the server."""
        name: str = getattr(self, self.name_key)
        return name

    def __str__(self) -> str:
        """Read as the name."""
        return self.name
