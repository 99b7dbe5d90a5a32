"""Text, whole numbers, numbers and switches."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from ivk_fields.base import IvkField
from ivk_fields.plain import plain, plain_float, plain_int, plain_text
from ivk_fields.spec import InputSpec

__all__ = ["IvkBooleanField", "IvkFloatField", "IvkIntegerField", "IvkStringField", "NumberField"]

N = TypeVar("N", int, float)

_WORDS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


class IvkStringField(IvkField[str]):
    """A text."""

    serves_types = ("StringField",)
    kind = "text"

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Take the length limits and the pattern."""
        return {"min_length": spec.min_length, "max_length": spec.max_length, "pattern": spec.pattern}

    def coerce(self, value: object) -> str:
        """Take text, nothing else: a number belongs in a number's field."""
        return plain_text(value)

    def check(self, value: str) -> None:
        """Hold the text to its length and pattern."""
        if self.min_length is not None and len(value) < self.min_length:
            raise ValueError(f"{len(value)} characters are too few")
        if self.max_length is not None and len(value) > self.max_length:
            raise ValueError(f"{len(value)} characters are too many")
        if self.pattern and not _matches(self.pattern, value):
            raise ValueError("it does not match the pattern")

    def rules(self) -> list[str]:
        """Name the length limits and the pattern."""
        limits = [
            ("at least {} characters", self.min_length),
            ("at most {} characters", self.max_length),
            ("matching {}", self.pattern),
        ]
        return [phrase.format(limit) for phrase, limit in limits if limit is not None]


class NumberField(IvkField[N]):
    """What whole numbers and floats share: a range and a step."""

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Take the range and the step."""
        return {
            "minimum": spec.minimum,
            "maximum": spec.maximum,
            "exclusive_minimum": spec.exclusive_minimum,
            "exclusive_maximum": spec.exclusive_maximum,
            "multiple_of": spec.multiple_of,
        }

    def check(self, value: N) -> None:
        """Hold the number to its range and step."""
        broken = next(self._broken_limits(value), None)
        if broken:
            raise ValueError(f"it is not {broken}")

    def rules(self) -> list[str]:
        """Name the range, by the tighter limit at each end, and the step."""
        return [*self._lower_end(), *self._upper_end(), *self._step()]

    def _lower_end(self) -> Iterator[str]:
        least, bound = self.minimum, self.exclusive_minimum
        if least is not None and (bound is None or bound < least):
            yield f"at least {least}"
        elif bound is not None:
            yield f"more than {bound}"

    def _upper_end(self) -> Iterator[str]:
        most, bound = self.maximum, self.exclusive_maximum
        if most is not None and (bound is None or bound > most):
            yield f"at most {most}"
        elif bound is not None:
            yield f"less than {bound}"

    def _step(self) -> Iterator[str]:
        if self.multiple_of is not None:
            yield f"a multiple of {self.multiple_of}"

    def _broken_limits(self, value: N) -> Iterator[str]:
        if self.minimum is not None and value < self.minimum:
            yield f"at least {self.minimum}"
        if self.maximum is not None and value > self.maximum:
            yield f"at most {self.maximum}"
        if self.exclusive_minimum is not None and value <= self.exclusive_minimum:
            yield f"more than {self.exclusive_minimum}"
        if self.exclusive_maximum is not None and value >= self.exclusive_maximum:
            yield f"less than {self.exclusive_maximum}"
        if self.multiple_of and not _is_multiple(value, self.multiple_of):
            yield f"a multiple of {self.multiple_of}"


class IvkIntegerField(NumberField[int]):
    """A whole number; 3.0 is one, True is none."""

    serves_types = ("IntegerField",)
    kind = "integer"

    def coerce(self, value: object) -> int:
        """Take anything that is a whole number: int, 3.0, numpy and decimal scalars."""
        return plain_int(value)

    def from_text(self, text: str) -> object:
        """Read a number; a blank cell is no value."""
        return int(text) if text.strip() else None


class IvkFloatField(NumberField[float]):
    """A finite number."""

    serves_types = ("FloatField",)
    kind = "number"

    def coerce(self, value: object) -> float:
        """Take any finite number."""
        return plain_float(value)

    def from_text(self, text: str) -> object:
        """Read a number; a blank cell is no value."""
        return float(text) if text.strip() else None


class IvkBooleanField(IvkField[bool]):
    """A switch."""

    serves_types = ("BooleanField",)
    kind = "true or false"

    def coerce(self, value: object) -> bool:
        """Take a boolean; 0 and 1 are numbers."""
        switch = plain(value)
        if not isinstance(switch, bool):
            raise TypeError(f"{type(value).__name__} is not a boolean")
        return switch

    def from_text(self, text: str) -> object:
        """Read true/false, yes/no, on/off or 1/0; a blank cell is no value."""
        return _WORDS.get(text.strip().lower(), text) if text.strip() else None


def _is_multiple(value: float, step: float) -> bool:
    if isinstance(value, int) and step == int(step):
        return value % int(step) == 0
    nearest = round(value / step) * step
    return abs(nearest - value) <= 1e-9 * max(1.0, abs(value))


def _matches(pattern: str, text: str) -> bool:
    compiled = _compiled(pattern)
    return compiled is None or compiled.search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        # JSON schema speaks JavaScript's dialect; what Python cannot read is left for the server to judge.
        return None
