"""Colours, written as hex digits, CSS names or channels."""

import pytest

from ivk_fields import Color, FieldValueError, IvkColorField

ORANGE = {"r": 255, "g": 136, "b": 0, "a": 255}


@pytest.mark.parametrize(
    "value", ["#ff8800", "ff8800", "#F80", "#ff8800ff", (255, 136, 0), [255, 136, 0, 255], ORANGE]
)
def test_a_colour_is_accepted_in_every_spelling(value: object) -> None:
    assert IvkColorField().set(value).to_wire() == ORANGE


def test_a_colour_is_accepted_by_its_css_name() -> None:
    assert IvkColorField().set("Orange").value == Color(r=255, g=165, b=0)
    assert str(IvkColorField().set("transparent").value) == "#00000000"


@pytest.mark.parametrize(
    "value", ["#12", "beige-ish", (1, 2), (256, 0, 0), (0.5, 0, 0), (True, 0, 0), {"r": 1}, 255]
)
def test_what_is_no_colour_is_rejected(value: object) -> None:
    with pytest.raises(FieldValueError):
        IvkColorField().set(value)


def test_a_colour_is_immutable() -> None:
    color = Color(r=1, g=2, b=3)
    with pytest.raises(ValueError, match="frozen"):
        color.r = 4  # type: ignore[misc]
