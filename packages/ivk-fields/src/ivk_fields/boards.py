"""Boards, and what else a person refers to by name and the server by id: presets, prompts, workflows."""

from typing import Any

from ivk_fields.plain import plain_text
from ivk_fields.records import RecordField
from ivk_fields.values.boards import BoardRef, SavedWorkflowRef, StylePresetRef, SystemPromptRef

__all__ = ["IvkBoardField", "IvkSavedWorkflowField", "IvkStylePresetField", "IvkSystemPromptField"]


class IvkBoardField(RecordField[BoardRef]):
    """The board that a node saves to; ``"auto"`` and ``"none"`` are understood."""

    serves_types = ("BoardField",)
    kind = "board (name, id, 'auto' or 'none')"
    record = BoardRef

    def read(self, raw: Any) -> BoardRef:
        """Read ``auto``, ``none`` or the object with the id."""
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
