"""Operations on colors."""

import colorsys

__all__ = ["Color", "lighter", "mix", "shifted"]

Color = tuple[int, int, int]


def mix(first: Color, second: Color, share: float) -> Color:
    """Return a color between two, with a ``share`` (0 to 1) of the second."""
    red, green, blue = (round(one + (other - one) * share) for one, other in zip(first, second, strict=True))
    return red, green, blue


def lighter(color: Color, share: float) -> Color:
    """Return a color mixed with white, or for a negative share with black."""
    return mix(color, (255, 255, 255) if share > 0 else (0, 0, 0), abs(share))


def shifted(color: Color, rotation: float) -> Color:
    """Return a color with its hue rotated; 1 is a full turn."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in color))
    red, green, blue = (
        round(part * 255) for part in colorsys.hsv_to_rgb((hue + rotation) % 1, saturation, value)
    )
    return red, green, blue
