"""Strings, integers, floats and booleans."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, TypeVar

from ivk_fields.base import IvkField
from ivk_fields.choices import describe_options, find_option, suggest
from ivk_fields.coercion import coerce_float, coerce_int, coerce_str, unwrap_scalar
from ivk_fields.spec import InputSpec

__all__ = ["IvkBooleanField", "IvkFloatField", "IvkIntegerField", "IvkStringField", "NumberField"]

N = TypeVar("N", int, float)

# The spellings of booleans that CSV files and command lines use.
_BOOLEAN_WORDS = {
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
    """A string.

    Attributes
    ----------
    min_length, max_length : int or None
        Limits on the number of characters; None means no limit.
    pattern : str or None
        Regular expression that the string must contain a match of.
    options : tuple of (label, value), or None
        The options of a dropdown on the workflow's form, which are the only values then. An assignment also
        accepts a label for its value. None without a dropdown.
    """

    serves_types = ("StringField",)
    kind = "text"

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    options: tuple[tuple[str, str], ...] | None = None

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the length limits, the pattern and the options."""
        return {
            "min_length": spec.min_length,
            "max_length": spec.max_length,
            "pattern": spec.pattern,
            "options": spec.options,
        }

    def coerce(self, value: object) -> str:
        """Convert a string, or the label of an option; reject numbers and anything else."""
        text = coerce_str(value)
        return text if self.options is None else find_option(text, self.options)

    def read(self, raw: Any) -> str:
        """Return the string, even if it is not an option."""
        return coerce_str(raw)

    def check(self, value: str) -> None:
        """Check the options, the length and the pattern."""
        if self.options is not None and value not in [option for _, option in self.options]:
            names = [name for option in self.options for name in option]
            raise ValueError(f"it is not an option of the form's dropdown{suggest(value, names)}")
        if self.min_length is not None and len(value) < self.min_length:
            raise ValueError(f"{len(value)} characters are too few")
        if self.max_length is not None and len(value) > self.max_length:
            raise ValueError(f"{len(value)} characters are too many")
        if self.pattern and not _matches(self.pattern, value):
            raise ValueError("it does not match the pattern")

    def rules(self) -> list[str]:
        """Return the options, the length limits and the pattern in words."""
        limits = [
            ("at least {} characters", self.min_length),
            ("at most {} characters", self.max_length),
            ("matching {}", self.pattern),
        ]
        options = [] if self.options is None else [describe_options(self.options)]
        return [*options, *(phrase.format(limit) for phrase, limit in limits if limit is not None)]


class NumberField(IvkField[N]):
    """Base of the number fields, with a range and a step.

    Attributes
    ----------
    minimum, maximum : int, float or None
        Limits that are allowed themselves; None means no limit.
    exclusive_minimum, exclusive_maximum : int, float or None
        Limits that are not allowed themselves; None means no limit.
    multiple_of : int, float or None
        The value is a multiple of this; None means any value in the range.
    """

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the range and the step."""
        return {
            "minimum": spec.minimum,
            "maximum": spec.maximum,
            "exclusive_minimum": spec.exclusive_minimum,
            "exclusive_maximum": spec.exclusive_maximum,
            "multiple_of": spec.multiple_of,
        }

    def check(self, value: N) -> None:
        """Check the range and the step."""
        violated = next(self._violated_limits(value), None)
        if violated:
            raise ValueError(f"it is not {violated}")

    def rules(self) -> list[str]:
        """Return the range (the tighter limit at each end) and the step in words."""
        return [*self._lower_limit(), *self._upper_limit(), *self._step()]

    def _lower_limit(self) -> Iterator[str]:
        inclusive, exclusive = self.minimum, self.exclusive_minimum
        if inclusive is not None and (exclusive is None or exclusive < inclusive):
            yield f"at least {inclusive}"
        elif exclusive is not None:
            yield f"more than {exclusive}"

    def _upper_limit(self) -> Iterator[str]:
        inclusive, exclusive = self.maximum, self.exclusive_maximum
        if inclusive is not None and (exclusive is None or exclusive > inclusive):
            yield f"at most {inclusive}"
        elif exclusive is not None:
            yield f"less than {exclusive}"

    def _step(self) -> Iterator[str]:
        if self.multiple_of is not None:
            yield f"a multiple of {self.multiple_of}"

    def _violated_limits(self, value: N) -> Iterator[str]:
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
    """An integer; 3.0 is accepted, True is not."""

    serves_types: ClassVar[tuple[str, ...]] = ("IntegerField",)
    kind = "integer"

    def coerce(self, value: object) -> int:
        """Convert any number without a fractional part: int, 3.0, numpy and decimal scalars."""
        return coerce_int(value)

    def from_text(self, text: str) -> object:
        """Parse a number; return None for blank text."""
        return int(text) if text.strip() else None


class IvkFloatField(NumberField[float]):
    """A finite number."""

    serves_types = ("FloatField",)
    kind = "number"

    def coerce(self, value: object) -> float:
        """Convert any finite number."""
        return coerce_float(value)

    def from_text(self, text: str) -> object:
        """Parse a number; return None for blank text."""
        return float(text) if text.strip() else None


class IvkBooleanField(IvkField[bool]):
    """A boolean."""

    serves_types = ("BooleanField",)
    kind = "true or false"

    def coerce(self, value: object) -> bool:
        """Convert a boolean; reject 0 and 1, which are numbers."""
        boolean = unwrap_scalar(value)
        if not isinstance(boolean, bool):
            raise TypeError(f"{type(value).__name__} is not a boolean")
        return boolean

    def from_text(self, text: str) -> object:
        """Parse true/false, yes/no, on/off or 1/0; return None for blank text."""
        return _BOOLEAN_WORDS.get(text.strip().lower(), text) if text.strip() else None


def _is_multiple(value: float, step: float) -> bool:
    if isinstance(value, int) and step == int(step):
        return value % int(step) == 0
    # One division and one multiplication are wrong by about 1e-16 of the value. 1e-9 allows for that, and is
    # far below any step in a schema.
    nearest = round(value / step) * step
    return abs(nearest - value) <= 1e-9 * max(1.0, abs(value))


def _matches(pattern: str, text: str) -> bool:
    compiled = _compiled(pattern)
    return compiled is None or compiled.search(text) is not None


@cache  # patterns come from the schema, so there are few
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        # Patterns of JSON schema are those of JavaScript. The server checks what Python cannot compile.
        return None
