"""Colours in the ways that they are written."""

import pytest

from ivk_fields import Color, FieldValueError, IvkColorField

ORANGE = {"r": 255, "g": 136, "b": 0, "a": 255}


@pytest.mark.parametrize(
    "value", ["#ff8800", "ff8800", "#F80", "#ff8800ff", (255, 136, 0), [255, 136, 0, 255], ORANGE]
)
def test_a_colour_is_given_as_people_write_them(value: object) -> None:
    assert IvkColorField().set(value).to_wire() == ORANGE


def test_a_colour_has_a_name() -> None:
    assert IvkColorField().set("Orange").value == Color(r=255, g=165, b=0)
    assert str(IvkColorField().set("transparent").value) == "#00000000"


@pytest.mark.parametrize(
    "value", ["#12", "beige-ish", (1, 2), (256, 0, 0), (0.5, 0, 0), (True, 0, 0), {"r": 1}, 255]
)
def test_what_is_no_colour_is_refused(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkColorField().set(value)


def test_a_value_cannot_change_behind_its_fields_back() -> None:
    color = Color(r=1, g=2, b=3)
    with pytest.raises(ValueError, match="frozen"):
        color.r = 4  # type: ignore[misc]
