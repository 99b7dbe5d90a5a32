"""Boards, style presets, system prompts and saved workflows: given by name, known to the server by id."""

from typing import Any

from ivk_fields.coercion import coerce_str
from ivk_fields.records import RecordField
from ivk_fields.values.boards import BoardRef, SavedWorkflowRef, StylePresetRef, SystemPromptRef

__all__ = ["IvkBoardField", "IvkSavedWorkflowField", "IvkStylePresetField", "IvkSystemPromptField"]


class IvkBoardField(RecordField[BoardRef]):
    """The board that a node saves to: a board, ``"auto"`` or ``"none"``."""

    serves_types = ("BoardField",)
    kind = "board (name, id, 'auto' or 'none')"
    record = BoardRef

    def read(self, raw: Any) -> BoardRef:
        """Convert ``auto``, ``none`` or the object with the id."""
        if raw in ("auto", "none"):
            return BoardRef.of(raw)
        return super().read(raw)


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
    """A workflow in the workflow library of the server."""

    serves_types = ("SavedWorkflowField",)
    kind = "saved workflow (name or id)"
    record = SavedWorkflowRef

    def is_nothing(self, raw: Any) -> bool:
        """Return whether there is no workflow; the GUI sends an empty string for none."""
        return raw == "" or super().is_nothing(raw)

    def read(self, raw: Any) -> SavedWorkflowRef:
        """Convert the id, which the server sends as a string."""
        return SavedWorkflowRef(workflow_id=coerce_str(raw))
