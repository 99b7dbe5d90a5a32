"""Bounding boxes and points in an image, in pixels from its top left corner."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from ivk_fields.coercion import coerce_int
from ivk_fields.type_guards import is_list_or_tuple
from ivk_fields.values.record import WireRecord

__all__ = ["BoundingBox", "SamPoint", "SamPoints"]

Pixels = Annotated[int, Field(strict=True)]


class BoundingBox(WireRecord):
    """A bounding box.

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
        """Convert (left, top, right, bottom), the order of Pillow, or the JSON form."""
        if not is_list_or_tuple(value):
            return super().parse(value)
        if len(value) != 4:
            raise ValueError("a box has 4 numbers: left, top, right and bottom")
        left, top, right, bottom = map(coerce_int, value)
        return cls(x_min=left, x_max=right, y_min=top, y_max=bottom)

    @model_validator(mode="after")
    def _corners_in_order(self) -> Self:
        if self.x_min > self.x_max or self.y_min > self.y_max:
            raise ValueError("x_min is larger than x_max, or y_min is larger than y_max")
        return self

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.x_max - self.x_min

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.y_max - self.y_min


class SamPoint(WireRecord):
    """A point inside of the object (label 1), outside of it (-1), or neutral (0)."""

    x: Pixels
    y: Pixels
    label: Annotated[int, Field(strict=True, ge=-1, le=1)] = 1

    @classmethod
    def parse(cls, value: object) -> Self:
        """Convert (x, y), (x, y, label), or the JSON form."""
        if not is_list_or_tuple(value):
            return super().parse(value)
        if len(value) not in (2, 3):
            raise ValueError("a point has 2 or 3 numbers: x, y and optionally a label")
        return cls.model_validate(dict(zip(("x", "y", "label"), map(coerce_int, value), strict=False)))

    def to_wire(self) -> dict[str, int]:
        """Return all three keys, because the server has no default label."""
        return {**(self.model_extra or {}), "x": self.x, "y": self.y, "label": self.label}


class SamPoints(WireRecord):
    """The points that mark one object for Segment Anything."""

    points: tuple[SamPoint, ...]

    @classmethod
    def parse(cls, value: object) -> Self:
        """Convert a list of points, or the JSON form."""
        if is_list_or_tuple(value):
            return cls(points=tuple(SamPoint.parse(point) for point in value))
        return super().parse(value)

    def to_wire(self) -> dict[str, object]:
        """Return the points with all their keys."""
        return {**(self.model_extra or {}), "points": [point.to_wire() for point in self.points]}
