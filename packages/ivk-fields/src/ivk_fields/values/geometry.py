"""Boxes and points in a picture, in pixels from its top left corner."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from ivk_fields.plain import plain_int
from ivk_fields.values.record import WireRecord

__all__ = ["BoundingBox", "SamPoint", "SamPoints"]

Pixels = Annotated[int, Field(strict=True)]


class BoundingBox(WireRecord):
    """A box.

    Examples
    --------
    >>> BoundingBox.parse((10, 20, 110, 220)).width
    100
    """

    x_min: Pixels
    x_max: Pixels
    y_min: Pixels
    y_max: Pixels
    score: float | None = None

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take (left, top, right, bottom) as Pillow has it, or the wire's form."""
        if not isinstance(value, tuple | list):
            return super().parse(value)
        if len(value) != 4:
            raise ValueError("a box is left, top, right and bottom")
        left, top, right, bottom = map(plain_int, value)
        return cls(x_min=left, x_max=right, y_min=top, y_max=bottom)

    @model_validator(mode="after")
    def _corners_in_order(self) -> Self:
        if self.x_min > self.x_max or self.y_min > self.y_max:
            raise ValueError("the box ends before it begins")
        return self

    @property
    def width(self) -> int:
        """How wide the box is."""
        return self.x_max - self.x_min

    @property
    def height(self) -> int:
        """How high the box is."""
        return self.y_max - self.y_min


class SamPoint(WireRecord):
    """A point that belongs to the object (label 1), does not (-1), or is neither (0)."""

    x: Pixels
    y: Pixels
    label: Annotated[int, Field(strict=True, ge=-1, le=1)] = 1

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take (x, y), (x, y, label), or the wire's form."""
        if not isinstance(value, tuple | list):
            return super().parse(value)
        if len(value) not in (2, 3):
            raise ValueError("a point is x and y, and perhaps a label")
        return cls.model_validate(dict(zip(("x", "y", "label"), map(plain_int, value), strict=False)))

    def to_wire(self) -> dict[str, int]:
        """Give all three, for the server has no default label."""
        return {**(self.model_extra or {}), "x": self.x, "y": self.y, "label": self.label}


class SamPoints(WireRecord):
    """The points that mark one object."""

    points: tuple[SamPoint, ...]

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take a list of points, or the wire's form."""
        if isinstance(value, tuple | list):
            return cls(points=tuple(SamPoint.parse(point) for point in value))
        return super().parse(value)

    def to_wire(self) -> dict[str, object]:
        """Give every point in full."""
        return {**(self.model_extra or {}), "points": [point.to_wire() for point in self.points]}
