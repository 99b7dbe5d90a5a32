"""The scenery on the land: trees, flowers, grass, towers."""

from random import Random

from ivk_devserver.engine.painting.canvas import Canvas
from ivk_devserver.engine.painting.color import Color, lighter, mix
from ivk_devserver.engine.painting.palette import Palette

__all__ = ["flowers", "grass", "pines", "round_trees", "skyline"]


def pines(canvas: Canvas, palette: Palette, random: Random, base: float, *, count: int) -> None:
    """Paint a forest of firs; nearer firs are taller and darker."""
    for index in range(count):
        nearness = index / max(1, count - 1)
        color = mix(mix(palette.far, palette.near, 0.55), lighter(palette.near, -0.25), nearness)
        foot = base + 0.10 * nearness + random.uniform(-0.01, 0.01)
        _pine(
            canvas, color, (random.uniform(-0.03, 1.03), foot), random.uniform(0.13, 0.24) * (0.5 + nearness)
        )


def _pine(canvas: Canvas, color: Color, foot: tuple[float, float], height: float) -> None:
    x, y = foot
    wide, high = height * canvas.unit / canvas.size[0], height * canvas.unit / canvas.size[1]
    canvas.polygon([(x - wide * 0.03, y), (x + wide * 0.03, y), (x, y - high * 0.4)], lighter(color, -0.3))
    for tier in range(4):
        top, bottom = y - high * (1 - tier * 0.12), y - high * (0.62 - tier * 0.18)
        spread = wide * (0.11 + tier * 0.055)
        canvas.polygon(
            [(x, top), (x + spread, bottom), (x - spread, bottom)], lighter(color, 0.05 - tier * 0.02)
        )
        canvas.polygon([(x, top), (x + spread, bottom), (x + spread * 0.2, bottom)], lighter(color, -0.10))


def round_trees(
    canvas: Canvas, palette: Palette, random: Random, base: float, *, count: int, leaves: Color
) -> None:
    """Paint trees with round crowns."""
    for index in range(count):
        nearness = index / max(1, count - 1)
        x, y = random.uniform(0, 1), base + 0.10 * nearness
        size = random.uniform(0.05, 0.08) * (0.55 + nearness)
        across, up = size * canvas.unit / canvas.size[0], size * canvas.unit / canvas.size[1]
        color = mix(mix(leaves, palette.horizon, 0.35), leaves, nearness)
        canvas.polygon(
            [(x - across * 0.14, y), (x + across * 0.14, y), (x, y - 2 * up)], lighter(palette.near, -0.3)
        )
        for _ in range(9):
            spot = x + across * random.uniform(-0.8, 0.8), y - up * random.uniform(1.2, 2.7)
            shade = lighter(color, random.uniform(-0.22, 0.18))
            canvas.ellipse(spot, (size * 0.55, size * 0.5), shade, 0.95)


def flowers(canvas: Canvas, palette: Palette, random: Random, top: float, *, count: int) -> None:
    """Paint flowers on the ground; nearer flowers are larger."""
    places = sorted((top + (1 - top) * random.random() ** 0.8, random.random()) for _ in range(count))
    for y, x in places:
        nearness = (y - top) / (1 - top)
        size = 0.003 + 0.015 * nearness
        color = random.choice(
            (palette.accent, lighter(palette.accent, 0.4), mix(palette.accent, palette.light, 0.6))
        )
        foot = x + random.uniform(-0.01, 0.01), y + size * 3
        canvas.line([foot, (x, y)], mix(palette.near, (90, 160, 80), 0.4), size * 0.22)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            spot = (
                x + dx * size * 0.6 * canvas.unit / canvas.size[0],
                y + dy * size * 0.6 * canvas.unit / canvas.size[1],
            )
            canvas.ellipse(spot, (size * 0.6, size * 0.55), color)
        canvas.ellipse((x, y), (size * 0.36, size * 0.36), lighter(palette.light, 0.1))


def grass(canvas: Canvas, palette: Palette, random: Random) -> None:
    """Paint blades of grass in front of everything else."""
    for _ in range(90):
        x, height = random.uniform(-0.02, 1.02), random.uniform(0.03, 0.11)
        lean = random.uniform(-0.025, 0.025)
        color = mix(lighter(palette.near, -0.35), palette.near, random.random())
        canvas.polygon([(x - 0.004, 1.01), (x + 0.004, 1.01), (x + lean, 1.0 - height)], color, 0.95)


def skyline(canvas: Canvas, palette: Palette, random: Random, base: float, *, lit: bool) -> None:
    """Paint a city: layers of towers with windows."""
    for layer in range(3):
        nearness = layer / 2
        color = mix(mix(palette.far, palette.horizon, 0.4), lighter(palette.near, -0.1), nearness)
        x = -0.02
        while x < 1.02:
            width = random.uniform(0.035, 0.09)
            top = base - random.uniform(0.08, 0.42) * (1 - 0.35 * nearness) + 0.04 * nearness
            _tower(canvas, palette, random, (x, top, x + width, base + 0.08 * nearness), color, lit=lit)
            x += width + random.uniform(0, 0.02)


def _tower(
    canvas: Canvas,
    palette: Palette,
    random: Random,
    box: tuple[float, float, float, float],
    color: Color,
    *,
    lit: bool,
) -> None:
    left, top, right, bottom = box
    canvas.shade_polygon(
        [(left, bottom), (left, top), (right, top), (right, bottom)], [lighter(color, 0.1), color]
    )
    if random.random() < 0.25:
        middle = (left + right) / 2
        canvas.line([(middle, top), (middle, top - 0.05)], color, 0.004)
    glass = palette.light if lit else lighter(color, 0.3)
    step = 0.016
    rows, columns = int((bottom - top) / step) - 1, int((right - left) / 0.014) - 1
    for row in range(rows):
        for column in range(columns):
            if random.random() < (0.5 if lit else 0.3):
                x, y = left + 0.012 + column * 0.014, top + 0.012 + row * step
                window = [(x, y), (x + 0.007, y), (x + 0.007, y + 0.009), (x, y + 0.009)]
                canvas.polygon(window, glass, random.uniform(0.35, 0.95))
