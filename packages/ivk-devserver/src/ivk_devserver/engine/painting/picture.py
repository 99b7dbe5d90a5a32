"""One image: the sky, the land, the figures, and the grass in front, drawn in this order."""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageFilter

from ivk_devserver.engine.painting import land, scenery
from ivk_devserver.engine.painting.canvas import Canvas
from ivk_devserver.engine.painting.color import mix
from ivk_devserver.engine.painting.figures import Pen, figures_for, floats, stands
from ivk_devserver.engine.painting.palette import Palette, palette_for
from ivk_devserver.engine.painting.sky import is_night, paint_sky
from ivk_devserver.engine.painting.words import Words

__all__ = ["Subject", "paint"]

_LARGEST_CANVAS = 1536
"""Longest side in pixels of a canvas that is larger than its image; above it, drawing gets slow."""

_SUPERSAMPLING = 1.6
"""How much larger than its image a canvas is; enough for smooth edges, and faster to draw than twice."""
_WATER = "ocean sea beach coast shore island lagoon lake river water boat ship sailboat harbor harbour fjord"


@dataclass(frozen=True)
class Subject:
    """Everything that decides an image.

    Attributes
    ----------
    prompt, negative_prompt
        What to paint, and what not to paint.
    seed
        Decides where things are.
    steps
        Number of denoising steps; fewer than eight leave the image blurred.
    """

    prompt: str
    negative_prompt: str
    seed: int
    steps: int


def paint(subject: Subject, size: tuple[int, int]) -> Image.Image:
    """Paint an image.

    Parameters
    ----------
    subject
        What to paint.
    size
        Width and height, in pixels.
    """
    canvas = Canvas(_canvas_size(size))
    _Painter(canvas, subject).paint_all()
    picture = canvas.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    softness = min(size) / 160 * max(0.0, 1 - subject.steps / 8)
    return picture.filter(ImageFilter.GaussianBlur(softness)) if softness else picture


def _canvas_size(size: tuple[int, int]) -> tuple[int, int]:
    scale = max(1.0, min(_SUPERSAMPLING, _LARGEST_CANVAS / max(size)))
    return round(size[0] * scale), round(size[1] * scale)


class _Painter:
    def __init__(self, canvas: Canvas, subject: Subject) -> None:
        self._canvas = canvas
        self._wanted = Words(subject.prompt)
        self._unwanted = Words(subject.negative_prompt)
        self._random = Random(f"{subject.seed} {self._wanted.number}")  # noqa: S311 - an image, not a secret
        self._palette: Palette = palette_for(self._wanted, self._unwanted, self._random)
        self._horizon = self._random.uniform(0.52, 0.64)

    def paint_all(self) -> None:
        paint_sky(
            self._canvas,
            self._palette,
            self._wanted,
            self._unwanted,
            random=self._random,
            horizon=self._horizon,
        )
        self._paint_land()
        self._paint_figures()
        if not self._has("city cyberpunk ocean sea desert snow"):
            scenery.grass(self._canvas, self._palette, self._random)

    def _has(self, words: str) -> bool:
        return self._wanted.any_of(words) and not self._unwanted.any_of(words)

    def _paint_land(self) -> None:
        if not self._has("ocean sea") or self._has("mountain island"):
            self._paint_ridges()
        if self._has("city street skyline urban town building cyberpunk synthwave futuristic"):
            lit = is_night(self._wanted) or self._has("cyberpunk neon evening")
            scenery.skyline(self._canvas, self._palette, self._random, self._horizon + 0.06, lit=lit)
        if self._has(_WATER):
            land.water(self._canvas, self._palette, self._random, self._horizon + 0.07)
            self._paint_shore()
        else:
            self._paint_ground()

    def _paint_shore(self) -> None:
        """Paint ground in front of the water if a figure needs it."""
        standing = [one for one in figures_for(self._wanted, self._unwanted) if stands(one)]
        if standing or self._has("beach shore coast"):
            sand = (
                self._palette.towards((238, 214, 166), 0.55)
                if self._has("beach sea ocean")
                else self._palette
            )
            land.ground(self._canvas, sand, self._random, 0.84)

    def _paint_ridges(self) -> None:
        soft = self._has("desert dune hill meadow field beach")
        land.ridges(
            self._canvas,
            self._palette,
            self._random,
            self._horizon + 0.02,
            roughness=0.25 if soft else 1.0 if self._has("mountain alps winter snow") else 0.6,
            height=0.12 if soft else self._random.uniform(0.24, 0.4),
        )

    def _paint_ground(self) -> None:
        top = self._horizon + 0.16
        if self._has("forest jungle wood tree nature wolf winter") or self._grows_by_chance():
            scenery.pines(self._canvas, self._palette, self._random, self._horizon + 0.08, count=26)
        land.ground(self._canvas, self._palette, self._random, top)
        if self._has("autumn fall fox park garden spring cherry blossom tiger"):
            leaves = mix(self._palette.accent, self._palette.far, 0.2)
            scenery.round_trees(self._canvas, self._palette, self._random, top, count=9, leaves=leaves)
        if self._has("flower meadow garden spring blossom field rose tulip cat"):
            scenery.flowers(self._canvas, self._palette, self._random, top, count=90)

    def _grows_by_chance(self) -> bool:
        return self._wanted.number % 3 == 0 and not self._has("desert dune mars city space tree")

    def _paint_figures(self) -> None:
        figures = figures_for(self._wanted, self._unwanted)
        for index, figure in enumerate(figures):
            x = 0.5 if len(figures) == 1 else 0.3 + 0.4 * index
            in_air = floats(figure)
            foot = x + self._random.uniform(-0.1, 0.1), self._random.uniform(0.34, 0.42) if in_air else 0.93
            size = 0.14 if in_air else self._random.uniform(0.2, 0.25)
            figure(self._pen(foot, size), self._palette)

    def _pen(self, foot: tuple[float, float], size: float) -> Pen:
        return Pen(self._canvas, foot, size)
