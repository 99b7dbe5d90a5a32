"""Bringing what Python programs hold (numpy scalars, decimals, enum members) down to plain values.

Nothing here imports numpy: its scalars are known by what they can do.
"""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, SupportsIndex, cast

__all__ = ["plain", "plain_float", "plain_int", "plain_text"]


def plain(value: object) -> object:
    """Unwrap enum members and array scalars; everything else is returned as it is."""
    if isinstance(value, Enum):
        return value.value
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return cast("Any", value).item()
    return value


def plain_int(value: object) -> int:
    """Give a whole number.

    Raises
    ------
    TypeError
        If the value is no number; a boolean is none.
    ValueError
        If the number is not whole.
    """
    value = plain(value)
    if isinstance(value, bool):
        raise TypeError("a boolean is not a number")
    if isinstance(value, float | Decimal | Fraction):
        return _whole(value)
    if not hasattr(value, "__index__"):
        raise TypeError(f"{type(value).__name__} is not an integer")
    return operator.index(cast("SupportsIndex", value))


def _whole(value: float | Decimal | Fraction) -> int:
    if not math.isfinite(value) or value != int(value):
        raise ValueError("not a whole number")
    return int(value)


def plain_float(value: object) -> float:
    """Give a finite number.

    Raises
    ------
    TypeError
        If the value is no number; a boolean is none.
    ValueError
        If the number is not finite, which JSON cannot say.
    """
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise TypeError(f"{type(value).__name__} is not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def plain_text(value: object) -> str:
    """Give a text as an exact `str`.

    Raises
    ------
    TypeError
        If the value is no text.
    """
    value = plain(value)
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is not text")
    return str.__str__(value)
