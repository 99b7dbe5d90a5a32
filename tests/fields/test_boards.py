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
def test_auto_and_none_are_accepted_and_kept(word: str) -> None:
    field = IvkBoardField().set(word)
    assert field.to_wire() == word
    assert IvkBoardField.from_wire(word, InputSpec("board", FieldType("BoardField"))).value == field.value


def test_the_id_of_a_board_is_not_looked_up() -> None:
    for value in (UUID, {"board_id": UUID}, SimpleNamespace(board_id=UUID, board_name="Cats")):
        field = IvkBoardField().set(value)
        assert field.unresolved() == ()
        assert field.to_wire() == {"board_id": UUID}


def test_the_name_of_a_board_is_looked_up() -> None:
    field = IvkBoardField().set("Cats")
    assert [str(pending) for pending in field.unresolved()] == ["Cats"]
    assert field.to_wire(lambda _: BoardRef(board_id=UUID)) == {"board_id": UUID}


@pytest.mark.parametrize(("word", "auto", "none"), [("auto", True, False), ("none", False, True)])
def test_a_board_knows_whether_it_is_auto_or_none(word: str, auto: bool, none: bool) -> None:
    board = BoardRef.parse(word)
    assert (board.is_auto, board.is_none) == (auto, none)


def test_an_id_with_a_prefix_is_not_looked_up() -> None:
    assert IvkStylePresetField().set(f"default_{UUID}").unresolved() == ()
    assert IvkStylePresetField().set("Photography").unresolved() != ()


def test_the_json_form_of_a_saved_workflow_is_its_id() -> None:
    workflow_id = "default_0fab1f51-7a4c-4a9e-8b1b-0d6f8a3f2c11"
    assert IvkSavedWorkflowField().set(workflow_id).to_wire() == workflow_id
    assert IvkSavedWorkflowField().set("My workflow").unresolved() != ()


def test_an_empty_string_is_no_saved_workflow() -> None:
    field = FieldRegistry().make(InputSpec("workflow_id", FieldType("SavedWorkflowField")), "")
    assert (field.value, field.to_wire(), field.problem()) == (None, "", None)


def test_the_name_of_a_system_prompt_is_looked_up() -> None:
    field = IvkSystemPromptField().set("Expander")
    assert field.to_wire(lambda _: {"system_prompt_id": "7"}) == {"system_prompt_id": "7"}
