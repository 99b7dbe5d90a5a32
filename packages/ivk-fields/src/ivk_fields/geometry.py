"""Bounding boxes and points in an image."""

from ivk_fields.records import RecordField
from ivk_fields.values.geometry import BoundingBox, SamPoints

__all__ = ["IvkBoundingBoxField", "IvkSAMPointsField"]


class IvkBoundingBoxField(RecordField[BoundingBox]):
    """A bounding box in an image."""

    serves_types = ("BoundingBoxField",)
    kind = "bounding box (left, top, right, bottom, in pixels)"
    record = BoundingBox


class IvkSAMPointsField(RecordField[SamPoints]):
    """The points that mark an object for Segment Anything."""

    serves_types = ("SAMPointsField",)
    kind = "points (x, y and optionally a label from -1 to 1)"
    record = SamPoints
