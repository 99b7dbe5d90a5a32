"""A JSON object of the server as a frozen Python value.

It is frozen because a field would not notice a change of its value. Unknown keys are kept, because a newer
server may have added them.
"""

from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from ivk_fields.coercion import unwrap_scalar
from ivk_fields.json_values import freeze_json
from ivk_fields.type_guards import is_mapping

__all__ = ["Name", "NamedRecord", "WireRecord"]

Name = Annotated[str, Field(strict=True, min_length=1)]


class WireRecord(BaseModel):
    """Base of the values that have the JSON form of an object."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, defer_build=True)

    @classmethod
    def parse(cls, value: object) -> Self:
        """Convert a Python value.

        Raises
        ------
        TypeError, ValueError
            If the value cannot be converted.
        """
        return value if isinstance(value, cls) else cls.from_wire(value)

    @classmethod
    def from_wire(cls, raw: object) -> Self:
        """Convert the JSON form, and no other."""
        if not is_mapping(raw):
            raise TypeError(f"{type(raw).__name__} is not an object with {cls._keys()}")
        record = cls.model_validate(dict(raw))
        for extra in (record.model_extra or {}).values():
            freeze_json(extra)  # raises an error for a value that has no JSON form
        return record

    @property
    def needs_resolving(self) -> bool:
        """True if the value must be looked up on the server before it can be sent."""
        return False

    def to_wire(self) -> Any:
        """Return the JSON form. Keys that were not set are left out, so the server's defaults apply."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @classmethod
    def _keys(cls) -> str:
        return ", ".join(cls.model_fields)


class NamedRecord(WireRecord):
    """Base of the objects with a name on the server, such as ``{"image_name": …}``."""

    name_key: ClassVar[str]
    """Key of the name in the JSON form."""

    @classmethod
    def parse(cls, value: object) -> Self:
        """Convert the name alone, the JSON form, or any object with the name as an attribute."""
        if isinstance(value, cls):
            return value
        value = unwrap_scalar(value)
        name = value if isinstance(value, str) else getattr(value, cls.name_key, None)
        return cls.from_wire(value) if name is None else cls.of(name)

    @classmethod
    def of(cls, name: str) -> Self:
        """Make a reference from a name on the server."""
        return cls.model_validate({cls.name_key: name})

    @property
    def name(self) -> str:
        """The name on the server."""
        name: str = getattr(self, self.name_key)
        return name

    def __str__(self) -> str:
        """Return the name."""
        return self.name
