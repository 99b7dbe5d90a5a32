"""The base of fields whose value is a small JSON object, such as ``{"image_name": "cat.png"}``."""

import json
from typing import Any, ClassVar, TypeVar, cast

from ivk_fields.base import IvkField
from ivk_fields.values.record import WireRecord

__all__ = ["RecordField"]

R = TypeVar("R", bound=WireRecord)


class RecordField(IvkField[R]):
    """Base of the fields that hold a `WireRecord`.

    Attributes
    ----------
    record : type of WireRecord
        Class of the value; it does the conversions.
    """

    record: ClassVar[type[WireRecord]] = WireRecord

    def coerce(self, value: object) -> R:
        """Convert anything that the `parse` method of the record class accepts."""
        return cast("R", self.record.parse(value))

    def read(self, raw: Any) -> R:
        """Convert the JSON form, and no other."""
        return cast("R", self.record.from_wire(raw))

    def from_text(self, text: str) -> object:
        """Parse a JSON object or list; return other text as it is, and None for empty text."""
        return json.loads(text) if text.lstrip().startswith(("{", "[")) else text or None

    def write(self, value: R) -> Any:
        """Return the JSON form of the record."""
        return value.to_wire()
