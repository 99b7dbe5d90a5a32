"""The lower part of an image: ridges, dunes, water, ground."""

from itertools import pairwise
from random import Random

from PIL import Image, ImageFilter

from ivk_devserver.engine.image_ops import map_values
from ivk_devserver.engine.painting.canvas import Canvas, Point, cloud_mask
from ivk_devserver.engine.painting.color import Color, lighter, mix
from ivk_devserver.engine.painting.palette import Palette

__all__ = ["ground", "ridges", "water"]


def ridges(
    canvas: Canvas, palette: Palette, random: Random, horizon: float, *, roughness: float, height: float
) -> None:
    """Paint a series of ridges; distant ridges are paler.

    Parameters
    ----------
    canvas, palette, random, horizon
        The canvas, the colors, the random generator, and where the land begins.
    roughness
        From 0 (soft dunes) to 1 (jagged mountains).
    height
        How far the highest ridge may reach above the horizon.
    """
    count = 4
    for layer in range(count):
        nearness = layer / (count - 1)
        base = horizon + nearness * 0.10
        line = _ridge(random, base, height * (1 - 0.62 * nearness), roughness)
        color = mix(mix(palette.far, palette.horizon, 0.45), mix(palette.far, palette.near, 0.75), nearness)
        canvas.shade_polygon(
            [(0, 1.01), *line, (1, 1.01)], [lighter(color, 0.10), color, mix(color, palette.horizon, 0.22)]
        )
        if roughness > 0.7 and layer < 2:
            _snow(canvas, line, mix(palette.light, color, 0.25), base - height * (0.34 - 0.1 * layer))


def _ridge(random: Random, base: float, height: float, roughness: float) -> list[Point]:
    line = [base - height * random.uniform(0.1, 1) for _ in range(random.randint(3, 5))]
    swing = height * 0.34
    for _ in range(6):
        between = [(one + other) / 2 + random.uniform(-swing, swing) for one, other in pairwise(line)]
        line = [value for pair in zip(line, between, strict=False) for value in pair] + line[-1:]
        swing *= 0.30 + 0.24 * roughness
    return [(index / (len(line) - 1), min(value, base)) for index, value in enumerate(line)]


def _snow(canvas: Canvas, line: list[Point], color: Color, snowline: float) -> None:
    """Paint snow on the part of a ridge above a line, in tongues that reach down from the ridge."""
    tongues = (0.35 + 0.45 * abs(index % 14 / 7 - 1) for index in range(len(line)))
    edge = [(x, y + max(0.0, snowline - y) * depth) for (x, y), depth in zip(line, tongues, strict=True)]
    canvas.polygon([*line, *reversed(edge)], color, 0.8)


def water(canvas: Canvas, palette: Palette, random: Random, top: float) -> None:
    """Paint water below ``top`` that reflects everything above it."""
    width, height = canvas.size
    shore = round(top * height)
    depth = height - shore
    if depth <= 0 or shore <= 0:
        return
    above = canvas.image.crop((0, max(0, shore - depth), width, shore)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    small = above.resize((max(1, width // 4), max(1, depth // 24))).filter(ImageFilter.GaussianBlur(1))
    mirrored = small.resize((width, depth), Image.Resampling.BICUBIC)
    tint = Image.new("RGB", mirrored.size, mix(palette.near, palette.sky, 0.35))
    canvas.image.paste(Image.blend(mirrored, tint, 0.36), (0, shore))
    canvas.veil(lighter(palette.near, -0.25), cloud_mask(random, coverage=0.4, stretch=8), top + 0.12, 1.2)
    _ripples(canvas, palette, random, top)


def _ripples(canvas: Canvas, palette: Palette, random: Random, top: float) -> None:
    for _ in range(150):
        nearness = random.random() ** 0.6
        y = top + 0.004 + nearness * (1 - top)
        x, length = random.uniform(-0.05, 1.05), random.uniform(0.012, 0.05) * (0.4 + nearness)
        color = mix(palette.light, palette.sky, random.random())
        canvas.ellipse((x, y), (length, 0.0007 + 0.0022 * nearness), color, random.uniform(0.12, 0.42))


def ground(canvas: Canvas, palette: Palette, random: Random, top: float) -> None:
    """Paint the ground in front, with spots of light."""
    line = [
        (index / 24, top + 0.02 * random.random() + 0.03 * (index / 24 - 0.5) ** 2) for index in range(25)
    ]
    color = palette.near
    bright = mix(lighter(color, 0.16), palette.accent, 0.10)
    canvas.shade_polygon([(0, 1.01), *line, (1, 1.01)], [bright, color, lighter(color, -0.30)])
    canvas.veil(
        mix(palette.light, color, 0.6),
        map_values(cloud_mask(random, coverage=0.3), lambda value: value / 4),
        top + 0.04,
        1.0,
    )
