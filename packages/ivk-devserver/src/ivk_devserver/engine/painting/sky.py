"""The upper part of an image: sky, light, clouds and stars."""

from random import Random

from ivk_devserver.engine.image_ops import map_values
from ivk_devserver.engine.painting.canvas import Canvas, cloud_mask
from ivk_devserver.engine.painting.color import lighter, mix
from ivk_devserver.engine.painting.palette import Palette
from ivk_devserver.engine.painting.words import Words

__all__ = ["is_night", "paint_sky"]

_NIGHT = "night midnight moon moonlight starry star galaxy nebula space cosmic aurora northern neon cyberpunk"


def is_night(wanted: Words) -> bool:
    """Return whether the prompt asks for a night sky."""
    return wanted.any_of(_NIGHT)


def paint_sky(
    canvas: Canvas, palette: Palette, wanted: Words, unwanted: Words, *, random: Random, horizon: float
) -> None:
    """Paint everything above the horizon."""
    canvas.shade([palette.zenith, palette.sky, palette.horizon], 0, horizon + 0.1)
    if is_night(wanted):
        _stars(canvas, random, horizon)
    if wanted.any_of("aurora northern galaxy nebula cosmic"):
        _aurora(canvas, palette, random)
    if not unwanted.any_of("cloud"):
        _clouds(canvas, palette, wanted, random, horizon)
    _light(canvas, palette, wanted, random, horizon)
    if wanted.any_of("bird seagull eagle ocean sea beach mountain") and not unwanted.any_of("bird animal"):
        _birds(canvas, palette, random, horizon)


def _stars(canvas: Canvas, random: Random, horizon: float) -> None:
    for _ in range(160):
        size = random.uniform(0.0008, 0.0026) * random.random() + 0.0006
        place = random.random(), random.random() ** 1.4 * horizon
        canvas.ellipse(place, (size, size), (255, 255, 245), random.uniform(0.35, 1))
    for _ in range(5):
        canvas.glow((random.random(), random.random() * horizon * 0.7), 0.03, (230, 240, 255), 0.9)


def _aurora(canvas: Canvas, palette: Palette, random: Random) -> None:
    for color in (palette.accent, mix(palette.accent, palette.light, 0.4), palette.horizon):
        canvas.veil(color, cloud_mask(random, coverage=0.42, stretch=1), -0.15, random.uniform(0.6, 0.8))


def _light(canvas: Canvas, palette: Palette, wanted: Words, random: Random, horizon: float) -> None:
    night = is_night(wanted)
    place = (
        random.uniform(0.2, 0.8),
        horizon * (random.uniform(0.2, 0.5) if night else random.uniform(0.35, 0.9)),
    )
    radius = random.uniform(0.05, 0.075)
    canvas.glow(place, 0.75, mix(palette.light, palette.horizon, 0.5), 0.35 if night else 0.6)
    canvas.glow(place, 0.26, palette.light, 0.55 if night else 0.9)
    canvas.ellipse(place, (radius, radius), lighter(palette.light, 0.35))
    if night:
        _craters(canvas, palette, place, radius, random)


def _craters(
    canvas: Canvas, palette: Palette, place: tuple[float, float], radius: float, random: Random
) -> None:
    for _ in range(5):
        shift = [random.uniform(-0.55, 0.55) * radius * canvas.unit / side for side in canvas.size]
        size = radius * random.uniform(0.1, 0.24)
        canvas.ellipse(
            (place[0] + shift[0], place[1] + shift[1]), (size, size), lighter(palette.light, -0.14)
        )


def _clouds(canvas: Canvas, palette: Palette, wanted: Words, random: Random, horizon: float) -> None:
    coverage = 0.75 if wanted.any_of("cloud cloudy storm rain fog misty") else 0.45
    shadow = mix(palette.sky, palette.zenith, 0.35)
    bright = mix(lighter(palette.horizon, 0.35), palette.light, 0.3)
    share = 0.35 if is_night(wanted) else 0.8
    mask = map_values(cloud_mask(random, coverage=coverage), lambda value: value * share)
    canvas.veil(shadow, mask, -0.1, horizon)
    lit = map_values(mask, lambda value: max(0, value - 70) * 1.1)
    canvas.veil(bright, lit, -0.12, horizon * 0.97)


def _birds(canvas: Canvas, palette: Palette, random: Random, horizon: float) -> None:
    color = lighter(palette.near, -0.2)
    for _ in range(random.randint(3, 6)):
        x, y, size = (
            random.uniform(0.1, 0.9),
            random.uniform(0.12, 0.75) * horizon,
            random.uniform(0.012, 0.026),
        )
        wing = [(x - size, y - size * 0.5), (x - size * 0.4, y - size * 0.55), (x, y)]
        canvas.line(wing, color, 0.004, 0.8)
        canvas.line([(2 * x - point[0], point[1]) for point in wing], color, 0.004, 0.8)
