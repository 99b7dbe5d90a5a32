"""Strings, numbers and booleans take what has their type, and nothing that only looks like it."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction

import pytest

from ivk_fields import FieldValueError, IvkBooleanField, IvkFloatField, IvkIntegerField, IvkStringField


class Scalar:
    """Has the attributes of a numpy scalar."""

    shape = ()

    def __init__(self, held: object) -> None:
        self.held = held

    def item(self) -> object:
        return self.held


class Size(Enum):
    SMALL = 64


@pytest.mark.parametrize("value", [3, 3.0, Decimal(3), Fraction(6, 2), Scalar(3), Scalar(3.0)])
def test_an_integer_field_takes_whole_numbers(value: object) -> None:
    wire = IvkIntegerField().set(value).to_wire()
    assert (wire, type(wire)) == (3, int)


@pytest.mark.parametrize("value", [True, Scalar(True), 3.5, "3", Decimal("NaN"), float("inf"), [3], b"3"])
def test_an_integer_field_takes_nothing_else(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkIntegerField().set(value)


def test_an_integer_as_large_as_a_seed_keeps_every_digit() -> None:
    field = IvkIntegerField(maximum=2**64 - 1)
    assert field.set(2**64 - 1).to_wire() == 2**64 - 1
    with pytest.raises(FieldValueError, match="at most 18446744073709551615"):
        field.set(2**64)


@pytest.mark.parametrize("value", [1, 1.0, Decimal("1.0"), Scalar(1.0)])
def test_a_float_field_takes_numbers(value: object) -> None:
    wire = IvkFloatField().set(value).to_wire()
    assert (wire, type(wire)) == (1.0, float)


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), True, "1.0", 10**400, 1j])
def test_a_float_field_takes_nothing_that_json_cannot_represent(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkFloatField().set(value)


@pytest.mark.parametrize(
    ("limits", "inside", "outside"),
    [
        ({"minimum": 1}, 1, 0),
        ({"maximum": 9}, 9, 10),
        ({"exclusive_minimum": 1}, 2, 1),
        ({"exclusive_maximum": 9}, 8, 9),
        ({"multiple_of": 8}, 64, 60),
    ],
)
def test_the_limits_of_a_number_are_checked(limits: dict[str, int], inside: int, outside: int) -> None:
    for field in (IvkIntegerField(**limits), IvkFloatField(**limits)):
        assert field.set(inside).value == inside
        with pytest.raises(FieldValueError):
            field.set(outside)


def test_a_step_of_a_tenth_allows_for_binary_fractions() -> None:
    field = IvkFloatField(multiple_of=0.1)
    assert field.set(0.3).value == 0.3
    with pytest.raises(FieldValueError):
        field.set(0.35)


def test_of_two_limits_at_one_end_only_the_tighter_is_described() -> None:
    field = IvkIntegerField(minimum=1, exclusive_minimum=0, maximum=10, exclusive_maximum=10, multiple_of=3)
    assert field.rules() == ["at least 1", "less than 10", "a multiple of 3"]


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_a_boolean_field_takes_booleans_only(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkBooleanField(required=True).set(value)


@pytest.mark.parametrize(("text", "expected"), [("yes", True), (" FALSE ", False), ("1", True), ("", None)])
def test_a_boolean_is_parsed_from_text(text: str, expected: bool | None) -> None:
    assert IvkBooleanField().set_text(text).value is expected


def test_a_string_field_takes_strings_only() -> None:
    assert IvkStringField().set("").to_wire() == ""
    with pytest.raises(FieldValueError, match="int is not text"):
        IvkStringField().set(3)


def test_the_length_and_the_pattern_of_a_string_are_checked() -> None:
    field = IvkStringField(min_length=2, max_length=4, pattern="^a")
    assert field.set("abc").value == "abc"
    for wrong in ("a", "abcde", "xyz"):
        with pytest.raises(FieldValueError):
            field.set(wrong)
    assert field.allowed() == "text, at least 2 characters, at most 4 characters, matching ^a"


def test_a_pattern_that_python_cannot_compile_is_left_to_the_server() -> None:
    assert IvkStringField(pattern=r"(?<year>\d)").set("anything").value == "anything"


def test_an_enum_member_counts_as_its_value() -> None:
    assert IvkIntegerField().set(Size.SMALL).to_wire() == 64
