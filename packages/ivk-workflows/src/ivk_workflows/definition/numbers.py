"""Numbers as JavaScript sees them: ``3.0`` is a whole number, and ``true`` is not a number."""

from __future__ import annotations

import math
import sys
from typing import TypeGuard

__all__ = ["is_number", "is_whole"]

_LARGEST = int(sys.float_info.max)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a JSON value is a number; booleans, NaN and infinities are not."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    # JavaScript reads an integer that is larger than every float as infinity.
    return math.isfinite(value) if isinstance(value, float) else abs(value) <= _LARGEST


def is_whole(value: object) -> TypeGuard[int | float]:
    """Return whether a JSON value is a whole number, such as ``3`` or ``3.0``."""
    return is_number(value) and value == math.floor(value)
