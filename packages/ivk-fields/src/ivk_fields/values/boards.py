"""References to boards, style presets, system prompts and saved workflows."""

from typing import Any, ClassVar

from ivk_fields.values.lookup import LookupRecord

__all__ = ["BoardRef", "SavedWorkflowRef", "StylePresetRef", "SystemPromptRef"]

_BOARD_WORDS = ("auto", "none")


class BoardRef(LookupRecord):
    """A board: by id, by name, ``auto`` (the auto-add board of the GUI) or ``none`` (uncategorized)."""

    name_key: ClassVar[str] = "board_id"
    board_id: str

    @property
    def is_auto(self) -> bool:
        """True for the auto-add board of the GUI."""
        return self.board_id == "auto"

    @property
    def is_none(self) -> bool:
        """True for no board: the images stay uncategorized."""
        return self.board_id == "none"

    def to_wire(self) -> Any:
        """Return ``auto``, ``none`` or the object with the id."""
        return self.board_id if self.board_id in _BOARD_WORDS else super().to_wire()

    @classmethod
    def _is_id(cls, text: str) -> bool:
        return text in _BOARD_WORDS or super()._is_id(text)


class StylePresetRef(LookupRecord):
    """A style preset, by id or name."""

    name_key: ClassVar[str] = "style_preset_id"
    style_preset_id: str


class SystemPromptRef(LookupRecord):
    """A system prompt, by id or name."""

    name_key: ClassVar[str] = "system_prompt_id"
    system_prompt_id: str


class SavedWorkflowRef(LookupRecord):
    """A workflow in the workflow library of the server, by id or name; its JSON form is the id."""

    name_key: ClassVar[str] = "workflow_id"
    workflow_id: str

    def to_wire(self) -> Any:
        """Return the id."""
        return self.workflow_id
