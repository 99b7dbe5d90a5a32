"""The field for colours."""

from ivk_fields.records import RecordField
from ivk_fields.values.color import Color

__all__ = ["IvkColorField"]


class IvkColorField(RecordField[Color]):
    """A colour."""

    serves_types = ("ColorField",)
    kind = "colour ('#rrggbb', '#rrggbbaa', a CSS name, or 3 or 4 numbers from 0 to 255)"
    record = Color
