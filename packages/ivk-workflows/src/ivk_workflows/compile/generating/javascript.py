"""Numbers and texts read and rounded the way JavaScript does it, where Python differs."""

from __future__ import annotations

import json
import math
import re

__all__ = ["as_number", "js_float", "js_int", "js_round", "pieces"]

_SPACE = " \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_LEADING_INT = re.compile(r"[+-]?[0-9]+")
_LEADING_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*([eE][+-]?[0-9]+)?|\.[0-9]+([eE][+-]?[0-9]+)?)")
_OUTER_SPACE = re.compile(f"^[{_SPACE}]+|[{_SPACE}]+$")


def js_round(value: float) -> int:
    """Round to the nearest whole number; halves go up, also below zero."""
    below = math.floor(value)
    return below + 1 if value - below >= 0.5 else below


def js_int(text: str) -> int | None:
    """Read the whole number at the beginning of a text; None when there is none."""
    found = _LEADING_INT.match(text)
    return int(found.group()) if found else None


def js_float(text: str) -> float | None:
    """Read the number at the beginning of a text; None when there is none, or none that JSON can say."""
    found = _LEADING_FLOAT.match(text)
    value = float(found.group()) if found else math.inf
    return as_number(value) if math.isfinite(value) else None


def as_number(value: float) -> float:
    """Write a number as JavaScript does: whole numbers have no decimal point."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def pieces(text: str, separator: str) -> list[str]:
    r"""Split a text at a separator, which may be an escape such as ``\n``.

    An empty separator leaves the text whole; an escape that stands for nothing at all splits it into its
    characters.
    """
    if separator == "":
        return [text]
    unescaped = _unescaped(separator)
    return text.split(unescaped) if unescaped else list(text)


def trimmed(text: str) -> str:
    """Take white space off both ends."""
    return _OUTER_SPACE.sub("", text)


def _unescaped(separator: str) -> str:
    try:
        parsed = json.loads(f'"{separator}"')
    except ValueError:
        return separator
    return parsed if isinstance(parsed, str) else separator
