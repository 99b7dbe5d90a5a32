"""Colours, boxes, points, and things picked from the server's small libraries."""

from typing import Any

from ivk_fields.plain import plain_text
from ivk_fields.records import RecordField
from ivk_fields.values.boards import SavedWorkflowRef, StylePresetRef, SystemPromptRef
from ivk_fields.values.color import Color
from ivk_fields.values.geometry import BoundingBox, SamPoints

__all__ = [
    "IvkBoundingBoxField",
    "IvkColorField",
    "IvkSAMPointsField",
    "IvkSavedWorkflowField",
    "IvkStylePresetField",
    "IvkSystemPromptField",
]


class IvkColorField(RecordField[Color]):
    """A colour."""

    serves_types = ("ColorField",)
    kind = "colour ('#rrggbb', '#rrggbbaa', a CSS name, or 3 or 4 numbers from 0 to 255)"
    record = Color


class IvkBoundingBoxField(RecordField[BoundingBox]):
    """A box in a picture."""

    serves_types = ("BoundingBoxField",)
    kind = "box (left, top, right, bottom, in pixels)"
    record = BoundingBox


class IvkSAMPointsField(RecordField[SamPoints]):
    """The points that mark an object for Segment Anything."""

    serves_types = ("SAMPointsField",)
    kind = "points (x, y and perhaps a label from -1 to 1)"
    record = SamPoints


class IvkStylePresetField(RecordField[StylePresetRef]):
    """A style preset."""

    serves_types = ("StylePresetField",)
    kind = "style preset (name or id)"
    record = StylePresetRef


class IvkSystemPromptField(RecordField[SystemPromptRef]):
    """A system prompt."""

    serves_types = ("SystemPromptField",)
    kind = "system prompt (name or id)"
    record = SystemPromptRef


class IvkSavedWorkflowField(RecordField[SavedWorkflowRef]):
    """A workflow in the server's library."""

    serves_types = ("SavedWorkflowField",)
    kind = "saved workflow (name or id)"
    record = SavedWorkflowRef

    def is_nothing(self, raw: Any) -> bool:
        """Take an empty text for no workflow, as the GUI does."""
        return raw == "" or super().is_nothing(raw)

    def read(self, raw: Any) -> SavedWorkflowRef:
        """Read the bare id."""
        return SavedWorkflowRef(workflow_id=plain_text(raw))
