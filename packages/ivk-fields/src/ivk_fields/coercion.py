"""Conversion of scalars (numpy scalars, decimals, fractions, enum members) to `int`, `float` and `str`.

This module does not import numpy: it recognises numpy scalars by their attributes.
"""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, SupportsIndex, cast

__all__ = ["coerce_float", "coerce_int", "coerce_str", "unwrap_scalar"]


def unwrap_scalar(value: object) -> object:
    """Return the value of an enum member or an array scalar; return anything else as it is."""
    if isinstance(value, Enum):
        return value.value
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return cast("Any", value).item()
    return value


def coerce_int(value: object) -> int:
    """Convert an integer, or a number without a fractional part, to `int`.

    Raises
    ------
    TypeError
        If the value is not a number. A boolean is not a number.
    ValueError
        If the number has a fractional part or is not finite.
    """
    value = unwrap_scalar(value)
    if isinstance(value, bool):
        raise TypeError("a boolean is not a number")
    if isinstance(value, float | Decimal | Fraction):
        return _integer_of(value)
    if not hasattr(value, "__index__"):
        raise TypeError(f"{type(value).__name__} is not an integer")
    return operator.index(cast("SupportsIndex", value))


def _integer_of(value: float | Decimal | Fraction) -> int:
    if not math.isfinite(value) or value != int(value):
        raise ValueError("not a whole number")
    return int(value)


def coerce_float(value: object) -> float:
    """Convert a finite number to `float`.

    Raises
    ------
    TypeError
        If the value is not a number. A boolean is not a number.
    ValueError
        If the number is not finite, because JSON has no infinity and no NaN.
    """
    value = unwrap_scalar(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise TypeError(f"{type(value).__name__} is not a number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def coerce_str(value: object) -> str:
    """Convert a string, or an instance of a subclass of `str`, to a plain `str`.

    Raises
    ------
    TypeError
        If the value is not a string.
    """
    value = unwrap_scalar(value)
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is not text")
    return str.__str__(value)  # str(value) would call an override of a subclass
