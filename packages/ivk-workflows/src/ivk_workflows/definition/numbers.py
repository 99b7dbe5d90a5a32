"""Numbers as JavaScript sees them: ``3.0`` is a whole number, and ``true`` is not a number."""

from __future__ import annotations

import math
from typing import TypeGuard

__all__ = ["is_number", "is_whole"]


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a JSON value is a number; booleans, NaN and infinities are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_whole(value: object) -> TypeGuard[int | float]:
    """Return whether a JSON value is a whole number, such as ``3`` or ``3.0``."""
    return is_number(value) and value == math.floor(value)
