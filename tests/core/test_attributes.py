"""Objects that refuse unknown attributes."""

from __future__ import annotations

import pickle
from functools import cached_property

import pytest

from ivk_core.attributes import StrictAttributes, UnknownAttributeError
from ivk_core.errors import InvokeAIError


class Kettle(StrictAttributes):
    """Has one attribute of each sort."""

    temperature: int

    def __init__(self) -> None:
        self.temperature = 20
        self._lid = "closed"
        self._target = 100

    @property
    def name(self) -> str:
        return "kettle"

    @property
    def target(self) -> int:
        return self._target

    @target.setter
    def target(self, value: int) -> None:
        self._target = value

    @cached_property
    def volume(self) -> float:
        return 1.7

    def boil(self) -> str:
        return "boiling"


class TravelKettle(Kettle):
    """Inherits what the base declares."""

    plug: str = "EU"


class SlottedKettle(StrictAttributes):
    """Declares by slots."""

    __slots__ = ("temperature",)


def test_a_misspelled_attribute_is_refused_with_a_suggestion() -> None:
    kettle = Kettle()
    with pytest.raises(AttributeError, match="no attribute 'temprature' to assign") as caught:
        kettle.temprature = 90  # type: ignore[attr-defined]
    assert isinstance(caught.value, InvokeAIError)
    assert "Did you mean 'temperature'?" in str(caught.value)
    assert not hasattr(kettle, "temprature")


def test_declared_and_private_attributes_are_set() -> None:
    kettle = TravelKettle()
    kettle.temperature, kettle.target, kettle.plug = 90, 95, "UK"
    kettle._lid = "open"
    assert (kettle.temperature, kettle.target, kettle.plug, kettle._lid) == (90, 95, "UK", "open")
    assert kettle.volume == 1.7


def test_a_property_without_a_setter_is_refused_as_read_only() -> None:
    with pytest.raises(UnknownAttributeError, match="'name' of Kettle cannot be assigned"):
        Kettle().name = "teapot"  # type: ignore[misc]


def test_a_method_can_be_replaced_as_tests_do(monkeypatch: pytest.MonkeyPatch) -> None:
    kettle = Kettle()
    monkeypatch.setattr(kettle, "boil", lambda: "patched")
    assert kettle.boil() == "patched"


def test_slots_are_declarations() -> None:
    kettle = SlottedKettle()
    kettle.temperature = 5
    with pytest.raises(UnknownAttributeError):
        kettle.colour = "red"  # type: ignore[attr-defined]
    assert not hasattr(kettle, "__dict__")


def test_the_error_can_be_pickled() -> None:
    with pytest.raises(UnknownAttributeError) as caught:
        Kettle().colour = "red"  # type: ignore[attr-defined]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
