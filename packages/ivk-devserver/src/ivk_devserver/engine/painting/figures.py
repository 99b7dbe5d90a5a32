"""The figures of an image: animals, people, robots, boats, buildings.

A figure is drawn in a box above the point that it stands on: x from -1 to 1, y from 0 (ground) to 2 (top).
"""

from collections.abc import Callable

from ivk_devserver.engine.painting.canvas import Canvas, Point
from ivk_devserver.engine.painting.color import Color, lighter, mix
from ivk_devserver.engine.painting.palette import Palette
from ivk_devserver.engine.painting.words import Words

__all__ = ["Pen", "figures_for", "floats", "stands"]

Pose = tuple[Point, float]
Figure = Callable[["Pen", Palette], None]


class Pen:
    """Draws in the box of a figure.

    Parameters
    ----------
    canvas
        The canvas to draw on.
    foot
        The point that the figure stands on.
    size
        Half the width of the box, as a length.
    """

    def __init__(self, canvas: Canvas, foot: Point, size: float) -> None:
        self._canvas = canvas
        self._foot = foot
        self._size = size

    def to_canvas(self, point: Point) -> Point:
        """Return the point on the canvas of a point in the box."""
        wide, high = (self._size * self._canvas.unit / side for side in self._canvas.size)
        return self._foot[0] + point[0] * wide, self._foot[1] - point[1] * high

    def blob(self, center: Point, radius: Point, color: Color, alpha: float = 1) -> None:
        """Draw an ellipse."""
        self._canvas.ellipse(
            self.to_canvas(center), (radius[0] * self._size, radius[1] * self._size), color, alpha
        )

    def shape(self, points: list[Point], color: Color, alpha: float = 1) -> None:
        """Draw a polygon."""
        self._canvas.polygon([self.to_canvas(point) for point in points], color, alpha)

    def box(self, left: float, bottom: float, right: float, top: float, color: Color) -> None:
        """Draw a rectangle."""
        self.shape([(left, bottom), (right, bottom), (right, top), (left, top)], color)

    def stroke(self, points: list[Point], color: Color, width: float) -> None:
        """Draw a line."""
        self._canvas.line([self.to_canvas(point) for point in points], color, width * self._size)


def figures_for(wanted: Words, unwanted: Words) -> list[Figure]:
    """Return the figures that a prompt names, at most two: more would overlap."""
    found = [
        figure for words, figure in _FIGURES.items() if wanted.any_of(words) and not unwanted.any_of(words)
    ]
    return found[:2]


def floats(figure: Figure) -> bool:
    """Return whether a figure floats in the air."""
    return figure is _balloon


def stands(figure: Figure) -> bool:
    """Return whether a figure needs ground to stand on."""
    return figure not in (_balloon, _boat)


def _cat(pen: Pen, fur: Color, chest: Color, *, bushy: bool = False, striped: bool = False) -> None:
    dark = lighter(fur, -0.35)
    pen.blob((0, 0.02), (0.95, 0.09), (0, 0, 0), 0.28)
    if bushy:
        pen.shape([(0.35, 0.05), (0.85, 0.12), (1.15, 0.55), (1.0, 1.05), (0.72, 0.62), (0.4, 0.4)], fur)
        pen.shape([(1.13, 0.62), (1.0, 1.05), (0.84, 0.78)], chest)
    else:
        pen.stroke([(0.45, 0.12), (0.85, 0.14), (1.0, 0.4), (0.86, 0.72)], fur, 0.13)
    pen.blob((0, 0.5), (0.52, 0.52), fur)
    pen.blob((0.3, 0.28), (0.32, 0.28), lighter(fur, -0.08))
    pen.blob((0, 0.52), (0.28, 0.40), chest)
    pen.box(-0.26, 0.02, -0.08, 0.5, fur)
    pen.box(0.08, 0.02, 0.26, 0.5, fur)
    pen.blob((-0.17, 0.05), (0.14, 0.07), dark if bushy else chest)
    pen.blob((0.17, 0.05), (0.14, 0.07), dark if bushy else chest)
    for side in (-1, 1):
        pen.shape([(side * 0.12, 1.5), (side * 0.42, 1.9), (side * 0.48, 1.25)], fur)
        pen.shape(
            [(side * 0.2, 1.5), (side * 0.39, 1.76), (side * 0.42, 1.35)], mix(chest, (230, 130, 130), 0.4)
        )
    pen.blob((0, 1.2), (0.5, 0.4), fur)
    for side in (-1, 1):
        pen.shape([(0, 0.92), (side * 0.2, 1.22), (side * 0.56, 1.1), (side * 0.26, 0.88)], chest)
        pen.blob((side * 0.2, 1.26), (0.075, 0.095), (24, 22, 26))
        pen.blob((side * 0.2 + 0.02, 1.3), (0.026, 0.03), (255, 255, 255))
    pen.shape([(-0.08, 1.06), (0.08, 1.06), (0, 0.97)], (40, 26, 30))
    if striped:
        _stripes(pen)


def _stripes(pen: Pen) -> None:
    ink = (44, 30, 26)
    for height in (0.35, 0.55, 0.75):
        for side in (-1, 1):
            pen.shape([(side * 0.52, height), (side * 0.24, height + 0.05), (side * 0.5, height + 0.09)], ink)
    for x in (-0.14, 0, 0.14):
        pen.shape([(x - 0.035, 1.56), (x + 0.035, 1.56), (x * 0.7, 1.4)], ink)


def _fox(pen: Pen, _: Palette) -> None:
    _cat(pen, (222, 104, 36), (250, 238, 220), bushy=True)


def _wolf(pen: Pen, palette: Palette) -> None:
    _cat(pen, mix((120, 126, 140), palette.far, 0.25), (226, 228, 232), bushy=True)


def _house_cat(pen: Pen, palette: Palette) -> None:
    _cat(pen, mix((92, 84, 92), palette.accent, 0.3), (240, 232, 226))


def _tiger(pen: Pen, _: Palette) -> None:
    _cat(pen, (238, 150, 50), (252, 240, 220), striped=True)


def _lion(pen: Pen, _: Palette) -> None:
    pen.blob((0, 1.16), (0.82, 0.72), (150, 84, 36))
    _cat(pen, (224, 172, 92), (246, 226, 184))


def _robot(pen: Pen, palette: Palette) -> None:
    steel, dark, shine = (176, 188, 202), (84, 96, 116), palette.accent
    pen.blob((0, 0.02), (0.8, 0.09), (0, 0, 0), 0.28)
    for side in (-1, 1):
        pen.box(side * 0.3 - 0.12, 0.04, side * 0.3 + 0.12, 0.42, dark)
        pen.box(side * 0.32 - 0.2, 0, side * 0.32 + 0.2, 0.12, steel)
        pen.stroke([(side * 0.56, 0.98), (side * 0.78, 0.7), (side * 0.7, 0.42)], dark, 0.13)
        pen.blob((side * 0.7, 0.38), (0.13, 0.13), steel)
    pen.box(-0.56, 0.36, 0.56, 1.1, steel)
    pen.box(0.2, 0.36, 0.56, 1.1, lighter(steel, -0.12))
    pen.box(-0.3, 0.56, 0.3, 0.9, dark)
    for x, color in ((-0.18, shine), (0.0, palette.light), (0.18, (120, 230, 150))):
        pen.blob((x, 0.73), (0.06, 0.06), color)
    pen.box(-0.12, 1.08, 0.12, 1.2, dark)
    pen.box(-0.46, 1.18, 0.46, 1.72, steel)
    pen.box(-0.36, 1.3, 0.36, 1.6, (28, 34, 48))
    for side in (-1, 1):
        pen.blob((side * 0.17, 1.45), (0.1, 0.1), shine)
        pen.blob((side * 0.17 + 0.02, 1.48), (0.035, 0.035), (255, 255, 255))
    pen.stroke([(0, 1.72), (0, 1.9)], dark, 0.05)
    pen.blob((0, 1.93), (0.075, 0.075), shine)


def _boat(pen: Pen, palette: Palette) -> None:
    wood, sail = (104, 62, 42), lighter(palette.accent, 0.55)
    pen.blob((0, 0.0), (1.0, 0.07), lighter(palette.near, -0.4), 0.45)
    pen.shape([(-0.9, 0.34), (0.95, 0.34), (0.62, 0.02), (-0.62, 0.02)], wood)
    pen.shape([(-0.9, 0.34), (0.95, 0.34), (0.9, 0.27), (-0.85, 0.27)], lighter(wood, 0.25))
    pen.stroke([(0, 0.34), (0, 1.95)], lighter(wood, -0.3), 0.05)
    pen.shape([(0.05, 1.9), (0.05, 0.45), (0.82, 0.5)], sail)
    pen.shape([(0.05, 1.9), (0.05, 0.45), (0.3, 0.46)], lighter(sail, 0.25))
    pen.shape([(-0.06, 1.7), (-0.06, 0.5), (-0.66, 0.52)], palette.accent)


def _house(pen: Pen, palette: Palette) -> None:
    wall, roof = (238, 222, 198), mix(palette.accent, (120, 50, 40), 0.45)
    pen.blob((0, 0.02), (1.1, 0.08), (0, 0, 0), 0.25)
    pen.box(0.38, 1.1, 0.58, 1.72, lighter(roof, -0.3))
    pen.box(-0.75, 0, 0.75, 0.92, wall)
    pen.box(0.25, 0, 0.75, 0.92, lighter(wall, -0.12))
    pen.shape([(-0.95, 0.88), (0, 1.62), (0.95, 0.88)], roof)
    pen.shape([(0, 1.62), (0.95, 0.88), (0.25, 0.88)], lighter(roof, -0.18))
    pen.box(-0.16, 0, 0.14, 0.52, (92, 58, 44))
    for x in (-0.52, 0.36):
        pen.box(x, 0.38, x + 0.24, 0.66, palette.light)
        pen.stroke([(x + 0.12, 0.38), (x + 0.12, 0.66)], wall, 0.03)


def _castle(pen: Pen, palette: Palette) -> None:
    stone, roof = mix((176, 170, 176), palette.far, 0.25), palette.accent
    for x, high in ((-0.72, 1.2), (0.72, 1.15), (0, 1.55)):
        pen.box(x - 0.19, 0, x + 0.19, high, lighter(stone, -0.06))
        pen.box(x + 0.04, 0, x + 0.19, high, lighter(stone, -0.22))
        pen.shape([(x - 0.26, high), (x, high + 0.5), (x + 0.26, high)], roof)
        pen.blob((x - 0.03, high - 0.22), (0.05, 0.09), (40, 36, 50))
    pen.box(-0.72, 0, 0.72, 0.72, stone)
    for x in range(-6, 7, 2):
        pen.box(x * 0.11 - 0.06, 0.7, x * 0.11 + 0.06, 0.84, stone)
    pen.blob((0, 0.26), (0.18, 0.28), (48, 34, 34))
    pen.box(-0.18, 0, 0.18, 0.26, (48, 34, 34))


def _person(pen: Pen, palette: Palette) -> None:
    coat = mix(palette.accent, (60, 40, 50), 0.25)
    pen.blob((0, 0.02), (0.45, 0.06), (0, 0, 0), 0.28)
    pen.shape([(-0.4, 0.02), (0.4, 0.02), (0.2, 1.35), (-0.2, 1.35)], coat)
    pen.shape([(0.08, 0.02), (0.4, 0.02), (0.2, 1.35)], lighter(coat, -0.2))
    pen.blob((0, 1.55), (0.2, 0.23), (236, 196, 164))
    pen.shape([(-0.26, 1.62), (0.26, 1.62), (0.14, 1.86), (-0.14, 1.86)], lighter(coat, -0.4))
    pen.blob((0, 1.63), (0.34, 0.06), lighter(coat, -0.45))


def _balloon(pen: Pen, palette: Palette) -> None:
    pen.blob((0, 1.25), (0.7, 0.75), palette.accent)
    pen.shape([(-0.62, 0.95), (0.62, 0.95), (0.16, 0.35), (-0.16, 0.35)], palette.accent)
    pen.blob((0, 1.25), (0.42, 0.75), lighter(palette.accent, 0.3))
    pen.shape([(-0.37, 0.95), (0.37, 0.95), (0.1, 0.35), (-0.1, 0.35)], lighter(palette.accent, 0.3))
    pen.blob((0, 1.25), (0.14, 0.75), palette.light)
    for side in (-1, 1):
        pen.stroke([(side * 0.15, 0.36), (side * 0.11, 0.14)], (90, 66, 50), 0.025)
    pen.box(-0.14, -0.06, 0.14, 0.15, (120, 82, 54))


_FIGURES: dict[str, Figure] = {
    "fox": _fox,
    "wolf dog puppy husky": _wolf,
    "tiger": _tiger,
    "lion": _lion,
    "cat kitten kitty": _house_cat,
    "robot android mech machine cyborg": _robot,
    "balloon airship": _balloon,
    "boat ship sailboat yacht sail sailing": _boat,
    "castle palace fortress": _castle,
    "house cottage cabin hut lighthouse": _house,
    "person man woman girl boy wizard astronaut portrait knight samurai": _person,
}
