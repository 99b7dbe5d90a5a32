"""Colours and what can be done with them."""

import colorsys

__all__ = ["Color", "lighter", "mix", "shifted"]

Color = tuple[int, int, int]


def mix(first: Color, second: Color, share: float) -> Color:
    """Give a colour between two, ``share`` (0 to 1) of it from the second."""
    red, green, blue = (round(one + (other - one) * share) for one, other in zip(first, second, strict=True))
    return red, green, blue


def lighter(color: Color, share: float) -> Color:
    """Go towards white, or for a negative share towards black."""
    return mix(color, (255, 255, 255) if share > 0 else (0, 0, 0), abs(share))


def shifted(color: Color, turn: float) -> Color:
    """Turn the hue, 1 being all the way around."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in color))
    red, green, blue = (
        round(part * 255) for part in colorsys.hsv_to_rgb((hue + turn) % 1, saturation, value)
    )
    return red, green, blue
