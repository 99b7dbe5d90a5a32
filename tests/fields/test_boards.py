"""Boards, style presets, system prompts and saved workflows, by id or by a name to be looked up."""

from types import SimpleNamespace

import pytest

from ivk_fields import (
    BoardRef,
    FieldRegistry,
    FieldType,
    InputSpec,
    IvkBoardField,
    IvkSavedWorkflowField,
    IvkStylePresetField,
    IvkSystemPromptField,
)

UUID = "0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"


@pytest.mark.parametrize("word", ["auto", "none"])
def test_the_words_for_boards_are_understood_and_kept(word: str) -> None:
    field = IvkBoardField().set(word)
    assert field.to_wire() == word
    assert IvkBoardField.from_wire(word, InputSpec("board", FieldType("BoardField"))).value == field.value


def test_a_boards_id_needs_no_looking_up() -> None:
    for value in (UUID, {"board_id": UUID}, SimpleNamespace(board_id=UUID, board_name="Cats")):
        field = IvkBoardField().set(value)
        assert field.unresolved() == ()
        assert field.to_wire() == {"board_id": UUID}


def test_a_boards_name_is_looked_up_by_whoever_submits() -> None:
    field = IvkBoardField().set("Cats")
    assert [str(pending) for pending in field.unresolved()] == ["Cats"]
    assert field.to_wire(lambda _: BoardRef(board_id=UUID)) == {"board_id": UUID}


@pytest.mark.parametrize(("word", "auto", "none"), [("auto", True, False), ("none", False, True)])
def test_a_board_says_whether_it_is_one(word: str, auto: bool, none: bool) -> None:
    board = BoardRef.parse(word)
    assert (board.is_auto, board.is_none) == (auto, none)


def test_a_style_preset_is_known_by_id_also_with_a_prefix() -> None:
    assert IvkStylePresetField().set(f"default_{UUID}").unresolved() == ()
    assert IvkStylePresetField().set("Photography").unresolved() != ()


def test_a_saved_workflow_travels_as_its_bare_id() -> None:
    workflow_id = "default_0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"
    assert IvkSavedWorkflowField().set(workflow_id).to_wire() == workflow_id
    assert IvkSavedWorkflowField().set("My workflow").unresolved() != ()


def test_no_saved_workflow_is_an_empty_text() -> None:
    field = FieldRegistry().make(InputSpec("workflow_id", FieldType("SavedWorkflowField")), "")
    assert (field.value, field.to_wire(), field.problem()) == (None, "", None)


def test_a_system_prompt_is_given_by_name() -> None:
    field = IvkSystemPromptField().set("Expander")
    assert field.to_wire(lambda _: {"system_prompt_id": "7"}) == {"system_prompt_id": "7"}
