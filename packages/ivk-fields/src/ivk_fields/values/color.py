"""Colours, written as hex digits, CSS names or channels."""

import re
from typing import Annotated, Self

from pydantic import Field

from ivk_fields.coercion import coerce_int, unwrap_scalar
from ivk_fields.type_guards import is_list_or_tuple
from ivk_fields.values.record import WireRecord

__all__ = ["Color"]

Channel = Annotated[int, Field(strict=True, ge=0, le=255)]

_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
# The common CSS names only; any colour can be given by its hex digits.
_NAMED = {
    "aqua": "00ffff", "black": "000000", "blue": "0000ff", "brown": "a52a2a", "cyan": "00ffff",
    "fuchsia": "ff00ff", "gold": "ffd700", "gray": "808080", "green": "008000", "grey": "808080",
    "lime": "00ff00", "magenta": "ff00ff", "maroon": "800000", "navy": "000080", "olive": "808000",
    "orange": "ffa500", "pink": "ffc0cb", "purple": "800080", "red": "ff0000", "silver": "c0c0c0",
    "teal": "008080", "transparent": "00000000", "violet": "ee82ee", "white": "ffffff", "yellow": "ffff00",
}  # fmt: skip


class Color(WireRecord):
    """Red, green, blue and alpha (opacity), each from 0 to 255.

    Examples
    --------
    >>> Color.parse("#ff8800")
    Color(r=255, g=136, b=0, a=255)
    >>> Color.parse((255, 136, 0, 128)).hex
    '#ff880080'
    """

    r: Channel
    g: Channel
    b: Channel
    a: Channel = 255

    @classmethod
    def parse(cls, value: object) -> Self:
        """Convert ``"#rgb"``, ``"#rrggbb"``, ``"#rrggbbaa"``, a CSS name, 3 or 4 numbers, or JSON."""
        value = unwrap_scalar(value)
        if isinstance(value, str):
            return cls._of_channels(_channels_of(value))
        if is_list_or_tuple(value):
            return cls._of_channels([coerce_int(channel) for channel in value])
        return super().parse(value)

    @property
    def hex(self) -> str:
        """The colour as ``#rrggbb``, with two more digits if it is not opaque."""
        return "#" + bytes((self.r, self.g, self.b, self.a)).hex().removesuffix("ff" if self.a == 255 else "")

    def to_wire(self) -> dict[str, int]:
        """Return all four channels."""
        return {**(self.model_extra or {}), "r": self.r, "g": self.g, "b": self.b, "a": self.a}

    def __str__(self) -> str:
        """Return the colour as hex digits."""
        return self.hex

    @classmethod
    def _of_channels(cls, channels: list[int]) -> Self:
        if len(channels) not in (3, 4):
            raise ValueError(f"a colour has 3 or 4 channels, not {len(channels)}")
        return cls.model_validate(dict(zip("rgba", channels, strict=False)))


def _channels_of(text: str) -> list[int]:
    match = _HEX.fullmatch(_NAMED.get(text.strip().lower(), text.strip()))
    if not match:
        raise ValueError("not a colour")
    digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
    return list(bytes.fromhex(digits))
