"""Numbers and texts parsed, rounded and split as JavaScript does it, where Python differs."""

from __future__ import annotations

import json
import math
import re

__all__ = ["as_number", "js_float", "js_int", "js_round", "pieces"]

# The characters that JavaScript's trim() removes; Python's strip() removes other ones.
_SPACE = " \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_LEADING_INT = re.compile(r"[+-]?[0-9]+")
_LEADING_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*([eE][+-]?[0-9]+)?|\.[0-9]+([eE][+-]?[0-9]+)?)")
_OUTER_SPACE = re.compile(f"^[{_SPACE}]+|[{_SPACE}]+$")


def js_round(value: float) -> int:
    """Round to the nearest whole number; halves are rounded up, also below zero."""
    below = math.floor(value)
    return below + 1 if value - below >= 0.5 else below


def js_int(text: str) -> int | None:
    """Parse the whole number at the beginning of a text, like ``parseInt``; None if there is none.

    Raises
    ------
    OverflowError
        If it is larger than every float, and so infinity in JavaScript.
    """
    found = _LEADING_INT.match(text)
    # JavaScript has no other numbers than floats, which are exact integers below 2**53.
    return int(float(found.group())) if found else None


def js_float(text: str) -> float | None:
    """Parse the number at the beginning of a text, like ``parseFloat``; None if there is no finite one."""
    found = _LEADING_FLOAT.match(text)
    value = float(found.group()) if found else math.inf
    return as_number(value) if math.isfinite(value) else None


def as_number(value: float) -> float:
    """Return a whole number as an int, because JavaScript writes it without a decimal point."""
    # From 2**53 on, floats are not exact integers any more.
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def pieces(text: str, separator: str) -> list[str]:
    r"""Split a text at a separator, which may be an escape such as ``\n``.

    With an empty separator the text is not split. An escape of an empty text splits it into its characters.
    """
    if separator == "":
        return [text]
    unescaped = _unescaped(separator)
    return text.split(unescaped) if unescaped else list(text)


def trimmed(text: str) -> str:
    """Remove white space at both ends, like ``trim``."""
    return _OUTER_SPACE.sub("", text)


def _unescaped(separator: str) -> str:
    try:
        parsed = json.loads(f'"{separator}"')
    except ValueError:
        return separator
    return parsed if isinstance(parsed, str) else separator
