"""The canvas that the painter draws on.

Points are shares of the width and height, lengths are shares of the shorter side, so that one drawing fits
every size and circles stay round. The canvas is larger than the final image, because reducing it smooths the
edges.
"""

from collections.abc import Iterable
from random import Random

from PIL import Image, ImageChops, ImageDraw

from ivk_devserver.engine.image_ops import map_values
from ivk_devserver.engine.painting.color import Color

__all__ = ["Canvas", "Point", "cloud_mask"]

Point = tuple[float, float]
_TEXTURE_SIDE = 256
"""Pixels; clouds are soft, so a small mask that is enlarged looks the same and is drawn faster."""


class Canvas:
    """An image that is drawn.

    Parameters
    ----------
    size
        Width and height, in pixels.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.unit = min(size)
        self.image = Image.new("RGB", size)
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def pixel(self, point: Point) -> Point:
        """Return the pixel of a point."""
        return point[0] * self.size[0], point[1] * self.size[1]

    def polygon(self, points: Iterable[Point], color: Color, alpha: float = 1) -> None:
        """Fill a polygon."""
        self._draw.polygon([self.pixel(point) for point in points], (*color, round(alpha * 255)))

    def ellipse(self, center: Point, radius: Point, color: Color, alpha: float = 1) -> None:
        """Fill an ellipse; its radii are lengths."""
        (x, y), (wide, high) = self.pixel(center), (radius[0] * self.unit, radius[1] * self.unit)
        self._draw.ellipse((x - wide, y - high, x + wide, y + high), (*color, round(alpha * 255)))

    def line(self, points: Iterable[Point], color: Color, width: float, alpha: float = 1) -> None:
        """Draw a line; its width is a length."""
        pixels = [self.pixel(point) for point in points]
        fill = (*color, round(alpha * 255))
        self._draw.line(pixels, fill, max(1, round(width * self.unit)), joint="curve")

    def shade(self, colors: list[Color], top: float = 0, bottom: float = 1) -> None:
        """Fill a horizontal stripe with a gradient of colors from top to bottom."""
        upper, lower = round(top * self.size[1]), round(bottom * self.size[1])
        if lower > upper:
            self.image.paste(_gradient(colors, (self.size[0], lower - upper)), (0, upper))

    def shade_polygon(self, points: list[Point], colors: list[Color]) -> None:
        """Fill a polygon with a gradient of colors from top to bottom."""
        pixels = [self.pixel(point) for point in points]
        left, top, right, bottom = self._bounds(pixels)
        if left < right and top < bottom:
            mask = Image.new("L", (right - left, bottom - top))
            ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in pixels], 255)
            self.image.paste(_gradient(colors, mask.size), (left, top), mask)

    def _bounds(self, pixels: list[Point]) -> tuple[int, int, int, int]:
        """Return the bounding box of pixels within the canvas."""
        across, down = [x for x, _ in pixels], [y for _, y in pixels]
        right, bottom = min(self.size[0], int(max(across)) + 1), min(self.size[1], int(max(down)) + 1)
        return max(0, int(min(across))), max(0, int(min(down))), right, bottom

    def glow(self, center: Point, radius: float, color: Color, strength: float = 1) -> None:
        """Draw a glow; its radius is a length."""
        side = max(2, round(2 * radius * self.unit))
        # The gradient is 181 at the middle of each side, so the glow is a circle that fits into the square.
        mask = map_values(
            Image.radial_gradient("L"), lambda value: max(0, 1 - value / 181) ** 2 * 255 * strength
        )
        x, y = self.pixel(center)
        self.image.paste(color, (round(x - side / 2), round(y - side / 2)), mask.resize((side, side)))

    def veil(self, color: Color, mask: Image.Image, top: float = 0, bottom: float = 1) -> None:
        """Cover a horizontal stripe with a color, with the mask as its opacity."""
        upper, lower = round(top * self.size[1]), round(bottom * self.size[1])
        if lower > upper:
            self.image.paste(
                color, (0, upper), mask.resize((self.size[0], lower - upper), Image.Resampling.BICUBIC)
            )


def cloud_mask(random: Random, *, coverage: float, stretch: int = 3) -> Image.Image:
    """Return the opacity of clouds: soft shapes, wider than high."""
    mask = Image.new("L", (_TEXTURE_SIDE, _TEXTURE_SIDE), 128)
    for octave, strength in ((4, 0.9), (8, 0.55), (16, 0.4), (32, 0.25), (64, 0.15)):
        size = max(2, octave // stretch + 1), octave
        spots = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
        mask = Image.blend(mask, spots.resize(mask.size, Image.Resampling.BICUBIC), strength * 0.5)
    clear = 255 * (1 - coverage) * 0.68
    clouds = map_values(mask, lambda value: min(255, max(0, (value - clear) * 3.2)))
    return ImageChops.multiply(clouds, _fading(clouds.size))


def _fading(size: tuple[int, int]) -> Image.Image:
    """Return a mask that fades out at its upper and lower edge."""
    column = Image.new("L", (1, 6), 255)
    column.paste(0, (0, 0, 1, 1))
    column.paste(0, (0, 5, 1, 6))
    return column.resize(size, Image.Resampling.BICUBIC)


def _gradient(colors: list[Color], size: tuple[int, int]) -> Image.Image:
    column = Image.new("RGB", (1, len(colors)))
    column.putdata(colors)
    smooth = column.resize((1, size[1]), Image.Resampling.BICUBIC) if len(colors) > 1 else column
    return smooth.resize(size, Image.Resampling.NEAREST)
