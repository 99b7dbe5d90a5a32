"""Fields whose value is one small object of the server."""

import json
from typing import Any, ClassVar, TypeVar, cast

from ivk_fields.base import IvkField
from ivk_fields.values.record import WireRecord

__all__ = ["RecordField"]

R = TypeVar("R", bound=WireRecord)


class RecordField(IvkField[R]):
    """Base of the fields that hold a `WireRecord`; the record knows what it can be made of."""

    record: ClassVar[type[WireRecord]] = WireRecord

    def coerce(self, value: object) -> R:
        """Take the record itself, or what its class can make one of."""
        return cast("R", self.record.parse(value))

    def read(self, raw: Any) -> R:
        """Read the wire's form only."""
        return cast("R", self.record.from_wire(raw))

    def from_text(self, text: str) -> object:
        """Read a JSON object or list, or leave the text for `coerce`; a blank cell is no value."""
        return json.loads(text) if text.lstrip().startswith(("{", "[")) else text or None

    def write(self, value: R) -> Any:
        """Give the wire's form."""
        return value.to_wire()
