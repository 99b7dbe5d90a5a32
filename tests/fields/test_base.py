"""What all fields share: untouched values survive, assignments are checked."""

import copy

import pytest

from ivk_core.errors import InvokeAIError
from ivk_fields import (
    MISSING,
    FieldType,
    FieldValueError,
    InputSpec,
    IvkImageField,
    IvkIntegerField,
    IvkStringField,
    UnresolvedValueError,
)

STEPS = InputSpec("steps", FieldType("IntegerField"), required=True, minimum=1, maximum=100)


def test_an_untouched_field_returns_the_object_it_was_read_from() -> None:
    raw = {"image_name": "a.png", "added_by_a_newer_server": [1, {"x": None}]}
    before = copy.deepcopy(raw)
    field = IvkImageField.from_wire(raw, InputSpec("image", FieldType("ImageField")))
    assert field.to_wire() is raw
    assert raw == before


@pytest.mark.parametrize("raw", ["many", 0, 101, None, [], {}, True, float("nan")])
def test_an_untouched_value_that_is_not_allowed_is_sent_as_it_is(raw: object) -> None:
    field = IvkIntegerField.from_wire(raw, STEPS)
    assert field.to_wire() is raw
    assert field.problem() is not None


def test_absent_is_not_null() -> None:
    assert IvkIntegerField.from_wire(MISSING, STEPS).to_wire() is MISSING
    assert IvkIntegerField.from_wire(None, STEPS).to_wire() is None


def test_a_field_that_was_read_or_constructed_is_untouched() -> None:
    assert not IvkIntegerField.from_wire(3, STEPS).touched
    assert not IvkIntegerField(value=3).touched


def test_assigning_the_same_value_touches_the_field() -> None:
    field = IvkIntegerField.from_wire(3, STEPS)
    field.value = 3
    assert field.touched


def test_touched_and_raw_cannot_be_assigned() -> None:
    field = IvkIntegerField.from_wire(3, STEPS)
    with pytest.raises(ValueError, match="frozen"):
        field.touched = True
    with pytest.raises(ValueError, match="frozen"):
        field.raw = 4


def test_a_constructed_value_is_sent() -> None:
    assert IvkIntegerField(value=3).to_wire() == 3


def test_a_default_constructed_field_sends_nothing() -> None:
    assert IvkStringField().to_wire() is MISSING


def test_an_error_names_the_input_the_value_and_what_is_allowed() -> None:
    field = IvkIntegerField.from_wire(30, STEPS)
    with pytest.raises(FieldValueError, match="steps does not take 500") as caught:
        field.value = 500
    assert isinstance(caught.value, InvokeAIError)
    assert isinstance(caught.value, ValueError)
    assert (caught.value.field, caught.value.value) == ("steps", 500)
    assert "at least 1, at most 100" in caught.value.allowed


def test_a_rejected_assignment_changes_nothing() -> None:
    field = IvkIntegerField.from_wire(30, STEPS)
    with pytest.raises(FieldValueError):
        field.value = 500
    assert (field.value, field.touched, field.to_wire()) == (30, False, 30)


def test_the_constructor_checks_the_value_against_its_limits() -> None:
    with pytest.raises(FieldValueError):
        IvkIntegerField(value=3, minimum=5)


def test_a_misspelt_setting_is_rejected() -> None:
    with pytest.raises(ValueError, match="minimun"):
        IvkIntegerField(value=3, minimun=5)  # type: ignore[call-arg]


def test_a_required_input_does_not_take_none() -> None:
    field = IvkIntegerField.from_wire(30, STEPS)
    with pytest.raises(FieldValueError, match="a value is required"):
        field.value = None


def test_none_leaves_an_optional_input_to_the_server() -> None:
    field = IvkStringField.from_wire("x", InputSpec("note", FieldType("StringField")))
    field.value = None
    assert field.to_wire() is MISSING


def test_reset_discards_assignments() -> None:
    field = IvkIntegerField.from_wire(30, STEPS)
    field.value = 40
    assert field.reset().to_wire() == 30
    assert (field.value, field.touched) == (30, False)


def test_reread_does_not_change_the_first_field() -> None:
    first = IvkIntegerField.from_wire(30, STEPS)
    second = first.reread(31)
    second.value = 32
    assert (first.value, second.value, first.touched) == (30, 32, False)


def test_a_value_that_needs_the_server_is_not_sent_unresolved() -> None:
    field = IvkImageField(name="image", value=b"\x89PNG")
    assert [part.needs_resolving for part in field.unresolved()] == [True]
    with pytest.raises(UnresolvedValueError, match="image"):
        field.to_wire()


def test_a_resolve_function_replaces_it() -> None:
    field = IvkImageField(value=b"\x89PNG")
    assert field.to_wire(lambda _: "on-the-server.png") == {"image_name": "on-the-server.png"}


def test_a_resolve_function_that_resolves_nothing_is_an_error() -> None:
    field = IvkImageField(value=b"\x89PNG")
    with pytest.raises(UnresolvedValueError):
        field.to_wire(lambda pending: pending)


def test_text_is_converted_to_a_value() -> None:
    field = IvkIntegerField.from_wire(30, STEPS)
    assert field.set_text(" 12 ").value == 12
    with pytest.raises(FieldValueError, match="steps"):
        field.set_text("twelve")


def test_a_field_describes_itself_in_one_line() -> None:
    assert IvkIntegerField.from_wire(30, STEPS).describe() == "integer, at least 1, at most 100, required"
